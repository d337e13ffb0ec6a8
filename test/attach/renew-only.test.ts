import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { certificatesFolder } from "../../src/attach/certificates-folder.ts";
import { mountLine, renewFolders } from "../../src/attach/renew-only.ts";
import { services } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

/** A service with these bind mounts, written source:target. */
function mounting(...mounts: string[]) {
  const volumes = mounts.map((mount) => {
    const [source = "", target] = mount.split(":");
    return { type: source.startsWith("/") ? "bind" : "volume", source, target };
  });
  const { one } = services({ one: { image: "nginx", volumes } });
  if (!one) throw new Error("no service");
  return one;
}

describe("certbot's folder", () => {
  const found = (nginx: string[], certbot: string[] = [], seen: string[] = []) =>
    certificatesFolder(mounting(...nginx), mounting(...certbot), async (path) => seen.includes(path));

  test.each([
    ["at its usual path", ["/s/conf:/etc/letsencrypt/"], [], [], "/s/conf", "/etc/letsencrypt"],
    ["as a named volume", ["le:/etc/letsencrypt"], [], [], "le", "/etc/letsencrypt"],
    [
      "at another path, shared with certbot",
      ["/s/conf:/etc/nginx/ssl"],
      ["/s/conf:/etc/letsencrypt"],
      [],
      "/s/conf",
      "/etc/nginx/ssl",
    ],
    ["at another path, which the running nginx sees", ["/s/a:/a", "le:/certs"], [], ["/certs/live"], "le", "/certs"],
    [
      "as live/ and archive/ one by one",
      ["/s/conf/live:/tls/live", "/s/conf/archive:/tls/archive"],
      [],
      [],
      "/s/conf",
      "/tls",
    ],
  ])("is found %s", async (_, nginx, certbot, seen, source, target) => {
    expect(await found(nginx, certbot, seen)).toMatchObject({ source, target });
  });

  test("is not there where nothing looks like it", async () => {
    expect(await found(["/s/conf.d:/etc/nginx/conf.d"])).toBeUndefined();
    expect(await found(["/s/conf/live:/tls/live"])).toBeUndefined();
  });

  test("mounted as single files is refused, with what to mount instead", async () => {
    await expect(found(["/s/live/x/fullchain.pem:/etc/ssl/x.pem"])).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringContaining("single file"),
        fix: expect.stringContaining("conf:/etc/letsencrypt"),
      }),
    );
  });
});

describe("the folders to renew in", () => {
  /** `inNginx`: confs that the running nginx alone sees */
  async function foldersFor(
    nginx: string[],
    certbot?: string[],
    conf?: string,
    inNginx: Record<string, string> = {},
    type = "bind",
  ) {
    const [source, target] = [join(await temporaryFolder(), "le"), join(await temporaryFolder(), "seen")];
    const confs = [
      ...Object.entries(inNginx).map(([name, text]) => [join(target, "renewal", name), text] as const),
      ...(conf === undefined ? [] : [[join(source, "renewal/chat.acme.org.conf"), conf] as const]),
    ];
    for (const folder of [source, target]) await mkdir(join(folder, "renewal"), { recursive: true });
    for (const [path, text] of confs) await writeFile(path, text);
    return await renewFolders({
      nginx: mounting(`${source}:${target}`, ...nginx),
      certbot: certbot && mounting(...certbot),
      certificates: { type, source, target },
      domain: "chat.acme.org",
      runInNginx: async ([program = "", ...words]) => (await execa(program, words, { reject: false })).stdout,
    });
  }
  const conf = "[renewalparams]\nwebroot_path = /data/acme,\n[[webroot_map]]\nchat.acme.org = /data/acme\n";

  test("are the renewal conf's webroot where certbot has it, else where nginx has it", async () => {
    expect(await foldersFor(["/s/www:/usr/share/acme"], ["/s/www:/data/acme"], conf)).toMatchObject({
      webroot: { source: "/s/www", target: "/data/acme" },
      webrootPath: "/data/acme",
    });
    expect(await foldersFor(["/s/www:/data/acme"], undefined, conf)).toMatchObject({ webroot: { source: "/s/www" } });
  });

  test("are a folder above the webroot where only that is mounted", async () => {
    const below = conf.replaceAll("/data/acme", "/var/www/certbot");
    expect(await foldersFor(["/s/www:/var/www"], undefined, below)).toMatchObject({
      webroot: { source: "/s/www", target: "/var/www" },
      webrootPath: "/var/www/certbot",
    });
  });

  test("are read through the running nginx where the folder is not at hand", async () => {
    expect(await foldersFor(["acme:/data/acme"], undefined, undefined, { "chat.acme.org.conf": conf })).toMatchObject({
      webroot: { type: "volume", source: "acme" },
    });
  });

  test("are those of a named volume, and not of a folder here that has its name", async () => {
    const here = conf.replaceAll("/data/acme", "/data/other");
    const folders = ["/s/www:/data/acme", "/s/other:/data/other"];
    const seen = { "chat.acme.org.conf": conf };
    expect(await foldersFor(folders, undefined, here, seen, "volume")).toMatchObject({ webrootPath: "/data/acme" });
  });

  test.each([
    ["a numbered lineage", { "chat.acme.org-0001.conf": conf }],
    [
      "the highest number",
      { "chat.acme.org-0001.conf": conf.replaceAll("acme\n", "a\n"), "chat.acme.org-0002.conf": conf },
    ],
    ["another name's lineage", { "README.conf": "", "other.test.conf": conf }],
    ["a map alone", { "other.test.conf": "[renewalparams]\n[[webroot_map]]\n# mine\nb.test = /data/acme\n" }],
  ])("of a named volume are those of %s, where no conf has the name", async (_, seen) => {
    const folders = ["/s/x:/var/www", "/s/www:/data/acme"];
    expect(await foldersFor(folders, undefined, undefined, seen, "volume")).toMatchObject({
      webrootPath: "/data/acme",
    });
  });

  test("of a conf that has a folder for each name and no other are read too", async () => {
    const mapped = "[renewalparams]\n[[webroot_map]]\nchat.acme.org = /data/acme\n";
    expect(await foldersFor(["/s/www:/data/acme"], undefined, mapped)).toMatchObject({ webrootPath: "/data/acme" });
  });

  test("without a conf are the mount that looks like a webroot", async () => {
    expect(await foldersFor(["/s/x:/x", "/s/www:/var/www/certbot"])).toMatchObject({ webrootPath: "/var/www/certbot" });
  });

  test("that are mounted nowhere are said, with what to mount", async () => {
    await expect(foldersFor([])).rejects.toThrow("no mount that challenges could be served from");
    await expect(foldersFor([], undefined, conf)).rejects.toThrow("/data/acme, the webroot of the renewal conf in");
  });
});

test.each([
  [{ type: "bind", source: "/srv/x/certbot/conf", target: "/c" }, "./certbot/conf:/c"],
  [{ type: "bind", source: "/data/le", target: "/c" }, "/data/le:/c"],
  [{ type: "volume", source: "letsencrypt", target: "/c" }, "letsencrypt:/c"],
  [{ type: "bind", source: "/srv/x/my $certs", target: "/c" }, '"./my $$certs:/c"'],
])("a mount %j stands in the override so that it moves with the folder and is not filled in", (mount, line) => {
  expect(mountLine(mount, "/srv/x")).toBe(line);
});
