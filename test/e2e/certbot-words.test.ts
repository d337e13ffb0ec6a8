import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { readImages } from "../support/images.ts";
import { goSecure } from "../support/secure.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const test = withStack({ kind: "dify", prepare: goSecure });
const exec = "docker compose exec -T certbot certbot";

test("people's certbot lines work in the container, and real certbot goes on with what they made", async ({
  stack,
}) => {
  const server = "--server https://pebble:14000/dir";
  const first = await stack.served();

  const listed = await stack.types(`${exec} certificates`);
  expect(listed.output).toContain(`Identifiers: ${stack.domain}\n`);
  expect((await stack.types(`${exec} renew`)).output).toContain("(skipped)");
  const kept = await stack.types(`${exec} certonly -n --webroot -w /var/www/html -d ${stack.domain} ${server}`);
  expect(kept.output).toContain("Certificate not yet due for renewal");
  const rehearsed = await stack.types(`${exec} renew --dry-run`);
  expect(rehearsed.output).toContain("all simulated renewals succeeded");
  expect((await stack.served()).serial).toBe(first.serial);

  const hook = `--deploy-hook 'echo "for $RENEWED_DOMAINS in $RENEWED_LINEAGE"'`;
  const renewed = await stack.types(`${exec} renew --force-renewal --key-type rsa --rsa-key-size 3072 ${hook}`);
  expect(renewed.output).toContain("Congratulations, all renewals succeeded");
  expect(renewed.output).toContain(`for ${stack.domain} in /etc/letsencrypt/live/${stack.domain}`);
  expect((await stack.served()).serial).not.toBe(first.serial);
  expect((await stack.types(`${exec} certificates`)).output).toContain("Key Type: RSA");
  const { output: ended, exitCode } = await stack.tries(`${exec} enhance`);
  expect([exitCode, ended]).toEqual([2, expect.stringContaining("certbot enhance does not work here")]);
  expect((await stack.types("docker compose exec -T certbot httpsidecar repair")).output).toContain(
    "nothing to repair",
  );

  const conf = await stack.read(`volumes/certbot/conf/renewal/${stack.domain}.conf`);
  expect(conf).toContain("rsa_key_size = 3072\n");
  const mount = "-v ./volumes/certbot/conf:/etc/letsencrypt".replace("./", `${stack.folder}/`);
  const peer = await stack.types(`docker run --rm ${mount} --entrypoint certbot ${readImages().certbot} certificates`);
  expect(peer.output).toMatch(/Key Type: RSA[\s\S]*\(VALID: \d+ days\)/);
});

test("a line of people's init-letsencrypt.sh works in the container: openssl makes a certificate", async ({
  stack,
}) => {
  const line =
    "openssl req -x509 -nodes -newkey rsa:2048 -days 1 -keyout /tmp/key.pem -out /dev/stdout -subj /CN=localhost";
  const made = await stack.types(`docker compose run --rm -T --no-deps --entrypoint "${line}" certbot`);
  expect(made.output).toContain("-----BEGIN CERTIFICATE-----");
});

test("a run is told in certbot's log, and its secrets are nowhere: not in the log, the output, the processes, a hook", async ({
  stack,
}) => {
  const secret = "c2VjcmV0LW9mLXRoZS1hY2NvdW50";
  const look = `--pre-hook 'tr "\\0" " " < /proc/$PPID/cmdline; env'`;
  const { output } = await stack.types(
    `${exec} renew --force-renewal --eab-kid kid-1 --eab-hmac-key ${secret} ${look} -v`,
  );
  expect(output).toContain("renew --force-renewal --eab-kid kid-1 --eab-hmac-key=…");
  expect(output).not.toContain(secret);

  const log = await stack.read("volumes/certbot/logs/letsencrypt.log");
  expect(log).toContain("words: certbot renew --force-renewal --eab-kid kid-1 --eab-hmac-key=…");
  expect(log).toContain(":DEBUG:httpsidecar.acme:sending POST https://pebble:14000/order-plz\n");
  expect(log).toContain(":INFO:httpsidecar:Congratulations, all renewals succeeded");
  expect(log).not.toContain(secret);
  expect(log).not.toContain("PRIVATE KEY");
  expect(await stack.read("volumes/certbot/logs/letsencrypt.log.1")).toContain(":DEBUG:httpsidecar:words: certbot");
});

