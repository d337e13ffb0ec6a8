import { appendFile, chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { filesOf, scriptsFor } from "../support/attaching.ts";
import { makeCertificate } from "../support/certificates.ts";
import { engine } from "../support/engine.ts";
import { readImages } from "../support/images.ts";
import { testLabel } from "../support/leftovers.ts";
import type { Stack } from "../support/stack.ts";
import { eventually, servedCertificate } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const { fullchainPem, privateKeyPem, rootPem } = await makeCertificate({ domains: [domain] });

/** A Dify with HTTPS by a certificate of the person's own, and the person's own certbot beside it. */
const test = withStack({
  ...{ kind: "dify", domain, env: { NGINX_HTTPS_ENABLED: "true" } },
  async prepare(stack) {
    await writeFile(join(stack.folder, "nginx/ssl/dify.crt"), fullchainPem);
    await writeFile(join(stack.folder, "nginx/ssl/dify.key"), privateKeyPem);
    await chmod(join(stack.folder, "certbot/docker-entrypoint.sh"), 0o755);
    await stack.types("docker compose --profile certbot up -d");
    await eventually(() => served(stack));
  },
});

const served = ({ httpsPort }: Stack) => servedCertificate({ port: httpsPort, domain, roots: [rootPem] });

/** All that a person could miss afterwards. */
async function wholeOf(stack: Stack) {
  const docker = await engine();
  const inspect = async ([service, id]: [string, string]) => {
    const { State, RestartCount } = await docker.getContainer(id).inspect();
    return [service, { id, status: State.Status, startedAt: State.StartedAt, RestartCount }] as const;
  };
  const containers = Object.fromEntries(await Promise.all(Object.entries(await stack.containers()).map(inspect)));
  const { output: mounting } = await stack.types(`docker ps --all --quiet --no-trunc --filter volume=${stack.folder}`);
  const { output: volumes } = await stack.types(`docker volume ls --quiet --filter name=${stack.project}`);
  return { containers, mounting, volumes, files: await filesOf(stack.folder), served: await served(stack) };
}

interface Refusal {
  why: string;
  says: string;
  words?: string;
  /** text that is put at the end of a file */
  file?: readonly [name: string, text: string];
  code?: number;
}

const override = "docker-compose.override.yaml";
const refusals: readonly Refusal[] = [
  {
    why: "an override with our key",
    says: "sets services.certbot.image",
    file: [override, "services:\n  certbot:\n    image: mine\n"],
  },
  { why: "an override in brackets", says: override, file: [override, "services: { api: { init: true } }\n"] },
  {
    why: "an nginx that waits for certbot's health",
    says: "depends_on waits for certbot",
    file: [override, "services:\n  nginx:\n    depends_on:\n      certbot: { condition: service_healthy }\n"],
  },
  { why: "an env file that is not understood", says: "the quote after A is never closed", file: [".env", "A='open\n"] },
  { why: "a note that a person changed", says: "was changed", file: ["httpsidecar.env", "# for detach: {}\n"] },
  { why: "a service that is not there", says: "no service proxy", words: "--service proxy" },
  { why: "an upstream that is not there", says: "no service web1", words: "--upstream web1:80" },
  { why: "a name that is none", says: "--domain", words: "--domain your_domain.com", code: 2 },
];

describe("docker/attach that refuses leaves a running stack as it is: containers, files and what is served", () => {
  test.for(refusals)("$why", async ({ says, words = "", file, code = 1 }, { stack }) => {
    if (file) {
      const path = join(stack.folder, file[0]);
      const text = await readFile(path, "utf8").catch(() => undefined);
      onTestFinished(() => (text === undefined ? rm(path) : writeFile(path, text)));
      await appendFile(path, file[1]);
    }
    const before = await wholeOf(stack);
    const { output, exitCode } = await scriptsFor(stack.folder).attach("--domain", domain, "--yes", words);
    expect({ output, exitCode }).toEqual({ output: expect.stringContaining(says), exitCode: code });
    expect(await wholeOf(stack)).toEqual(before);
  });

  test("a sidecar that cannot be started is taken out, and the person's certbot runs again", async ({ stack }) => {
    const taken = `${stack.project}-certbot-companion-1`;
    await stack.types(`docker create --name ${taken} --label ${testLabel}=e2e ${readImages().node} true`);
    onTestFinished(async () => void (await stack.types(`docker rm ${taken}`)));
    const before = await wholeOf(stack);
    const { output, exitCode } = await scriptsFor(stack.folder).attach("--domain", domain, "--yes");
    expect({ output, exitCode }).toMatchObject({
      output: expect.stringContaining("what was written was removed again"),
      exitCode: 1,
    });
    const { containers, ...rest } = await wholeOf(stack);
    const { certbot: old, ...others } = before.containers;
    const { certbot, ...after } = containers;
    expect({ ...rest, mounting: rest.mounting.length }).toEqual({
      ...{ files: before.files, served: before.served, volumes: before.volumes },
      mounting: before.mounting.length,
    });
    expect(after).toEqual(others);
    expect(certbot?.status).toBe(old?.status);
  });
});
