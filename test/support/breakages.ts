import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { issued, storeIn } from "../store/stored.ts";
import { lineage } from "./given.ts";
import { directory } from "./on-store.ts";

/** One lineage of two versions, as certbot or we leave it, and where its parts are. */
export interface Place {
  name: string;
  folder: string;
  conf: string;
  live: string;
  archive: string;
}

export type Breakage = (place: Place) => Promise<unknown>;
const kinds = ["cert", "chain", "fullchain", "privkey"] as const;

const edit =
  (change: (conf: string) => string): Breakage =>
  async ({ conf }) =>
    writeFile(conf, change(await readFile(conf, "utf8")));
const without = (key: string) => edit((conf) => conf.replace(new RegExp(`^${key} = .*\\n`, "m"), ""));
const set = (key: string, value: string) =>
  edit((conf) => conf.replace(new RegExp(`^${key} = .*$`, "m"), `${key} = ${value}`));
const param = (line: string) => edit((conf) => conf.replace("[renewalparams]\n", `[renewalparams]\n${line}\n`));
const link = async ({ live }: Place, kind: string, target: string) => {
  await rm(join(live, `${kind}.pem`), { force: true });
  await symlink(target, join(live, `${kind}.pem`));
};
const linkAll =
  (target: (place: Place, kind: string) => string): Breakage =>
  async (place) => {
    for (const kind of kinds) await link(place, kind, target(place, kind));
  };
const inTurn =
  (...breakages: Breakage[]): Breakage =>
  async (place) => {
    for (const breakage of breakages) await breakage(place);
  };
const asFiles: Breakage = async ({ live }) => {
  await cp(live, `${live}.copy`, { recursive: true, dereference: true });
  await rm(live, { recursive: true });
  await rename(`${live}.copy`, live);
};

