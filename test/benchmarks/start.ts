import { certbotSettings, start } from "../support/secure.ts";
import { type Kind, kinds } from "../support/stack.ts";
import { repeat, secondsOf, timed } from "./figures.ts";
import type { Section } from "./table.ts";
import { onStack } from "./with-stack.ts";

const minute = 60_000;

/** From typing the README's start on a running stack to a verified HTTPS answer; a new stack each time. */
export async function measureStart(runs: number): Promise<Section> {
  const rows = [];
  for (const kind of kinds) {
    const took = await repeat(runs, () => startOnce(kind));
    const aim = { wanted: "each under 60 s", met: Math.max(...took) < minute };
    rows.push({ what: `${kind} nginx`, ours: secondsOf(took), aim });
  }
  return { title: `from HTTP to HTTPS: ${start}`, ours: "httpsidecar", rows };
}

function startOnce(kind: Kind): Promise<number> {
  return onStack({ kind }, async (stack) => {
    await stack.bringUp();
    await stack.install();
    await stack.setEnv(certbotSettings(stack));
    return await timed(async () => {
      await stack.types(start);
      await stack.waitForHttps();
    });
  });
}
