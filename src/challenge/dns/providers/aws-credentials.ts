import * as z from "zod";
import { parseJson } from "../../../base/json-file.ts";
import { phrase } from "../../../model/phrase.ts";
import { Problem } from "../../../model/problem.ts";
import { start } from "../../../model/typed-lines.ts";
import { oneLine } from "../api-answer.ts";
import type { HttpCall } from "../http-call.ts";
import type { ProviderTools, Values } from "./kind.ts";

export interface AwsCredentials {
  key: string;
  secret: string;
  token: string | undefined;
}

/** Where nothing answers, which is everywhere but on AWS. */
const metadataMs = 3000;
const keptMs = 5 * 60_000;

/**
 * The keys that are set, else those of the container's or the instance's role, asked again after five minutes since they
 * expire. The function that it gives throws Problem `dns-api-role`.
 */
export function awsCredentials(values: Values, tools: ProviderTools): (signal: AbortSignal) => Promise<AwsCredentials> {
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = values;
  let kept: { at: number; found: AwsCredentials } | undefined;
  return async (signal) => {
    if (key !== undefined && secret !== undefined) return { key, secret, token };
    const at = tools.now().getTime();
    if (kept === undefined || Math.abs(at - kept.at) > keptMs)
      kept = { at, found: await ofRole(values, tools, signal) };
    return kept.found;
  };
}

const given = z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), Token: z.string() });

async function ofRole(values: Values, { send }: ProviderTools, signal: AbortSignal): Promise<AwsCredentials> {
  const ask = async (method: HttpCall["method"], url: string, headers: Record<string, string> = {}) => {
    const end = AbortSignal.any([signal, AbortSignal.timeout(metadataMs)]);
    const { status, text } = await send({ method, url, headers, direct: true }, end);
    if (status === 200) return text;
    throw new Error(`${status} ${new URL(url).pathname}`);
  };
  try {
    const text = (await ofContainer(values, ask)) ?? (await ofInstance(values, ask));
    const { AccessKeyId: key, SecretAccessKey: secret, Token: token } = given.parse(parseJson(text));
    return { key, secret, token };
  } catch (error) {
    signal.throwIfAborted();
    throw noCredentials(error);
  }
}

type Ask = (method: HttpCall["method"], url: string, headers?: Record<string, string>) => Promise<string>;

/** ECS, and programs that give credentials as it does; undefined: none is named. */
async function ofContainer(values: Values, ask: Ask): Promise<string | undefined> {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = values;
  const url = relative ? `http://169.254.170.2${relative}` : full;
  if (url === undefined) return undefined;
  const authorization = values["AWS_CONTAINER_AUTHORIZATION_TOKEN"];
  return await ask("GET", url, authorization ? { authorization } : {});
}

/** The instance metadata service, version 2. */
async function ofInstance(values: Values, ask: Ask): Promise<string> {
  const base = `${values["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? "http://169.254.169.254"}/latest`;
  const seconds = { "x-aws-ec2-metadata-token-ttl-seconds": "300" };
  const token = { "x-aws-ec2-metadata-token": await ask("PUT", `${base}/api/token`, seconds) };
  const roles = `${base}/meta-data/iam/security-credentials/`;
  const [role = ""] = (await ask("GET", roles, token)).split("\n");
  return await ask("GET", `${roles}${encodeURIComponent(role.trim())}`, token);
}

function noCredentials(error: unknown): Problem {
  return new Problem({
    code: "dns-api-role",
    message: phrase`Route 53 has no keys: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and no role of this instance or container answers (${oneLine(String((error as Error).message))})`,
    fix: phrase`set both in httpsidecar.env, then: ${start}; or give the EC2 instance a role, and let containers ask for it: aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id ID`,
    retry: "look",
    cause: error,
  });
}
