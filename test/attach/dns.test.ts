import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { attach } from "../../src/attach/attach.ts";
import { detach } from "../../src/attach/detach.ts";
import { attachOptions, attachTools, fakeEngine, neighbour } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

const nginx = "  nginx: { environment: { NGINX_HTTPS_ENABLED: x }, ports: ['${EXPOSE_NGINX_SSL_PORT}:443'] }\n";
const certbot = "  certbot: { volumes: ['a:/etc/letsencrypt', 'b:/var/www/html'] }\n";
const files = {
  "docker-compose.yaml": `services:\n${nginx}${certbot}`,
  ".env": "EXPOSE_NGINX_SSL_PORT=443\n",
};
const secret = "s3cr3t-of-the-zone";
const dns = { provider: "cloudflare", credentials: `CF_DNS_API_TOKEN=${secret}\n` } as const;
const domain = "dify.acme.org,*.dify.acme.org";

async function given(stack: Record<string, string> = files) {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(stack)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const diary: string[] = [];
  const options = attachOptions(folder, { domain, dns, show: true });
  return { folder, diary, tools: attachTools(diary), options };
}

async function textsOf(folder: string): Promise<Record<string, string>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = entries.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length + 1), await readFile(path, "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

describe("attach --dns", () => {
  test("writes the key into a file of the sidecar's own, mode 0600, mounted where it reads it, and never shows it", async () => {
    const { folder, diary, tools, options } = await given();
    expect(await attach(options, undefined, tools)).toMatchObject({ result: "written" });
    const texts = await textsOf(folder);
    expect(texts["httpsidecar/dns.env"]).toBe(dns.credentials);
    expect((await stat(join(folder, "httpsidecar/dns.env"))).mode & 0o777).toBe(0o600);
    expect(texts["httpsidecar.env"]).toContain("DNS_PROVIDER=cloudflare\nDNS_CREDENTIALS_FILE=/run/secrets/dns.env\n");
    expect(texts["docker-compose.override.yaml"]).toContain("- ./httpsidecar/dns.env:/run/secrets/dns.env:ro\n");
    expect(texts[".env"]).toContain(`CERTBOT_DOMAIN=${domain}\n`);
    const screen = diary.join("\n");
    expect(screen).toContain("httpsidecar/dns.env (new)\n  @@ line 1\n  + CF_DNS_API_TOKEN=…\n");
    expect(screen).not.toContain(secret);
  });

  test("goes byte for byte, key and all, and shows no key then either", async () => {
    const { folder, diary, tools, options } = await given();
    await attach(options, undefined, tools);
    await detach(options, tools);
    expect(await textsOf(folder)).toEqual(files);
    expect(diary.join("\n")).not.toContain(secret);
    expect(diary.join("\n")).toContain("- CF_DNS_API_TOKEN=…");
  });

  test("is kept by a later attach without it, changed by one with another key, and no word is shown of either", async () => {
    const { folder, diary, tools, options } = await given();
    await attach(options, undefined, tools);
    expect(await attach({ ...options, dns: undefined }, undefined, tools)).toMatchObject({ result: "unchanged" });
    const other = { ...dns, credentials: 'CF_DNS_API_TOKEN="an\'other"\nX Y\n' };
    await attach({ ...options, dns: other }, undefined, tools);
    expect((await textsOf(folder))["httpsidecar/dns.env"]).toBe(other.credentials);
    expect(diary.join("\n")).not.toMatch(/other"|X Y/);
    await detach(options, tools);
    expect(await textsOf(folder)).toEqual(files);
  });

  test("has the key asked for again where its file was lost", async () => {
    const { folder, tools, options } = await given();
    await attach(options, undefined, tools);
    await writeFile(join(folder, "httpsidecar/dns.env"), "");
    await expect(attach({ ...options, dns: undefined }, undefined, tools)).rejects.toMatchObject({
      message: "httpsidecar/dns.env is missing",
      fix: "give the key again: --dns cloudflare",
    });
  });

  test.each([
    ["DNS_PROVIDER=alidns\n", "DNS_PROVIDER"],
    ["A=b\nCF_DNS_API_TOKEN_FILE=/x\n", "CF_DNS_API_TOKEN_FILE"],
  ])("refuses where a person's own %j would win, and writes nothing", async (text, key) => {
    const before = { ...files, "httpsidecar.env": text };
    const { folder, tools, options } = await given(before);
    await expect(attach(options, undefined, tools)).rejects.toMatchObject({
      message: `httpsidecar.env sets ${key} already, which would win over --dns`,
    });
    expect(await textsOf(folder)).toEqual(before);
  });

  test("leaves a file of that name alone that it did not write", async () => {
    const before = { ...files, "httpsidecar/dns.env": "MINE=1\n" };
    const { folder, tools, options } = await given(before);
    await expect(attach(options, undefined, tools)).rejects.toMatchObject({ code: "conflict" });
    expect(await textsOf(folder)).toEqual(before);
  });

  test("takes wildcards; without a way over DNS they are refused, unless a person's own settings name one", async () => {
    const { tools, options } = await given();
    const without = { ...options, dns: undefined };
    await expect(attach(without, undefined, tools)).rejects.toMatchObject({
      message: "--domain *.dify.acme.org is a wildcard, which is validated in DNS only",
      fix: expect.stringMatching(/^name your DNS provider: --dns cloudflare \(.*persist\)$/),
    });
    for (const own of [{ "httpsidecar.env": "DNS_PROVIDER=exec\n" }, { ".env": "CERTBOT_OPTIONS=--dns-route53\n" }]) {
      const their = await given({ ...files, ...own });
      const options = { ...their.options, dns: undefined };
      expect(await attach(options, undefined, their.tools)).toMatchObject({ result: "written" });
    }
  });

  test("persist writes its name alone", async () => {
    const { folder, tools, options } = await given();
    await attach({ ...options, dns: { provider: "persist", credentials: "" } }, undefined, tools);
    const texts = await textsOf(folder);
    expect(texts["httpsidecar.env"]).toContain("\nDNS_PROVIDER=persist\n");
    expect(JSON.stringify(texts)).not.toContain("dns.env");
  });
});

describe("without port 80", () => {
  const listeners =
    'LISTEN 0 511 *:80 *:* users:(("caddy",pid=7,fd=6))\nLISTEN 0 511 *:443 *:* users:(("caddy",pid=7,fd=7))';
  const moved = { ...files, ".env": "EXPOSE_NGINX_SSL_PORT=8443\n" };

  async function running() {
    const stack = await given(moved);
    const published = [{ address: "0.0.0.0", hostPort: 8443, containerPort: 443 }];
    const engine = fakeEngine(stack.diary, { running: [neighbour(stack.folder, "nginx", { published })] });
    return { ...stack, tools: { ...stack.tools, engine, host: { ...stack.tools.host, listeners } } };
  }

  test("nothing is said of the owners of ports 80 and 443, and the port that visitors type is written", async () => {
    const { folder, diary, tools, options } = await running();
    expect(await attach(options, undefined, tools)).toMatchObject({ result: "written" });
    expect(diary.join("\n")).not.toMatch(/port (?:80|443) /);
    expect((await textsOf(folder))["httpsidecar.env"]).toContain("\nPUBLIC_HTTPS_PORT=8443\n");
  });

  test("over HTTP the same host is refused", async () => {
    const { tools, options } = await running();
    const overHttp = { ...options, dns: undefined, domain: "dify.acme.org" };
    await expect(attach(overHttp, undefined, tools)).rejects.toMatchObject({ code: "tls-elsewhere" });
  });
});
