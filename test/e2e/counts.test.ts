import { execa } from "execa";
import { describe, expect } from "vitest";
import { goSecure } from "../support/secure.ts";
import type { Stack } from "../support/stack.ts";
import { withStack } from "../support/with-stack.ts";

// What does not depend on the machine. A number that grows is either wanted, and then raised here, or a mistake.

const test = withStack({ kind: "official", prepare: goSecure });

describe("on a stack that has just gone from HTTP to HTTPS", () => {
  test("the switch asked the Engine for one program in nginx's container, which started few", async ({ stack }) => {
    expect(await programsAskedFor(stack, "nginx")).toBe(1);
    expect(await processesUntilReload(stack)).toBeLessThanOrEqual(160);
  });

  test("a check that finds nothing due loads few files, starts one program, the lock's, and asks for no order", async ({
    stack,
  }) => {
    const orders = await stack.authority.orders();
    const { output, files, started } = await check(stack);
    expect(output).toContain("kept (not due for renewal)");
    expect(started).toBe(1);
    // 18 where the CA is asked about its window, and some room: a part that two commands come to share can be a file more.
    expect(files).toBeLessThanOrEqual(22);
    expect(await stack.authority.orders()).toBe(orders);
  });
});

/** By the Engine's own account, since the container was made. */
async function programsAskedFor(stack: Stack, service: string): Promise<number> {
  const which = ["--filter", `container=${await stack.container(service)}`, "--filter", "event=exec_start"];
  const during = ["--since", "1h", "--until", "0s"];
  const { stdout } = await execa("docker", ["events", ...during, ...which, "--format", "{{.ID}}"]);
  return stdout.split("\n").filter((line) => line !== "").length;
}

/** The container numbers its processes: those between nginx's workers of before and those after its reload. */
async function processesUntilReload(stack: Stack): Promise<number> {
  const found = (await stack.logs("nginx")).matchAll(/start worker process (\d+)/g);
  const workers = [...found].map(([, pid]) => Number(pid)).sort((one, other) => one - other);
  return Math.max(...workers.slice(1).map((pid, at) => pid - (workers[at] ?? pid) - 1));
}

/** Counts what Node loads of ours, and is asked to start. */
const counting = `import { registerHooks } from "node:module";
let files = 0;
registerHooks({ load(url, context, next) { files += url.startsWith("file:"); return next(url, context); } });
process.on("exit", () => console.error("files loaded: " + files));`;

async function check(stack: Stack) {
  const program = ["node", `--import=data:text/javascript,${encodeURIComponent(counting)}`];
  const words = [...program, "/opt/httpsidecar/dist/main.js", "update-cert"];
  const id = await stack.container("certbot");
  const said = await execa("docker", ["exec", "--env", "NODE_DEBUG=child_process", id, ...words]);
  return {
    output: said.stdout,
    files: Number(/^files loaded: (\d+)$/m.exec(said.stderr)?.[1]),
    started: said.stderr.match(/^CHILD_PROCESS \d+: spawn /gm)?.length,
  };
}
