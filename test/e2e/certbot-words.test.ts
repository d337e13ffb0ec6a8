import { expect } from "vitest";
import { readImages } from "../support/images.ts";
import { goSecure } from "../support/secure.ts";
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
  const { output: revoke, exitCode } = await stack.tries(`${exec} revoke --cert-name ${stack.domain}`);
  expect([exitCode, revoke]).toEqual([2, expect.stringContaining("certbot revoke does not work here")]);
  expect((await stack.types("docker compose exec -T certbot httpsidecar repair")).output).toContain(
    "nothing to repair",
  );

  const conf = await stack.read(`volumes/certbot/conf/renewal/${stack.domain}.conf`);
  expect(conf).toContain("rsa_key_size = 3072\n");
  const mount = "-v ./volumes/certbot/conf:/etc/letsencrypt".replace("./", `${stack.folder}/`);
  const peer = await stack.types(`docker run --rm ${mount} --entrypoint certbot ${readImages().certbot} certificates`);
  expect(peer.output).toMatch(/Key Type: RSA[\s\S]*\(VALID: \d+ days\)/);
});
