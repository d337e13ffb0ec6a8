import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { attach } from "../../src/attach/attach.ts";
import { selfSigned } from "../../src/store/self-signed.ts";
import { temporaryFolder } from "../support/folders.ts";
import { testNginx } from "../support/nginx-test.ts";
import { ownConfStack } from "../support/own-conf-stack.ts";
import { understood } from "../support/own-confs.ts";
import { repository } from "../support/repository.ts";

const domain = "chat.acme.org";
const shipped = await readFile(repository("docker/nginx/40-https.sh"), "latin1");

/** What a start of nginx's container writes and reads, below a folder of the test's. */
async function startedWith(text: string, environment: Record<string, string>, withCertificate: boolean) {
  const root = await temporaryFolder();
  const moved = (given: string) =>
    given.replaceAll(/\/etc\/(?:nginx\/httpsidecar|letsencrypt)/g, (path) => root + path);
  const { certificatePem, privateKeyPem } = selfSigned(domain);
  const live = join(root, "etc/letsencrypt/live", domain);
  await mkdir(live, { recursive: true });
  if (withCertificate) {
    await writeFile(join(live, "fullchain.pem"), certificatePem);
    await writeFile(join(live, "privkey.pem"), privateKeyPem);
  }
  await mkdir(join(root, "etc/nginx/httpsidecar"), { recursive: true });
  await writeFile(join(root, "etc/nginx/httpsidecar/extras.conf"), "# of an earlier start\n");
  const env = { CERTBOT_DOMAIN: domain, HTTPSIDECAR_CHALLENGE_ROOT: "", ...environment };
  const { stderr } = await execa("sh", ["-c", moved(shipped)], { env });
  await writeFile(join(root, "own.conf"), Buffer.from(moved(text), "latin1"));
  return { said: stderr, dump: await testNginx(root, `include ${root}/own.conf;`) };
}

const on = { NGINX_HTTPS_ENABLED: "true" };

describe("a person's file with our line in it", () => {
  test.each(understood)("is what a real nginx takes, before HTTPS is on and after: $name", async (given) => {
    const names = given.below.length > 1 ? `${domain},www.acme.org` : domain;
    const { tools, options, config, conf } = await ownConfStack(
      given.text.replaceAll("http://api:", "http://127.0.0.1:"),
      { domain: names },
    );
    await attach(options, config, tools);
    const root: Record<string, string> = given.challengeRoot
      ? {}
      : { HTTPSIDECAR_CHALLENGE_ROOT: "/var/www/httpsidecar" };
    const before = await startedWith(await conf(), root, false);
    expect(before.dump).toContain("etc/nginx/httpsidecar/server.conf:\n");
    expect(before.dump).not.toMatch(/^listen \d+ ssl;$|extras\.conf/m);
    const after = await startedWith(await conf(), { ...on, ...root }, true);
    expect(after.dump).toMatch(/^listen 443 ssl;$/m);
    expect(after.dump.includes("location ^~ /.well-known/acme-challenge/")).toBe(true);
  });

  test("serves HTTP, and says so, where HTTPS is on without a certificate", async () => {
    const text = "server {\n  listen 80;\n  include /etc/nginx/httpsidecar/*.conf;\n}\n";
    const { said, dump } = await startedWith(text, on, false);
    expect(said).toContain("there is no");
    expect(dump).not.toContain("ssl_certificate");
  });
});
