import { expect, it } from "vitest";
import type { Step } from "../../../src/model/step.ts";
import { type CommandWorld, type } from "../../support/command-line.ts";
import { certificate } from "../../support/given.ts";

/** The titles of the steps that a command line shows. */
async function stepsOf(line: string, world: CommandWorld = {}): Promise<readonly string[]> {
  const titles: string[] = [];
  const step: Step = (title, work) => {
    titles.push(title);
    return work();
  };
  await type(line, { ...world, step });
  return titles;
}

it("update-cert shows what takes time, in the order it comes", async () => {
  expect(await stepsOf("update-cert")).toEqual([
    "checking that the challenge path is reachable",
    "the CA validates the domain and issues",
    "the certificate is saved",
    "giving the certificate to nginx and verifying it",
  ]);
});

it("update-cert -q shows none", async () => {
  expect(await stepsOf("update-cert -q")).toEqual([]);
});

const at = "--server https://ca.test/dir";
const list = async () => [{ name: "dify.test", certificate: certificate() }];
const due = { list, stored: certificate(), now: new Date("2027-01-20T00:00:00Z") };
const obtaining = [
  "checking that the challenge path is reachable",
  "the CA validates the domain and issues",
  "the certificate is saved",
  "giving the certificate to nginx and verifying it",
];

it.each<[line: string, world: CommandWorld, steps: readonly string[]]>([
  [`certbot certonly -n -d dify.test ${at}`, {}, obtaining],
  [`certbot certonly -n -q -d dify.test ${at}`, {}, []],
  [`certbot renew ${at}`, due, obtaining],
  [`certbot renew -q ${at}`, due, []],
  ["certbot revoke --cert-name dify.test", { list }, ["the CA revokes the certificate"]],
  [`certbot show_account ${at}`, {}, ["the CA is asked for the account"]],
  ["certificates", { list }, []],
  ["notify-test", { environment: { NOTIFY_URLS: "https://ntfy.sh/s3cret" } }, ["a notice"]],
  ["enable-https", {}, ["HTTPS is switched on"]],
  ["disable-https", {}, ["HTTPS is switched off"]],
  ["reload", {}, ["the configuration is tested and reloaded"]],
])("%s shows what it waits for", async (line, world, steps) => {
  expect(await stepsOf(line, world)).toEqual(steps);
});
