/** What the vendors' own code writes as `authorization` for a request, with the key `id-1` and its secret `secret-1`. */

import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import alibaba from "@alicloud/openapi-util";
import { SignatureV4 } from "@smithy/signature-v4";
import tencent from "tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js";

export interface SignedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

const key = { id: "id-1", secret: "secret-1" };

/** AWS signature V4, for the service of a global endpoint. */
export async function awsSignature(request: SignedRequest, service = "route53", own = key): Promise<string> {
  const { method, path, query, headers, body } = request;
  const sessionToken = headers["x-amz-security-token"];
  const signer = new SignatureV4({
    ...{ service, region: "us-east-1", sha256: Sha256, applyChecksum: false },
    credentials: {
      ...{ accessKeyId: own.id, secretAccessKey: own.secret },
      ...(sessionToken && { sessionToken: `${sessionToken}` }),
    },
  });
  const { host = "" } = headers;
  const signed = await signer.sign(
    { method, path, body, protocol: "http:", hostname: host, headers: { host }, query: Object.fromEntries(query) },
    { signingDate: momentOf(`${headers["x-amz-date"]}`) },
  );
  return signed.headers["authorization"] ?? "";
}

/** Alibaba Cloud's signature V3. */
export function alibabaSignature({ method, path: pathname, query, headers, body }: SignedRequest): string {
  const request = { method, pathname, query: Object.fromEntries(query), headers: headers as Record<string, string> };
  const signer = moduleOf(alibaba);
  return signer.getAuthorization(request as never, "ACS3-HMAC-SHA256", sha256(body), key.id, key.secret);
}

/** Tencent Cloud's signature TC3; its code leaves the port out of the host. */
export function tencentSignature({ method, path, headers, body }: SignedRequest): string {
  return moduleOf(tencent).sign3({
    ...{ method: method as "POST", url: `https://${headers.host}${path}`, payload: Buffer.from(body) },
    ...{ timestamp: Number(headers["x-tc-timestamp"]), service: "dnspod" },
    ...{ secretId: key.id, secretKey: key.secret, multipart: false, boundary: "" },
    headers: { "Content-Type": headers["content-type"] },
  } as never);
}

/** A CommonJS module's default is one level further in for Node, and not for every loader. */
const moduleOf = <T extends object>(found: T | { default: T }): T => ("default" in found ? found.default : found) as T;

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** `20261130T120000Z` */
const momentOf = (stamp: string) =>
  new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** The digest that AWS's code wants to be given. */
class Sha256 {
  readonly #hash;
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Uint8Array);
  }
  update(bytes: unknown) {
    this.#hash.update(bytes as Uint8Array);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
}
