import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const seconds = 1000;

/** Stories that count lost requests or take times: two at a time, which is what two cores can do without queues. */
const measured = [
  "comes-back",
  "companion-kill",
  "companion-switch",
  "from-http-to-https",
  "haproxy",
  "other-ways",
  "own-certificate",
  "pooled-visitors",
  "signals",
  "update-cert-again",
].map(storyFile);

/** Stories that take port 80 of the host, and one that makes the engine a swarm. */
const alone = ["attach-dns", "attach-port-taken", "swarm"].map(storyFile);

/** What takes long without a container: left to npm test, so that npm run check stays short. */
const slow = [
  ...["acme-faults", "acme-issue", "acme-open-order", "acme-renewal-info", "acme-requests", "acme-revoke"],
  ...[
    "attach-compose",
    "attach-shapes",
    "certbot-csr",
    "certbot-manual",
    "dns-knot",
    "doctor",
    "doctor-authority",
    "doctor-fix",
  ],
  ...["acme-failure", "dns-issue", "edge", "fixes", "keeper", "notices", "own-conf", "serve-idle", "settings-files"],
  ...["metrics-prometheus", "own-certificate", "renew-many", "resting-pages", "stamp-replicas", "store-conf"],
  ...["store-disk", "store-lock", "unkind-serve", "watch", "weekly-check"],
].map(integrationFile);

/** What takes a second or more of a processor without a program: left to npm test likewise. */
const thorough = [
  ...["acme/odd-answers", "acme/unkind-accounts", "acme/unkind-forms", "acme/unkind-orders"],
  ...["assemble/renewal-requests", "attach/scripts", "attacks/parsers/planted-names", "cli/others", "fixes/store"],
  ...["imported/resellers", "metrics/server", "store/presented-records", "store/repair"],
].map((name) => `test/${name}.test.ts`);

/** What computes for minutes, beside stories that wait more than they compute. */
const computing = [
  ...["renewal-kill", "store-certbot", "store-kill", "store-mutations"].map(integrationFile),
  ...["test/simulation/breakage.test.ts", "test/simulation/moods.test.ts"],
];

/** Needs hours, or certainty that nobody needs at each change: npm run soak alone. */
const onlySoak = "test/**/*.soak.test.ts";

/** Tests that change the language, which is one for the whole process. */
const speaking = ["test/languages/**/*.test.ts", "test/model/phrase.test.ts"];

/** What takes longest, the longest first: else the last of them runs on while all the others have ended. */
const long = [
  ...["e2e/never-lapses", "e2e/rests", "attacks/companion-processes", "e2e/restarts-and-recreates", "e2e/rests-pages"],
  ...["e2e/attach-adopts", "e2e/without-socket", "e2e/attach-dify", "e2e/newcomer", "e2e/attach-any-app"],
  ...["e2e/attach-again", "e2e/certbot-turns", "e2e/companion-trouble", "e2e/doctor-served", "e2e/doctor"],
  ...["e2e/tls-settings", "e2e/upgrade", "e2e/attach-left-alone", "e2e/attach-open-webui", "e2e/doctor-outside"],
  ...["e2e/certbot-words", "e2e/attach-clones", "e2e/attach-own-conf", "attacks/neighbours", "e2e/attach-languages"],
  ...["e2e/from-http-to-https", "e2e/haproxy", "e2e/companion-switch", "e2e/other-ways"],
  ...["integration/keeper", "integration/dns-knot", "integration/certbot-csr", "integration/acme-requests"],
  ...["integration/doctor-authority", "integration/unkind-serve", "integration/renew-many"],
  ...["integration/renewal-kill", "simulation/breakage", "simulation/simulation", "integration/store-mutations"],
].map((name) => `test/${name}.test.ts`);

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const index = long.findIndex((file) => moduleId.endsWith(file));
  return index < 0 ? long.length : index;
}

function integrationFile(name: string): string {
  return `test/integration/${name}.test.ts`;
}

function storyFile(story: string): string {
  return `test/e2e/${story}.test.ts`;
}

const quick = { testTimeout: 90 * seconds, hookTimeout: 90 * seconds };

/** What they import is loaded once for all of them, which is a third of their time. */
const alike = { ...quick, isolate: false };

const integration = { testTimeout: 120 * seconds, hookTimeout: 120 * seconds };

/** Gets what others leave of the processors, which may be little for minutes. */
const patient = { testTimeout: 900 * seconds, hookTimeout: 900 * seconds };

const stories = {
  testTimeout: 300 * seconds,
  hookTimeout: 300 * seconds,
  setupFiles: "test/support/deadline.ts",
};

/** By their place; which tier runs which project: test/runner/tiers.ts. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    // As many as the smallest machine has cores; by itself vitest would leave one of them idle.
    maxWorkers: 2,
    // What is waited for comes later on a machine that is busy.
    expect: { poll: { timeout: 60 * seconds } },
    // Times on screens are the reader's.
    env: { TZ: "UTC" },
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [
            "test/{integration,e2e,simulation}/**",
            "test/attacks/*.test.ts",
            ...speaking,
            ...thorough,
            onlySoak,
          ],
          ...alike,
        },
      },
      { extends: true, test: { ...alike, name: "thorough", include: thorough } },
      { extends: true, test: { name: "speaking", include: speaking, ...quick } },
      {
        extends: true,
        test: {
          ...integration,
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          exclude: [...slow, ...computing, onlySoak],
        },
      },
      { extends: true, test: { ...integration, name: "slow", include: slow } },
      { extends: true, test: { ...patient, name: "computing", include: computing } },
      {
        extends: true,
        test: {
          name: "simulation",
          include: ["test/simulation/**/*.test.ts"],
          exclude: computing,
          ...patient,
        },
      },
      {
        extends: true,
        test: {
          ...stories,
          name: "e2e",
          include: ["test/{e2e,attacks}/*.test.ts"],
          exclude: [...measured, ...alone, onlySoak],
          // A story waits for certbot, for an authority, for a certificate to grow old.
          maxWorkers: 5,
        },
      },
      { extends: true, test: { ...stories, name: "e2e-measured", include: measured } },
      { extends: true, test: { ...stories, name: "e2e-alone", include: alone, fileParallelism: false } },
      { extends: true, test: { ...stories, name: "soak", include: [onlySoak], fileParallelism: false } },
    ],
  },
});