test("a cli.ini counts and is said, one that cannot be used is named with its line, and its hooks do not run", async ({
  stack,
}) => {
  const ini = join(stack.folder, "volumes/certbot/conf/cli.ini");
  await writeFile(ini, "max-log-backups = 3\ndeploy-hook = touch /etc/letsencrypt/owned\n");
  const forced = await stack.types(`${exec} renew --force-renewal`);
  expect(forced.output).toContain("/etc/letsencrypt/cli.ini counts too: --max-log-backups");
  expect(forced.output).toContain("--deploy-hook not used, because /etc/letsencrypt/cli.ini is in");
  await expect(stack.read("volumes/certbot/conf/owned")).rejects.toThrow("ENOENT");
  await writeFile(ini, "# mine\nrsa_key_size = 4096\n");
  const refused = await stack.tries(`${exec} renew`);
  expect(refused.exitCode).toBe(2);
  expect(refused.output).toContain(
    '/etc/letsencrypt/cli.ini, line 2 has "--rsa_key_size", which is not a flag of certbot',
  );
  await rm(ini);
});

test("the services without words beside those that run say so and end, and renewals go on", async ({ stack }) => {
  for (const service of ["certbot", "certbot", "certbot-companion"]) {
    const again = await stack.types(`docker compose run --rm -T --no-deps ${service}`);
    expect(again.output).toContain("of this stack runs already");
  }
  expect(
    (await stack.types("docker compose ps --all --quiet certbot certbot-companion")).output.split("\n"),
  ).toHaveLength(2);
  expect((await stack.types("docker compose exec -T certbot httpsidecar reload")).output).toContain("reloaded");
});

test("what is typed in the container has one line in the service's log, failures too", async ({ stack }) => {
  await stack.types("docker compose exec -T certbot update-cert");
  await stack.types("docker compose exec -T certbot httpsidecar enable-https");
  await stack.tries("docker compose exec -T certbot update-cert --no-such-flag");
  await stack.types("docker compose exec -T certbot httpsidecar status");
  const lines = (await stack.logs("certbot")).split("\n").filter((line) => line.startsWith("exec "));
  expect(lines.slice(-3)).toEqual([
    expect.stringMatching(`^exec update-cert: ${stack.domain}: kept`),
    expect.stringMatching(/^exec enable-https: ./),
    expect.stringMatching(/^exec update-cert failed: .*--no-such-flag/),
  ]);
});

test("a certificate that was revoked goes on being served in words, until a person asks for a new one", async ({
  stack,
}) => {
  const { serial } = await stack.served();
  expect((await stack.types(`${exec} show_account --server https://pebble:14000/dir`)).output).toContain(
    "Account URL: https://pebble:14000/my-account/",
  );
  const { output } = await stack.types(`${exec} revoke --cert-name ${stack.domain} --reason superseded`);
  expect(output).toContain("Congratulations! You have successfully revoked the certificate that was located at");
  expect((await stack.tries("docker compose exec -T certbot httpsidecar health")).exitCode).toBe(1);
  expect((await stack.types(`${exec} certificates`)).output).toContain("(INVALID: REVOKED)");
  const looked = await stack.tries("docker compose exec -T certbot update-cert");
  expect([looked.exitCode, looked.output]).toEqual([1, expect.stringContaining("was revoked manually on")]);
  expect((await stack.served()).serial).toBe(serial);
  // the loop may be at its own check just then
  await eventually(async () => {
    const again = await stack.tries(`${exec} revoke --cert-name ${stack.domain}`);
    expect([again.exitCode, again.output]).toEqual([1, expect.stringContaining("the certificate is revoked already")]);
  });

  await stack.types("docker compose exec -T certbot update-cert --force-renewal");
  expect((await stack.served()).serial).not.toBe(serial);
  await stack.types("docker compose exec -T certbot httpsidecar health");
  expect((await stack.types(`${exec} certificates`)).output).not.toContain("REVOKED");
});
