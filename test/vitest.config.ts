import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

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

const stories = { testTimeout: 300 * seconds, hookTimeout: 300 * seconds };

/**
 * Five projects: what needs nothing, what needs real programs on loopback, years in simulated time, and what needs real
 * containers, two stories at a time or one.
 */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    // As many as the smallest machine has cores; by itself vitest would leave one of them idle.
    maxWorkers: 2,
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
      { extends: true, test: { ...stories, name: "e2e", include: ["test/e2e/**/*.test.ts"], exclude: measured } },
      { extends: true, test: { ...stories, name: "e2e-alone", include: measured, fileParallelism: false } },
    ],
  },
});
