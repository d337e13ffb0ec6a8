import { chmod, cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { temporaryFolder } from "./support/folders.ts";
import { repository } from "./support/repository.ts";

/** docker/swarm/deploy web, with a docker that notes its words and knows no service and no secret yet. */
async function deploy(env: string, words: readonly string[] = ["web"]) {
  const folder = await temporaryFolder();
  for (const part of ["swarm", "nginx", "app"]) {
    await cp(repository(`docker/${part}`), join(folder, part), { recursive: true });
  }
  await writeFile(join(folder, "docker"), `#!/bin/sh\necho "$@" >>${folder}/diary\n[ "$2" != inspect ]\n`);
  await chmod(join(folder, "docker"), 0o755);
  await writeFile(join(folder, "swarm/.env"), `CERTBOT_DOMAIN=shop.example.com\n${env}`);
  await writeFile(
    join(folder, "swarm/httpsidecar.env"),
    "TZ=Asia/Tokyo\nNOTIFY_URLS=https://ntfy.sh/s3cret\n#TZ=UTC\n",
  );
  const PATH = `${folder}:${process.env["PATH"]}`;
  const { exitCode, stderr } = await execa("sh", [join(folder, "swarm/deploy"), ...words], {
    ...{ env: { PATH, DEPLOY: undefined, CERTBOT_DOMAIN: undefined }, reject: false },
  });
  const read = (path: string) => readFile(join(folder, path), "utf8").catch(() => "");
  return { exitCode, stderr, diary: await read("diary"), companion: await read("swarm/companion.env") };
}

test("certificates come as secrets, which begin with a placeholder, and the companion's file has no secret", async () => {
  const { exitCode, diary, companion } = await deploy("", ["web", "-c", "mine.yaml"]);
  expect(exitCode).toBe(0);
  expect(diary).toMatch(/^run --rm --network none --read-only .*--cap-drop ALL .*no-new-privileges:true/m);
  expect(diary).toMatch(/^secret create .* web-placeholder -$/m);
  expect(diary).toMatch(
    /^stack deploy --with-registry-auth --compose-file stack\.yaml --compose-file secrets\.yaml -c mine\.yaml web$/m,
  );
  expect(companion).toBe("TZ=Asia/Tokyo\n");
});

test("DEPLOY=stamp has another file, and makes no secret", async () => {
  const { exitCode, diary } = await deploy("DEPLOY=stamp\nCERTIFICATES=/srv/certificates\n");
  expect(exitCode).toBe(0);
  expect(diary).toMatch(/^stack deploy .* --compose-file stack\.yaml --compose-file stamp\.yaml web$/m);
  expect(diary).not.toContain("secret");
});

test.each([
  ["DEPLOY=reload\n", ["web"], "DEPLOY=reload in docker/swarm/.env is neither swarm nor stamp"],
  ["", [], "name the stack: docker/swarm/deploy web"],
])("what cannot be deployed (%j, %j) is said, and Docker is asked for nothing", async (env, words, why) => {
  const { exitCode, stderr, diary } = await deploy(env, words);
  expect({ exitCode, diary }).toEqual({ exitCode: 2, diary: "" });
  expect(stderr).toContain(why);
});
