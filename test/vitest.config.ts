import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const seconds = 1000;

/**
 * Stories that count lost requests, take times, start several stacks at once, or have a browser, which stumbles over the
 * networks of other stories: each has the machine to itself.
 */
const measured = [
  "attach-dify",
  "attach-open-webui",
  "companion-kill",
  "companion-switch",
  "extras",
  "from-http-to-https",
  "haproxy",
  "never-lapses",
  "newcomer",
  "other-ways",
  "own-certificate",
  "pooled-visitors",
  "restarts-and-recreates",
  "signals",
  "update-cert-again",
  "without-socket",
].map((story) => `test/e2e/${story}.test.ts`);

/** Stories that take longest, to be begun with: else the last of them runs on while all the others have ended. */
const long = ["tls-settings", "certbot-turns", "certbot-interop"];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}

function isLong({ moduleId }: TestSpecification): boolean {
  return long.some((story) => moduleId.endsWith(`/e2e/${story}.test.ts`));
}

const stories = { testTimeout: 300 * seconds, hookTimeout: 300 * seconds };

/**
 * Five projects: what needs nothing, what needs real programs on loopback, years in simulated time, and what needs real
 * containers, three stories at a time or one.
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
          exclude: ["test/{integration,e2e,simulation}/**"],
          testTimeout: 10 * seconds,
        },
      },
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
        // With two, a fifth of the processor's time was left over: a story waits for certbot, or for an authority.
        test: { ...stories, name: "e2e", include: ["test/e2e/**/*.test.ts"], exclude: measured, maxWorkers: 3 },
      },
      { extends: true, test: { ...stories, name: "e2e-alone", include: measured, fileParallelism: false } },
    ],
  },
});
