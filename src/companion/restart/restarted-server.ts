import { companionLimits } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { applied } from "../../model/typed-lines.ts";
import type { CompanionContext } from "../context.ts";
import type { Engine } from "../docker/engine.ts";
import { killedByLimit } from "../docker/shell.ts";
import { insideContainer } from "../nginx/inside.ts";
import { refusal } from "../refusal.ts";
import { reloadableServer } from "../reloadable-server.ts";
import type { SwitchVerb, WebServer } from "../web-server.ts";
import { restartLimit } from "./limit.ts";

/** DEPLOY=restart: restarts the service, whatever it is, and does nothing else to it. */
export function restartedServer(context: CompanionContext): WebServer {
  const { engine, service } = context;
  const count = restartLimit(context.now, context.memory.counts.restarts);
  return reloadableServer(context, {
    describe: async ({ id }) => phrase`${service} is container ${id.slice(0, 12)}; it is restarted`,
    async reload({ id }) {
      await testNginx(engine, id);
      count();
      await engine.restart(id);
    },
    refuse(verb) {
      if (byItself.includes(verb)) throw notHere();
    },
  });
}

/** An nginx that would not start again is left running; other programs have no test that we know, some not even a shell. */
async function testNginx(engine: Engine, id: string): Promise<void> {
  const tested = await insideContainer(engine, id).shell(testIfThere, [], { limitMs }).catch(asUntested);
  if (!tested || ![testFailed, killedByLimit].includes(tested.exitCode)) return;
  throw refusal("config-test-failed", tested.stderr.toString(), phrase`correct the file that nginx names`);
}

function asUntested(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
}

const limitMs = companionLimits.configTestMs;
const testFailed = 3;
const testIfThere = `command -v nginx >/dev/null || exit 0; nginx -t || exit ${testFailed}`;

const byItself: readonly SwitchVerb[] = ["enable-challenge", "disable-https"];

const notHere = () =>
  refusal(
    "unknown-shape",
    phrase`with DEPLOY=restart HTTPS and the challenge path are in the service's own hands`,
    applied(
      phrase`configure them there, or leave DEPLOY out of httpsidecar.env where the service is an nginx that can be switched`,
    ),
  );
