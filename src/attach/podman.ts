import { phrase } from "../model/phrase.ts";
import type { Engine } from "./engine.ts";
import { leftAlone } from "./refuse.ts";

/** The companion finds its stack by what Docker says of containers; Podman says less. Throws Problem `old-engine`. */
export async function refusePodman(engine: Pick<Engine, "isPodman">, force: boolean): Promise<void> {
  if (force || !(await engine.isPodman())) return;
  throw leftAlone(
    "old-engine",
    phrase`behind this socket is Podman, with which the sidecar was not tested`,
    phrase`use Docker Engine; to try it all the same, add --force`,
  );
}
