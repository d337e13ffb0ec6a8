import { X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Scene, type Side, sceneOf } from "../support/certbot-sides.ts";
import { type Pebble, startPebble } from "../support/pebble.ts";

/** What certbot's guide promises, verb by verb; the first name of each is the lineage. */
const one = "n0.test";
let pebble: Pebble;
beforeAll(async () => {
  pebble = await startPebble({ alternateRoots: 1 });
});
afterAll(() => pebble.stop());

const well = async (said: Promise<{ code: number | undefined; said: string }>) => {
  const ended = await said;
  expect(ended.code, ended.said).toBe(0);
  return ended.said;
};
const refused = async (said: Promise<{ code: number | undefined; said: string }>) => {
  const ended = await said;
  expect(ended.code, ended.said).toBeGreaterThan(0);
  return ended.said;
};
const webroot = () => ["-a", "webroot", "-w", pebble.webroot];
const obtain = ({ certbot }: Scene, ...words: string[]) => well(certbot("certonly", ...webroot(), ...words));
const renew = ({ certbot }: Scene, ...words: string[]) => well(certbot("renew", "--force-renewal", ...words));
const conf = ({ text }: Scene, name = one) => text("conf", "renewal", `${name}.conf`);
const live = ({ folder }: Scene, name: string, file: string) => join(folder, "live", name, file);
const dns = ({ dnsHooks: { auth, cleanUp } }: Scene) => [
  ...["-a", "manual", "--preferred-challenges", "dns"],
  ...["--manual-auth-hook", auth, "--manual-cleanup-hook", cleanUp],
];

