import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const seconds = 1000;

/** Stories that count lost requests or take times: two at a time, which is what two cores can do without queues. */
const measured = [
  "companion-kill",
  "companion-switch",
  "from-http-to-https",
  "haproxy",
  "never-lapses",
  "other-ways",
  "own-certificate",
  "pooled-visitors",
  "update-cert-again",
  "without-socket",
].map(storyFile);

/**
 * Stories that have the machine to themselves: they have some seconds for something, start several stacks at once, or have
 * a browser, which stumbles over the networks of other stories.
 */
const alone = ["attach-dify", "attach-open-webui", "comes-back", "extras", "newcomer", "signals"].map(storyFile);

/** Tests that change the language, which is one for the whole process. */
const speaking = ["test/languages/**/*.test.ts", "test/model/phrase.test.ts"];

/** What takes longest, to be begun with: else the last of them runs on while all the others have ended. */
const long = [
  ...["renewal-kill", "store-mutations", "store-kill"],
  ...["tls-settings", "certbot-turns", "certbot-interop", "authority-down", "attach-adopts"],
  ...["restarts-and-recreates", "haproxy", "from-http-to-https", "never-lapses"],
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}

function isLong({ moduleId }: TestSpecification): boolean {
  return long.some((name) => moduleId.endsWith(`/${name}.test.ts`));
}

function storyFile(story: string): string {
  return `test/e2e/${story}.test.ts`;
}

const stories = { testTimeout: 300 * seconds, hookTimeout: 300 * seconds };

/**
 * Seven projects: what needs nothing, what changes the language, what needs real programs on loopback, years in simulated
 * time, and what needs real containers, three stories at a time, two or one.
 */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    // As many as the smallest machine has cores; by itself vitest would leave one of them idle.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/{integration,e2e,simulation}/**", ...speaking],
          testTimeout: 10 * seconds,
          // What they import is loaded once for all of them, which is a third of their time.
          isolate: false,
        },
      },
      { extends: true, test: { name: "speaking", include: speaking } },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
        },
      },
      {
        extends: true,
        test: {
          name: "simulation",
          include: ["test/simulation/**/*.test.ts"],
          testTimeout: 120 * seconds,
        },
      },
      {
        extends: true,
        test: {
          ...stories,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: [...measured, ...alone],
          // With two, a fifth of the processor's time was left over: a story waits for certbot, or for an authority.
          maxWorkers: 3,
        },
      },
      { extends: true, test: { ...stories, name: "e2e-measured", include: measured } },
      { extends: true, test: { ...stories, name: "e2e-alone", include: alone, fileParallelism: false } },
    ],
  },
});
