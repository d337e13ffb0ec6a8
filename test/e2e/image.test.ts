import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { layersOf, sizeOf } from "../support/image-layers.ts";
import { readImages } from "../support/images.ts";

const { httpsidecar: image } = readImages();
const megabyte = 1_000_000;

/** What it prints in a container of its own, without network. */
async function inImage(script: string): Promise<string> {
  const how = ["--rm", "--network", "none", "--no-healthcheck", "--entrypoint", "sh"];
  const { stdout } = await execa("docker", ["run", ...how, image, "-c", script]);
  return stdout;
}

describe("the image", () => {
  test("has none of what nothing in it calls", async () => {
    expect(
      await inImage("for name in npm npx corepack yarn yarnpkg node-gyp gcc; do command -v $name; done; true"),
    ).toBe("");
    const folders = [
      "/usr/local/lib/node_modules",
      "/usr/include",
      "/usr/local/include",
      "/usr/share/man",
      "/usr/share/locale",
    ];
    expect(await inImage(`ls -d ${folders.join(" ")} /opt/yarn* 2>/dev/null; true`)).toBe("");
    expect(
      await inImage('find / -xdev -type f \\( -name "*.d.ts" -o -name "*.h" -o -name "*.a" -o -name "*.map" \\)'),
    ).toBe("");
    expect(
      await inImage(
        "find /usr/share/doc -type f ! -name copyright; find /tmp /var/log /var/lib/apt/lists /var/cache/apt -type f -size +0",
      ),
    ).toBe("");
  });

  test("has what hooks, init-letsencrypt.sh and the lock call, time zones, and the list of its packages", async () => {
    const programs =
      "sh bash openssl perl awk sed grep find xargs tar gzip date install apt-get node certbot update-cert".split(" ");
    expect((await inImage(`for name in ${programs.join(" ")}; do command -v $name; done`)).split("\n")).toHaveLength(
      programs.length,
    );
    expect(await inImage("TZ=Asia/Tokyo date +%z; perl -e 'use Fcntl; use Socket; print 1'")).toBe("+0900\n1");
    expect(await inImage("stat -c %a /tmp /run/httpsidecar /var/lib/httpsidecar | xargs")).toBe("1777 700 700");
    expect(await inImage("apt-get check >/dev/null && cat /opt/httpsidecar/debian-packages.txt")).toMatch(
      /^openssl \d/m,
    );
  });

  test("stays small: in all, and in what an update pulls while its base stays", async () => {
    expect(await sizeOf(image)).toBeLessThan(210 * megabyte);
    const [base, ...own] = await layersOf(image);
    expect(base?.by).toContain("COPY / /");
    expect(own.reduce((all, { bytes }) => all + bytes, 0)).toBeLessThan(8.2 * megabyte);
    const program = own.findIndex(({ by }) => by.includes("/app/package.json"));
    const seldom = own.findLastIndex(({ by }) => by.startsWith("COPY docker/") || by.startsWith("COPY --chmod"));
    expect(program).toBeGreaterThan(seldom);
    const bundle = own.find(({ by }) => by.includes("/app/dist"));
    expect(bundle?.bytes).toBeLessThan(3.7 * megabyte);
  });

  test("reads health without Node", async () => {
    const withoutNode = 'rm "$(command -v node)"; echo "9999999999 0 all is well" >/run/httpsidecar-health';
    expect(await inImage(`${withoutNode}; httpsidecar health`)).toBe("all is well");
  });
});