const cases: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  "help and version end well, and a flag without its value does not": async ({ certbot }) => {
    for (const word of ["--help", "--version"]) await well(certbot(word));
    await refused(certbot("--csr"));
    await refused(certbot("--key-type=whale"));
  },
  "register makes the folders of hooks": async ({ certbot, folder }) => {
    await well(certbot("register"));
    for (const kind of ["pre", "deploy", "post"])
      expect((await stat(join(folder, "renewal-hooks", kind))).isDirectory()).toBe(true);
  },
  "an account is closed, made again, and shown with its address": async ({ certbot }) => {
    await well(certbot("register"));
    await well(certbot("unregister"));
    await well(certbot("register", "--email", "a@example.org,b@example.org"));
    await well(certbot("update_account", "--email", "c@example.org"));
    await well(certbot("show_account"));
    await well(certbot("update_account", "--email", "a@example.org,b@example.org"));
    await well(certbot("show_account"));
  },
  "plugins are listed": async ({ certbot }) => {
    expect(await well(certbot("plugins", "--init", "--prepare"))).toContain("webroot");
  },
  "certonly takes a name for the lineage, hooks run and the deploy hook is saved": async (scene) => {
    const hooks = ["pre", "post", "deploy"].flatMap((kind) => [`--${kind}-hook`, scene.echo(kind)]);
    await obtain(scene, "--cert-name", "named", "-d", one, ...hooks);
    expect([...(await scene.echoed())].sort()).toEqual(["deploy", "post", "pre"]);
    expect(await conf(scene, "named")).toMatch(/^renew_hook = .*echo deploy/m);
    expect(await conf(scene, "named")).toMatch(/^key_type = ecdsa$/m);
  },
  "manual hooks over HTTP": async (scene) => {
    const hook = `mkdir -p ${pebble.webroot}/.well-known/acme-challenge && printf %s "$CERTBOT_VALIDATION" >${pebble.webroot}/.well-known/acme-challenge/$CERTBOT_TOKEN`;
    await well(scene.certbot("certonly", "-a", "manual", "-d", one, "--manual-auth-hook", hook));
    expect(await scene.versions(one)).toBe(1);
  },
  "manual hooks over DNS, a wildcard, and renewed so": async (scene) => {
    await well(scene.certbot("certonly", ...dns(scene), "-d", `*.${one},${one}`, "--cert-name", one));
    await renew(scene, "--cert-name", one, "-a", "manual");
    expect(await scene.versions(one)).toBe(2);
  },
  "a key keeps group and rights of the one before": async (scene) => {
    await obtain(scene, "-d", one);
    const path = (version: number) => join(scene.folder, "archive", one, `privkey${version}.pem`);
    expect((await stat(path(1))).mode & 0o777).toBe(0o600);
    await chmod(path(1), 0o444);
    await renew(scene);
    expect((await stat(path(2))).mode & 0o777).toBe(0o644);
  },
  "hooks in the folder run, not with --no-directory-hooks, and what is no program is passed over": async (scene) => {
    await obtain(scene, "-d", one);
    const hook = join(scene.folder, "renewal-hooks", "deploy", "hook.sh");
    await writeFile(hook, `#!/bin/sh\n${scene.echo("folder")}\n`);
    await chmod(hook, 0o755);
    await renew(scene, "--no-directory-hooks");
    expect(await scene.echoed()).toEqual([]);
    await renew(scene);
    expect(await scene.echoed()).toEqual(["folder"]);
    await rm(hook);
    await mkdir(join(scene.folder, "renewal-hooks", "pre", "folder"));
    await writeFile(join(scene.folder, "renewal-hooks", "post", "file"), "");
    await renew(scene);
  },
  "what is not due is kept, and runs no hook": async (scene) => {
    await obtain(scene, "-d", one);
    await well(scene.certbot("renew", "--deploy-hook", scene.echo("deploy")));
    expect([await scene.versions(one), await scene.echoed()]).toEqual([1, []]);
  },
  "what the CA wants replaced is renewed at its own CA": async (scene) => {
    await obtain(scene, "-d", one);
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const past = { start: ago(2), end: ago(1) };
    const pem = await readFile(live(scene, one, "cert.pem"), "utf8");
    await pebble.setRenewalInfo(pem, JSON.stringify({ suggestedWindow: past }));
    await well(scene.ours("renew", "--deploy-hook", scene.echo("deploy")));
    expect([await scene.versions(one), await scene.echoed()]).toEqual([2, ["deploy"]]);
  },
  "another size of the key, and back": async (scene) => {
    await obtain(scene, "-d", one, "--key-type", "rsa", "--rsa-key-size", "3072");
    await renew(scene);
    await renew(scene, "--rsa-key-size", "2048");
    expect(await Promise.all([1, 2, 3].map((at) => scene.key(one, at)))).toEqual(["rsa 3072", "rsa 3072", "rsa 2048"]);
  },
  "hooks typed at a renewal take the place of the saved ones, also at the next": async (scene) => {
    const hooks = (word: string) =>
      ["pre", "post", "deploy"].flatMap((kind) => [`--${kind}-hook`, scene.echo(`${kind}${word}`)]);
    await obtain(scene, "-d", one, ...hooks(""));
    await renew(scene, ...hooks("-other"));
    await renew(scene);
    const said = await scene.echoed();
    expect([...said.slice(3)].sort()).toEqual(
      ["deploy", "deploy", "post", "post", "pre", "pre"].map((k) => `${k}-other`),
    );
  },
  "a post hook is given the names that were renewed, and those that failed": async (scene) => {
    await obtain(scene, "-d", "fail0.test");
    await well(scene.ours("renew", "--force-renewal", "--post-hook", scene.echo('"$RENEWED_DOMAINS"')));
    expect(await scene.echoed()).toEqual(["fail0.test"]);
    const failed = ["--dry-run", "--post-hook", scene.echo('"failed $FAILED_DOMAINS"')];
    await refused(scene.ours("renew", "--cert-name", "fail0.test", ...dns(scene), ...failed));
    expect(await scene.echoed()).toContain("failed fail0.test");
  },
  "--allow-subset-of-names leaves out what cannot be proven": async (scene) => {
    await well(scene.certbot("certonly", ...dns(scene), "-d", "n1.test,fail1.test", "--allow-subset-of-names"));
    const { certbot } = scene;
    for (const _ of [1, 2]) expect(await well(certbot("certificates"))).not.toContain("fail1.test");
  },
  "a key is kept, replaced once, and no longer kept": async (scene) => {
    const key = (version: number) => scene.text("conf", "archive", one, `privkey${version}.pem`);
    await obtain(scene, "-d", one, "--reuse-key", "--key-type", "ecdsa", "--elliptic-curve", "secp384r1");
    await renew(scene);
    expect(await key(2)).toBe(await key(1));
    await renew(scene, "--new-key");
    expect(await key(3)).not.toBe(await key(2));
    expect([await scene.key(one, 3), await conf(scene)]).toEqual([
      "ecdsa secp384r1",
      expect.stringMatching(/^reuse_key = True$/m),
    ]);
    await renew(scene, "--no-reuse-key");
    expect(await key(4)).not.toBe(await key(3));
    const words = ["certonly", ...webroot(), "--cert-name", one, "-d", one, "--force-renewal"];
    await well(scene.certbot(...words, "--reuse-key", "--new-key", "--key-type", "rsa", "--rsa-key-size", "3072"));
    const other = ["--reuse-key", "--key-type", "rsa", "--rsa-key-size", "2048"];
    expect(await refused(scene.certbot(...words, ...other))).toContain("Unable to change the --rsa-key-size");
  },
  "each kind of key, and a change of it that is named": async (scene) => {
    await obtain(scene, "-d", one);
    expect(await scene.key(one, 1)).toBe("ecdsa prime256v1");
    for (const curve of ["secp384r1", "secp521r1"])
      await obtain(scene, "-d", one, "--key-type", "ecdsa", "--elliptic-curve", curve, "--force-renewal");
    expect([await scene.key(one, 2), await scene.key(one, 3)]).toEqual(["ecdsa secp384r1", "ecdsa secp521r1"]);
    const rsa = ["certonly", ...webroot(), "-d", one, "--force-renewal", "--key-type", "rsa"];
    expect(await refused(scene.certbot(...rsa))).toContain("Please provide both --cert-name and --key-type");
    await well(scene.certbot(...rsa, "--cert-name", one));
    expect(await scene.key(one, 4)).toBe("rsa 2048");
    await renew(scene, "--key-type", "ecdsa");
    expect(await scene.key(one, 5)).toMatch(/^ecdsa/);
  },
  "an RSA lineage of a conf without key_type stays one": async (scene) => {
    await obtain(scene, "-d", one, "--key-type", "rsa");
    const path = join(scene.folder, "renewal", `${one}.conf`);
    await writeFile(path, (await readFile(path, "utf8")).replace("key_type = rsa", ""));
    await renew(scene, "--cert-name", one);
    expect(await scene.key(one, 2)).toBe("rsa 2048");
  },
  "revoke takes the files away, or leaves them, and delete the rest": async (scene) => {
    const { certbot } = scene;
    for (const at of [0, 1, 2]) await obtain(scene, "-d", `n${at}.test`);
    const there = (name: string) =>
      stat(live(scene, name, "cert.pem")).then(
        () => true,
        () => false,
      );
    await well(certbot("revoke", "--cert-path", live(scene, "n0.test", "cert.pem"), "--delete-after-revoke"));
    const left = ["--no-delete-after-revoke", "--reason", "cessationOfOperation"];
    await well(certbot("revoke", "--cert-path", live(scene, "n1.test", "cert.pem"), ...left));
    expect([await there("n0.test"), await there("n1.test")]).toEqual([false, true]);
    await well(certbot("delete", "--cert-name", "n1.test"));
    const key = ["--key-path", live(scene, "n2.test", "privkey.pem"), "--reason", "keyCompromise"];
    await well(certbot("revoke", "--cert-path", live(scene, "n2.test", "cert.pem"), ...key, "--delete-after-revoke"));
    await well(certbot("unregister"));
    expect(await well(certbot("certificates"))).not.toContain("Certificate Name");
  },
  "revoke takes a name or a path, not both": async (scene) => {
    await obtain(scene, "-d", one);
    const both = ["--cert-name", one, "--cert-path", live(scene, one, "fullchain.pem")];
    await refused(scene.certbot("revoke", ...both));
    expect(await scene.versions(one)).toBe(1);
  },
  "revoke leaves the files that another conf names": async (scene) => {
    for (const at of [0, 1]) await obtain(scene, "-d", `n${at}.test`);
    const path = join(scene.folder, "renewal", "n1.test.conf");
    const shared = `archive_dir = ${join(scene.folder, "archive", one)}`;
    await writeFile(path, (await readFile(path, "utf8")).replace(/^archive_dir = .*$/m, shared));
    await scene.certbot("revoke", "--cert-path", live(scene, one, "cert.pem"), "--delete-after-revoke");
    expect(await scene.versions(one)).toBe(1);
  },
  "a dry run is proven each time": async (scene) => {
    for (const _ of [1, 2]) await well(scene.certbot("certonly", ...webroot(), "-d", one, "--dry-run"));
    await expect(conf(scene)).rejects.toThrow();
  },
  "a preferred chain is taken and saved, and another than there is does no harm": async (scene) => {
    for (const nth of [1, 0]) {
      const { issuer } = new X509Certificate(await pebble.root(nth));
      const root = issuer.split("CN=")[1]?.trim() ?? "";
      await obtain(scene, "-d", one, "--preferred-chain", root, "--force-renewal");
      expect(await conf(scene)).toContain(`preferred_chain = ${root}`);
    }
    await obtain(scene, "-d", one, "--preferred-chain", "nonexistent", "--force-renewal");
  },
  "reconfigure saves the way that a dry run proved, and none that it did not": async (scene) => {
    await well(scene.certbot("certonly", ...dns(scene), "-d", one));
    const before = await conf(scene);
    await refused(scene.ours("reconfigure", "--cert-name", one, "-a", "webroot", "-w", scene.folder));
    expect(await conf(scene)).toBe(before);
    await well(scene.ours("reconfigure", "--cert-name", one, ...webroot(), "--deploy-hook", scene.echo("deploy")));
    const after = await conf(scene);
    expect(after).toMatch(/^authenticator = webroot$/m);
    expect(after).toContain(`webroot_path = ${pebble.webroot},`);
    expect(after).not.toContain("manual_auth_hook");
    await renew(scene);
    expect([await scene.versions(one), await scene.echoed()]).toEqual([2, ["deploy"]]);
  },
};

const turns: readonly { who: string; sides: readonly Side[] }[] = [
  { who: "ours", sides: ["ours"] },
  { who: "ours, then certbot", sides: ["ours", "theirs"] },
  { who: "certbot, then ours", sides: ["theirs", "ours"] },
];

describe.each(turns)("certbot's own cases, call by call: $who", ({ sides }) => {
  test.each(Object.entries(cases))("%s", async (_title, play) => {
    await play(await sceneOf(pebble, sides));
  });
});