/** Every broken or odd lineage that people have, by what is the matter. */
export const breakages = {
  "nothing at all": async () => {},
  "absolute links": linkAll(({ archive }, kind) => `${archive}/${kind}2.pem`),
  "one link a plain file": async ({ live, archive }) => {
    await rm(join(live, "cert.pem"));
    await cp(join(archive, "cert2.pem"), join(live, "cert.pem"));
  },
  "all links plain files (cp -rL, zip, git)": asFiles,
  "all links plain files of one's own": inTurn(asFiles, async ({ live }) =>
    writeFile(join(live, "fullchain.pem"), "mine"),
  ),
  "a link to nowhere": (place) => link(place, "fullchain", `../../archive/${place.name}/fullchain9.pem`),
  "live/<name> gone": ({ live }) => rm(live, { recursive: true }),
  "one link gone": ({ live }) => rm(join(live, "chain.pem")),
  "links behind": linkAll(({ name }, kind) => `../../archive/${name}/${kind}1.pem`),
  "links that disagree": (place) => link(place, "privkey", `../../archive/${place.name}/privkey1.pem`),
  "a version of which only the key is there": async ({ archive }) => writeFile(join(archive, "privkey3.pem"), "half"),
  "a switch that was cut off (previous_*.pem)": inTurn(
    async ({ live, archive }) => {
      for (const kind of kinds) await symlink(join(archive, `${kind}1.pem`), join(live, `previous_${kind}.pem`));
    },
    (place) => link(place, "cert", `../../archive/${place.name}/cert1.pem`),
  ),
  "links to files of other names": async (place) => {
    await cp(join(place.archive, "cert2.pem"), join(place.archive, "leaf.pem"));
    await link(place, "cert", `../../archive/${place.name}/leaf.pem`);
  },
  "a key that is a link (old --reuse-key)": async ({ archive }) => {
    await rename(join(archive, "privkey2.pem"), join(archive, "shared.pem"));
    await symlink("shared.pem", join(archive, "privkey2.pem"));
  },
  "no archive_dir": without("archive_dir"),
  "an archive_dir elsewhere": set("archive_dir", "/srv/archive"),
  "no version": without("version"),
  "version 99.0.0": set("version", "99.0.0"),
  "a version that is none": set("version", "dcs-1.0"),
  "no fullchain": without("fullchain"),
  "no account": without("account"),
  "an account whose folder is lost": async ({ folder }) => rm(join(folder, "accounts"), { recursive: true }),
  "no server": without("server"),
  "no key_type": without("key_type"),
  "no [renewalparams]": edit((conf) => conf.slice(0, conf.indexOf("[renewalparams]"))),
  "no authenticator": without("authenticator"),
  "an authenticator that is not here": set("authenticator", "dns-cloudflare"),
  "keys, sections and comments of others": inTurn(
    edit(
      (conf) =>
        `# a word\nrenew_before_expiry = 20 days # mine\n${conf}[acme_renewal_info]\nari_retry_after = 2030-01-01T00:00:00\n[other]\nx = "a, b"\n`,
    ),
    param("must_staple = True"),
  ),
  "an ari_retry_after with a zone (certbot 5 fails)": edit(
    (conf) => `${conf}[acme_renewal_info]\nari_retry_after = 2026-01-01T00:00:00Z\n`,
  ),
  "a newline too many in fullchain": async ({ archive }) =>
    writeFile(join(archive, "fullchain2.pem"), `${await readFile(join(archive, "fullchain2.pem"), "utf8")}\n`),
  "an empty chain": async ({ archive }) => writeFile(join(archive, "chain2.pem"), ""),
  "the key of another": async ({ archive }) => cp(join(archive, "privkey1.pem"), join(archive, "privkey2.pem")),
  "keys of others throughout": async ({ archive }) => {
    for (const version of [1, 2])
      await writeFile(join(archive, `privkey${version}.pem`), (await issued()).privateKeyPem);
  },
  "reuse_key = yes": param("reuse_key = yes"),
  "rsa_key_size = big": param("rsa_key_size = big"),
  "a byte order mark": edit((conf) => `\uFEFF${conf}`),
  CRLF: edit((conf) => conf.replaceAll("\n", "\r\n")),
  "a key twice": param("server = https://b.test/dir"),
  "a section twice": edit((conf) => `${conf}[renewalparams]\n`),
  "a line that is nothing": edit((conf) => `${conf}; hello\n`),
  "a value that is filled in from nowhere": param("pre_hook = %(nobody)s"),
  "a conf of 0 bytes beside an archive": ({ conf }) => writeFile(conf, ""),
  "a conf of 0 bytes alone": async ({ conf, live, archive }) => {
    for (const path of [live, archive]) await rm(path, { recursive: true });
    await writeFile(conf, "");
  },
  "a conf that was deleted": ({ conf }) => rm(conf),
  "a conf and accounts that were deleted": async ({ conf, folder }) => {
    await rm(conf);
    await rm(join(folder, "accounts"), { recursive: true });
  },
  "a placeholder in live/": async ({ conf, live, archive }) => {
    for (const path of [conf, live, archive]) await rm(path, { recursive: true });
    await mkdir(live);
    for (const kind of ["fullchain", "privkey"]) await writeFile(join(live, `${kind}.pem`), `a placeholder's ${kind}`);
  },
  "empty folders made by Docker": async ({ conf, live, archive }) => {
    for (const path of [conf, live, archive]) await rm(path, { recursive: true });
    for (const path of [live, archive]) await mkdir(path);
  },
  "an archive without a whole version, and no conf": async ({ conf, live, archive }) => {
    for (const path of [conf, live, join(archive, "chain1.pem"), join(archive, "cert2.pem")])
      await rm(path, { recursive: true });
  },
  "an empty [[webroot_map]]": edit((conf) => conf.replace(/(\[\[webroot_map\]\]\n).*\n/, "$1")),
  "a [[webroot_map]] that is out of date": edit((conf) =>
    conf.replace(/(\[\[webroot_map\]\]\n.* = ).*\n/, "$1/srv/old\n"),
  ),
  "a conf of certbot before 0.10": edit((conf) => {
    const [top = "", params = ""] = conf
      .replace(/^(?:version|archive_dir|key_type) = .*\n/gm, "")
      .split("[renewalparams]\n");
    const dumped =
      "func = <function obtain_cert at 0x7f>\ndomains = a.test,\ninstaller = None\nhttp01_port = None\nstandalone = True\n";
    return `# renew_before_expiry = 30 days\n${top}\n# Options and defaults used\n[renewalparams]\n${dumped}${params.replace(/webroot_path = .*/, "webroot_path = /var/www/html/")}`;
  }),
  "a certificate of a staging authority": set("server", "https://acme-staging-v02.api.letsencrypt.org/directory"),
  "a second lineage NAME-0001": async ({ folder, name }) =>
    storeIn(folder).save(
      lineage({ name: `${name}-0001`, domains: [name] }),
      await issued({ domains: [name], directory }),
    ),
} satisfies Readonly<Record<string, Breakage>>;
