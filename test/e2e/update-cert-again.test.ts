import { createHash } from "node:crypto";
import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { describeReport, startProbes } from "../support/probes.ts";
import { goSecure } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

const official = { kind: "official", test: withStack({ kind: "official", prepare: goSecure }) };
const dify = { kind: "Dify's", test: withStack({ kind: "dify", prepare: goSecure }) };

describe.each(cases([official], [dify]))("update-cert on a stack of $kind kind that serves HTTPS", ({ kind, test }) => {
  test("keeps a fresh certificate and says until when", async ({ stack }) => {
    const { serial } = await stack.served();
    const orders = await stack.authority.orders();

    const { output } = await stack.typesFromReadme("docker compose exec certbot update-cert");

    expect(output).toMatch(
      /^dify\.example\.test: kept \(not due for renewal\), valid until \d{4}-\d\d-\d\d\nnext renewal: \d{4}-\d\d-\d\d/,
    );
    expect(await stack.served()).toMatchObject({ serial });
    expect(await stack.authority.orders()).toBe(orders);
  });

  test("answers to the line of old runbooks, typed on a terminal or run as a script", async ({ stack }) => {
    const typed = await stack.typesFromReadme("docker compose exec -it certbot /bin/sh /update-cert.sh");
    const executed = await stack.types("docker compose exec -T certbot /update-cert.sh");

    expect(typed.output).toContain("kept (not due for renewal), valid until");
    expect(executed.output).toContain("kept (not due for renewal), valid until");
  });

  test("rehearses with --dry-run and changes nothing, on disk or on the wire", async ({ stack }) => {
    const { serial } = await stack.served();
    const before = await fingerprints(stack);
    const orders = await stack.authority.orders();

    const { output } = await stack.typesFromReadme("docker compose exec certbot update-cert --dry-run");

    expect(output).toContain("dry run succeeded");
    // where Pebble takes an earlier proof for good (half of the time), it is forgotten, and ordered again
    expect([1, 2]).toContain((await stack.authority.orders()) - orders);
    expect(await fingerprints(stack)).toEqual(before);
    expect(await stack.served()).toMatchObject({ serial });
  });

  test("puts a new certificate on the wire with --force-renewal, and no visitor is lost", async ({ stack }) => {
    const { port, domain, roots } = await stack.view();
    const serials = [(await stack.served()).serial];
    const probes = await startProbes({ port, domain, roots, streamSeconds: 10 });

    for (let renewal = 1; renewal <= 3; renewal += 1) {
      await stack.typesFromReadme("docker compose exec certbot update-cert --force-renewal");
      serials.push((await stack.served()).serial);
    }
    const report = await probes.stop();

    console.log(`${kind}, three renewals: ${describeReport(report)}`);
    expect(new Set(serials).size).toBe(4);
    expect(report.newConnection.lost).toBe(0);
    expect(report.stream?.whole).toBe(true);
    // Our own templates set keepalive_min_timeout; where others' do not, the companion did at the first reload.
    expect([report.pooledGet.lost, report.pooledPost.lost]).toEqual([0, 0]);
  });

  test("leaves nginx's own reload to whoever types it", async ({ stack }) => {
    await stack.typesFromReadme("docker compose exec nginx nginx -s reload");

    await stack.waitForHttps();
  });

  test("refuses an unknown flag with exit code 2 and names the nearest one", async ({ stack }) => {
    const { exitCode, output } = await stack.tries("docker compose exec -T certbot update-cert --force-renewel");

    expect(exitCode).toBe(2);
    expect(output).toContain("--force-renewel");
    expect(output).toContain("--force-renewal");
  });
});

/** SHA-256 of every file, and the target of every link, that a rehearsal has no business with. */
async function fingerprints({ folder }: Stack): Promise<Record<string, string>> {
  const config = join(folder, "volumes/certbot/conf");
  const folders = ["archive", "live", "renewal"].map((name) => join(config, name));
  const listed = await Promise.all(folders.map((path) => readdir(path, { recursive: true, withFileTypes: true })));
  const files = listed.flat().filter((entry) => !entry.isDirectory());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  const settings = (await readdir(folder))
    .filter((name) => /env|override/.test(name))
    .map((name) => join(folder, name));
  return Object.fromEntries(await Promise.all([...paths, ...settings].map(async (path) => [path, await digest(path)])));
}

async function digest(path: string): Promise<string> {
  const target = await readlink(path).catch(() => undefined);
  return (
    target ??
    createHash("sha256")
      .update(await readFile(path))
      .digest("hex")
  );
}
