import { X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { nginxDeployer } from "../../src/deploy/nginx-deployer.ts";
import { serviceProof } from "../../src/deploy/proof.ts";
import { stamp } from "../../src/deploy/strategies/stamp.ts";
import { makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { certificate, lineage } from "../support/given.ts";
import { nginxPath } from "../support/nginx-test.ts";
import { freePorts } from "../support/ports.ts";
import { repository } from "../support/repository.ts";
import { eventually } from "../support/wire.ts";

const replicas = ["127.0.0.2", "127.0.0.3"];

/** Two real nginx on the tasks' addresses, which share certbot's folder with the one that writes it. */
async function sharedMount(watched = replicas, patienceMs = 60_000) {
  const config = await temporaryFolder();
  const [sslPort = 0] = await freePorts(1);
  const live = join(config, "live/dify.test");
  await mkdir(live, { recursive: true });
  const save = async () => {
    const made = await makeCertificate();
    const files = { "privkey.pem": made.privateKeyPem, "fullchain.pem": made.fullchainPem };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(live, `${name}.new`), text);
      await rename(join(live, `${name}.new`), join(live, name));
    }
    const { fingerprint256: fingerprint } = new X509Certificate(made.certPem);
    return certificate({ fingerprint, fullchainPem: made.fullchainPem });
  };
  const first = await save();
  for (const address of replicas) await replica({ address, sslPort, config, isWatched: watched.includes(address) });
  const nginx = { host: "tasks.nginx", port: 80, sslPort };
  const findServers = async () => replicas;
  const proof = serviceProof({ nginx, timeout: 20_000, findServers, findAddresses: async () => [] });
  await eventually(async () => expect(await proof.inner(first)).toEqual({ served: "same" }));
  const folders = { config, webroot: config, logs: config, run: config, state: config };
  // to a client that asks for one address, Docker's DNS gives any of the tasks'
  const strategy = { ...stamp({ nginx: { ...nginx, host: "127.0.0.2" }, folders }), patienceMs };
  return { save, proof, deployer: nginxDeployer({ strategy, proof }) };
}

interface Replica {
  address: string;
  sslPort: number;
  config: string;
  isWatched: boolean;
}

/** nginx, and the script beside its entrypoint as it is shipped, below a folder of the test's. */
async function replica({ address, sslPort, config, isWatched }: Replica): Promise<void> {
  const [folder, nginx] = [await temporaryFolder(), await nginxPath()];
  const conf = join(folder, "nginx.conf");
  const pair = `ssl_certificate ${config}/live/dify.test/fullchain.pem; ssl_certificate_key ${config}/live/dify.test/privkey.pem;`;
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder};`);
  const server = `server { listen ${address}:${sslPort} ssl; ${pair} }`;
  await writeFile(
    conf,
    `pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${paths.join(" ")} ${server} }`,
  );
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/nginx"), `#!/bin/sh\nexec ${nginx} -p ${folder} -e stderr -c ${conf} "$@"\n`);
  await chmod(join(folder, "bin/nginx"), 0o755);
  const env = { PATH: `${folder}/bin:${process.env["PATH"]}` };
  const shipped = await readFile(repository("docker/nginx/90-watch-stamp.sh"), "utf8");
  const watcher = isWatched ? shipped.replaceAll("/etc/letsencrypt", config) : "";
  const script = `${watcher}\nexec nginx -g 'daemon off;'`;
  const options = { env, detached: true, reject: false, stdio: "ignore" } as const;
  const started = execa("sh", ["-c", script], options);
  // the watcher too, which is of its group
  onTestFinished(async () => {
    if (started.pid) process.kill(-started.pid, "SIGKILL");
    await started;
  });
}

test("with DEPLOY=stamp on a shared mount, one stamp has each of two nginx replicas take the new certificate", async () => {
  const { save, proof, deployer } = await sharedMount();
  for (let renewals = 0; renewals < 2; renewals += 1) {
    const renewed = await save();
    expect(await proof.inner(renewed)).toMatchObject({ served: "other" });
    expect(await deployer.deploy(lineage(), renewed)).toMatchObject({ https: "on" });
    expect(await proof.inner(renewed)).toEqual({ served: "same" });
  }
});

test("a replica without the watcher is noticed, though the other one serves the new certificate", async () => {
  const { save, deployer } = await sharedMount(["127.0.0.2"], 4000);
  await expect(deployer.deploy(lineage(), await save())).rejects.toMatchObject({
    fix: expect.stringContaining("check that the stamp is watched"),
  });
});
