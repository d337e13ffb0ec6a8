import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const seconds = 1000;

/** Four projects: what needs nothing, what needs real programs on loopback, years in simulated time, what needs real containers. */
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
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          // The stories measure lost requests and share one engine: two at once would spoil each other.
          fileParallelism: false,
          testTimeout: 300 * seconds,
          hookTimeout: 300 * seconds,
        },
      },
    ],
  },
});
