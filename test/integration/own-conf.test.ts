import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { attach } from "../../src/attach/attach.ts";
import { selfSigned } from "../../src/store/self-signed.ts";
import { temporaryFolder } from "../support/folders.ts";
import { nginxPath, testNginx } from "../support/nginx-test.ts";
import { ownConfStack } from "../support/own-conf-stack.ts";
import { understood } from "../support/own-confs.ts";
import { repository } from "../support/repository.ts";

const domain = "chat.acme.org";
const shipped = await readFile(repository("docker/nginx/40-https.sh"), "latin1");

/** What a start of nginx's container writes and reads, below a folder of the test's. */
async function written(
  environment: Record<string, string>,
  withCertificate: boolean,
  nginx = "/usr/sbin/nginx",
  yours = "",
) {
  const root = await temporaryFolder();
  const moved = (given: string) =>
    given.replaceAll(/\/etc\/(?:nginx|letsencrypt)\b/g, (path) => root + path).replaceAll("/usr/sbin/nginx", nginx);
  const { certificatePem, privateKeyPem } = selfSigned(domain);
  const live = join(root, "etc/letsencrypt/live", domain);
  await mkdir(live, { recursive: true });
  if (withCertificate) {
    await writeFile(join(live, "fullchain.pem"), certificatePem);
    await writeFile(join(live, "privkey.pem"), privateKeyPem);
  }
  await mkdir(join(root, "etc/nginx/httpsidecar"), { recursive: true });
  await writeFile(join(root, "etc/nginx/httpsidecar/extras.conf"), "# of an earlier start\n");
  await writeFile(join(root, "etc/nginx/httpsidecar/server.conf"), "http2 on;\n");
  await writeFile(join(root, "etc/nginx/nginx.conf"), moved(yours));
  const env = { CERTBOT_DOMAIN: domain, HTTPSIDECAR_CHALLENGE_ROOT: "", ...environment };
  const { stderr } = await execa("sh", ["-c", moved(shipped)], { env });
  return { root, moved, said: stderr };
}

/** The same, and what nginx makes of a file with our line in it. */
async function startedWith(text: string, ...given: Parameters<typeof written>) {
  const { root, moved, said } = await written(...given);
  await writeFile(join(root, "own.conf"), Buffer.from(moved(text), "latin1"));
  return { said, dump: await testNginx(root, `include ${root}/own.conf;`) };
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

  const led = "server {\n  listen 80;\n  include /etc/nginx/httpsidecar/*.conf;\n}\n";

  test("has HTTP/2 with HTTPS, as an older nginx spells it", async () => {
    const { dump } = await startedWith(led, on, true, await nginxPath());
    expect(dump).toMatch(/^listen 443 ssl http2;$/m);
  });

  test.each([
    ["has HTTP/2 on a line of its own in a newer nginx", "server {\n  # http2 on;\n}\n", true],
    ["has no line for HTTP/2 where the person's file has one", "server {\n  http2  off;\n}\n", false],
    ["has none where a file elsewhere may have one", "include '/data/*.conf';\n", false],
    ["has one where files of nginx's own folder are included", "include /etc/nginx/conf.d/*.conf;\n", true],
  ])("%s", async (_, yours, isThere) => {
    const nginx = join(await temporaryFolder(), "nginx");
    await writeFile(nginx, "#!/bin/sh\necho nginx version: nginx/1.29.3 >&2\n");
    await chmod(nginx, 0o755);
    const { root } = await written(on, true, nginx, yours);
    const text = await readFile(join(root, "etc/nginx/httpsidecar/server.conf"), "utf8");
    expect(text).toMatch(/^listen 443 ssl;$/m);
    expect(text.includes("http2 on;")).toBe(isThere);
  });
});
