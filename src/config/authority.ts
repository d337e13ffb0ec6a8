import { addressText } from "../model/address.ts";
import { isStaging } from "../model/lineage-identity.ts";
import { phrase } from "../model/phrase.ts";
import { isPublicAddress } from "./address.ts";
import { badSettings } from "./bad-settings.ts";
import {
  chooseAnother,
  directoryOf,
  isKnownAuthority,
  usualStaging as twin,
  usualAuthority,
} from "./known-authorities.ts";

/** Names that the public DNS never has (RFC 6761, 6762, 8375, 9476 and custom). */
const privateEnding = /\.(?:test|example|invalid|localhost|local|internal|home\.arpa|lan|alt)$/;

export interface AuthorityRequest {
  server: string | undefined;
  staging: boolean;
  dryRun: boolean;
}

/**
 * Which directory to ask, as certbot chooses: --server, else Let's Encrypt, its staging twin with --staging or --dry-run.
 * `home` is the directory that the lineage came from: asked again where the operator names none.
 * Throws Problem `bad-settings` for a --server that is no https URL, and for --staging beside another CA.
 */
export function readAuthority(request: AuthorityRequest, home?: string): { directory: string; staging: boolean } {
  const { server: typed, staging, dryRun } = withHome(request, home);
  const server = typed === undefined ? undefined : directoryOf(typed);
  if (server === undefined) return { directory: staging || dryRun ? twin : usualAuthority, staging };

  const isLetsEncrypt = server === usualAuthority || server === twin;
  if (staging && !isLetsEncrypt) {
    throw badSettings(
      phrase`--staging means Let's Encrypt's staging directory, and --server names another CA`,
      phrase`remove one of the two from CERTBOT_OPTIONS, or from the command: --staging or --server`,
    );
  }
  checkServer(server);
  return { directory: staging ? twin : server, staging: staging || isStagingDirectory(server) };
}

/** After a test at a staging directory, the usual one is next. */
function withHome(request: AuthorityRequest, home: string | undefined): AuthorityRequest {
  if (home === undefined || request.server !== undefined || request.staging) return request;
  const isUsable = URL.parse(home)?.protocol === "https:" && !isStaging(home) && home !== usualAuthority;
  return isUsable ? { ...request, server: home } : request;
}

/** No browser trusts what it signs. */
export function isStagingDirectory(directory: string | undefined): boolean {
  return directory === twin;
}

/**
 * Every directory that is not plainly local: Let's Encrypt, but also a company's CA under a public name, unless its
 * roots are configured (REQUESTS_CA_BUNDLE). A CA in the table is public whatever roots a proxy on the way needs.
 */
export function isPublicAuthority(directory: string, caBundle?: string | undefined): boolean {
  if (isKnownAuthority(directory)) return true;
  if (caBundle !== undefined) return false;
  const host = new URL(directory).hostname.replace(/\.$/, "");
  const address = addressText(host);
  if (address !== undefined) return isPublicAddress(address);
  return host.includes(".") && !privateEnding.test(host);
}

/** The messages do not repeat the URL: it may contain a password. */
function checkServer(server: string): void {
  const fix = chooseAnother();
  const url = URL.parse(server);
  if (url === null || !/^https?:\/\//.test(server))
    throw badSettings(phrase`--server is neither a URL nor a short name of a CA`, fix);
  if (url.username || url.password) throw badSettings(phrase`--server has a user name or password in its URL`, fix);
  if (url.protocol === "http:")
    throw badSettings(phrase`--server is an http URL, and every CA is contacted over https only`, fix);
}
