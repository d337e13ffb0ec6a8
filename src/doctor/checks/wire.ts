import { httpsAddress } from "../../model/address.ts";
import { siteName, visitedName } from "../../model/names.ts";
import { phrase } from "../../model/phrase.ts";
import type { InnerProof, OuterProof } from "../../model/service-proof.ts";
import { byHand } from "../../model/typed-lines.ts";
import type { Check } from "../check.ts";
import { blocks, type CheckResult, fine, warning } from "../finding.ts";
import { holdingBack } from "../firewalls.ts";
import { addressesOf, isInReach } from "../names.ts";
import type { DoctorParts } from "../parts.ts";
import { unpublished } from "../ports.ts";
import type { Remedy } from "../remedies.ts";

/** The port of HTTPS: what nginx serves against what is on disk, and what the public name serves. */
export const wire: Check = {
  name: "port 443",
  port: ({ publicHttpsPort: port }) => (port === 443 ? undefined : port),
  async look(parts) {
    const stored = await parts.certificate();
    if (!stored) return [fine(phrase`nothing to serve yet`), ...(await wanted(parts))];
    // an unknown state is a finding of nginx's check
    const seen = await parts.look().catch(() => undefined);
    if (seen?.off) return [fine(phrase`HTTPS is off`)];
    if (seen && !seen.https) return [seen.notes.includes("foreign-certificate") ? legacy : unused];
    const [inner, outer] = await Promise.all([parts.proof.inner(stored), parts.proof.outer(stored)]);
    const results = [inside(inner), await outside(siteName(stored, parts.settings.lineage.domains), outer, parts)];
    const isReached = outer.seen === "yes" || outer.seen === "edge" || outer.seen === "other";
    return isReached ? results : [...results, ...(await unpublished(443, parts))];
  },
};

/** Before the first certificate only the port's owner matters. */
async function wanted(parts: DoctorParts): Promise<readonly CheckResult[]> {
  const domain = visitedName(parts.settings.lineage.domains);
  const missing = await unpublished(443, parts);
  if (missing.length === 0) return [];
  const addresses = (await addressesOf(domain, parts.resolvers)).filter((each) => isInReach(each, parts));
  const asked = addresses.map((address) =>
    parts.get({ address, port: parts.publicPorts.https, domain, path: "/", tls: true }),
  );
  return (await Promise.all(asked)).some(({ kind }) => kind === "answer") ? [] : missing;
}

const unused = warning({
  saw: phrase`a certificate is stored, and nginx does not serve HTTPS with it`,
  means: phrase`visitors get no HTTPS`,
  fix: "docker compose exec certbot httpsidecar enable-https",
  remedy: "enable-https",
});

/** Dify's own default, or files that the operator once put there. */
const legacy = warning({
  saw: phrase`nginx serves HTTPS with files of its own (Dify's default: NGINX_SSL_CERT_FILENAME=dify.crt), not with the stored certificate`,
  means: phrase`these are not renewed; visitors get an expired or untrusted certificate`,
  fix: phrase`docker compose exec certbot httpsidecar enable-https; by hand: NGINX_SSL_CERT_FILENAME=fullchain.pem and NGINX_SSL_CERT_KEY_FILENAME=privkey.pem in .env, then: docker compose up -d nginx`,
  remedy: "enable-https",
});

function inside(proof: InnerProof): CheckResult {
  switch (proof.served) {
    case "same":
      return fine(phrase`nginx serves the certificate that is on disk`);
    case "without-chain":
      return blocks({
        saw: phrase`nginx serves the certificate on disk alone, without the chain of fullchain.pem`,
        means: phrase`many browsers accept it, but phones, API clients and other programs reject it`,
        fix: phrase`name fullchain.pem, not cert.pem, in ssl_certificate (docker compose exec nginx nginx -T), then: ${byHand}`,
      });
    case "other":
      return misserved(
        phrase`nginx serves another certificate than the one on disk: ${proof.what}, serial ${proof.serial}`,
        {
          remedy: "reload",
        },
      );
    case "nothing":
      return misserved(phrase`nginx serves no certificate: ${proof.why}`);
  }
}

function misserved(saw: string, remedy: { remedy?: Remedy } = {}): CheckResult {
  return blocks({
    saw,
    means: phrase`visitors get an old certificate, a foreign one, or none`,
    fix: phrase`${byHand}; if it stays so, see ssl_certificate in: docker compose exec nginx nginx -T`,
    ...remedy,
  });
}

async function outside(domain: string, proof: OuterProof, parts: DoctorParts): Promise<CheckResult> {
  const { publicHttpsPort: port } = parts.settings;
  const url = httpsAddress(domain, port);
  switch (proof.seen) {
    case "yes":
      return fine(phrase`${url} serves it (${proof.addresses.join(", ")})`);
    case "edge":
      return fine(phrase`${url} serves a certificate by ${proof.issuer}: ${proof.name} is in front`);
    case "other":
      return fine(phrase`${url} serves another certificate that browsers trust, by ${proof.issuer}`);
    case "no":
      return warning({
        saw: phrase`${url} serves another certificate: ${proof.why}`,
        means: phrase`another web server of this host, a router or another machine has port ${port} of the public name`,
        fix: phrase`see who has port ${port} of this host: ss -ltnp 'sport = :${port}'`,
      });
    case "unknown":
      return warning({
        saw: phrase`${url} cannot be seen from here: ${proof.why}`,
        means: phrase`either port ${port} is closed, or this host cannot reach its own public address (the latter is harmless)`,
        fix: phrase`check from outside, with mobile data for example: curl -I ${url}/; if it fails, ${await holdingBack(443, parts)}`,
      });
  }
}
