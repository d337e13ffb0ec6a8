import { createHash, createPrivateKey, createPublicKey, type JsonWebKey } from "node:crypto";
import { dirname, join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../base/atomic-file.ts";
import { isThere, makeFolder, syncFolder } from "../base/files.ts";
import type { Account } from "../model/lineage.ts";
import { phrase } from "../model/phrase.ts";
import { plainPath } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import { readText } from "./read-text.ts";

/** certbot requires both members, and writes an empty body. */
const registration = z.object({ body: z.looseObject({}), uri: z.string().min(1) });
const meta = z.object({ creation_dt: z.string(), creation_host: z.string() });
const key = z.looseObject({ kty: z.enum(["RSA", "EC"]), d: z.string() });

export const accountFiles = ["private_key.json", "regr.json", "meta.json"] as const;

/** undefined when one of the three files is missing (certbot skips it too). Throws Problem `account-unreadable`. */
export async function readAccount(place: string): Promise<Omit<Account, "id"> | undefined> {
  const texts = await Promise.all(accountFiles.map((name) => readText(join(place, name))));
  const [keyText, registrationText, metaText] = texts;
  if (keyText === undefined || registrationText === undefined || metaText === undefined) return undefined;
  parsed(meta, metaText, join(place, "meta.json"));
  const { uri } = parsed(registration, registrationText, join(place, "regr.json"));
  const keyFile = join(place, "private_key.json");
  return { privateKeyPem: keyFromJwk(parsed(key, keyText, keyFile), keyFile), url: uri };
}

/** certbot's id: MD5 of the public key as SubjectPublicKeyInfo PEM, its last newline included; hex. */
export function accountId(privateKeyPem: string): string {
  const publicPem = createPublicKey(privateKeyPem).export({ type: "spki", format: "pem" });
  return createHash("md5").update(publicPem).digest("hex");
}

/** The key first: with a file missing the folder does not count, so a write that was cut off does no harm. */
export async function writeAccount(
  place: string,
  { privateKeyPem, url }: Account,
  { created, host }: { created: Date; host: string },
): Promise<void> {
  await makeFolder(place, 0o700);
  const keyFile = join(place, "private_key.json");
  // the folder is named after the key, so an existing key is this one
  if (!(await isThere(keyFile))) await put(keyFile, oneLine(jwkOf(privateKeyPem)), 0o400);
  const createdAt = `${created.toISOString().slice(0, 19)}Z`;
  await put(join(place, "meta.json"), oneLine({ creation_dt: createdAt, creation_host: host }));
  await put(join(place, "regr.json"), oneLine({ body: {}, uri: url }));
  await syncFolder(place);
}

async function put(path: string, text: string, mode = 0o666): Promise<void> {
  await replaceFile(path, text, { mode: mode });
}

function parsed<T>(schema: z.ZodType<T>, text: string, file: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // the parser's words may quote the text, and the text may be a key
    throw unreadable(file);
  }
}

function keyFromJwk(jwk: z.infer<typeof key>, file: string): string {
  try {
    // node:crypto checks the members itself
    return createPrivateKey({ key: jwk as JsonWebKey, format: "jwk" })
      .export({ type: "pkcs8", format: "pem" })
      .toString();
  } catch {
    throw unreadable(file);
  }
}

function jwkOf(privateKeyPem: string): Record<string, unknown> {
  const jwk: Record<string, unknown> = { ...createPrivateKey(privateKeyPem).export({ format: "jwk" }) };
  const order = ["n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y", "crv", "kty"];
  return Object.fromEntries(order.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]])));
}

/** JSON as certbot writes it: one line, a space behind commas and colons, no newline at the end. */
function oneLine(value: Record<string, unknown>): string {
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${JSON.stringify(member)}`);
  return `{${members.join(", ")}}`;
}

function unreadable(file: string): Problem {
  return new Problem({
    code: "account-unreadable",
    message: phrase`${file} is not what certbot or httpsidecar writes there`,
    fix: phrase`restore it from a backup, or move the account away and a new one is created: docker compose exec certbot mv '${plainPath(dirname(file))}' /etc/letsencrypt/`,
    retry: "look",
  });
}
