import { createHash, createHmac } from "node:crypto";

/** Of services that are one for all regions. */
const region = "us-east-1";

export interface V4 {
  method: string;
  host: string;
  path: string;
  /** sorted by name, encoded */
  query: string;
  body: string;
  date: Date;
  key: string;
  secret: string;
  token: string | undefined;
  service?: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** AWS Signature Version 4. */
export function signV4({ service = "route53", ...given }: V4): Record<string, string> {
  const stamp = given.date.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const day = stamp.slice(0, 8);
  const headers: Record<string, string> = {
    host: given.host,
    "x-amz-date": stamp,
    ...(given.token && { "x-amz-security-token": given.token }),
  };
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const request = [given.method, given.path, given.query, lines, names.join(";"), sha256(given.body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = hmac(hmac(hmac(hmac(`AWS4${given.secret}`, day), region), service), "aws4_request");
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(request)}`).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${given.key}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...headers, authorization };
}
