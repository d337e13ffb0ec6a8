import type { CompanionAnswer, CompanionVerb } from "../../model/companion.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import { answer } from "../answers.ts";
import type { Engine } from "../docker/engine.ts";
import { alwaysOn, type GenericAction, type GenericParts, handleGeneric, unchanged } from "../generic-verbs.ts";
import { insideContainer } from "../nginx/inside.ts";
import { refusal } from "../refusal.ts";

export interface RestartParts extends GenericParts {
  /** Counts a restart. Throws Problem `too-many`. */
  limit: () => void;
}

type Action = GenericAction<RestartParts>;

const restart: Action = async ({ engine, limit }, { id }) => {
  await testNginx(engine, id);
  limit();
  await engine.restart(id);
  return answer("done", alwaysOn);
};

/** An nginx that would not come back is left running; other programs have no test that we know, some not even a shell. */
async function testNginx(engine: Engine, id: string): Promise<void> {
  const tested = await insideContainer(engine, id).shell(testIfThere).catch(asUntested);
  if (tested?.exitCode !== testFailed) return;
  throw refusal("config-test-failed", tested.stderr.toString(), phrase`correct the file that nginx names`);
}

function asUntested(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
}

const testFailed = 3;
const testIfThere = `command -v nginx >/dev/null || exit 0; nginx -t || exit ${testFailed}`;

const byItself = () =>
  refusal(
    "unknown-shape",
    phrase`with DEPLOY=restart HTTPS and the challenge path are in the service's own hands`,
    phrase`configure them there, or leave DEPLOY out where the service is an nginx that can be switched`,
  );

const refused: Action = async () => {
  throw byItself();
};

const actions: Record<CompanionVerb, Action> = {
  look: unchanged,
  reload: restart,
  "enable-https": unchanged,
  "add-extras": unchanged,
  "add-extras-proven": unchanged,
  "enable-challenge": refused,
  "disable-https": refused,
};

/** Does what one verb says and answers; never throws what can be expected. */
export const handleByRestart = (parts: RestartParts, verb: CompanionVerb): Promise<CompanionAnswer> =>
  handleGeneric(actions, parts, verb);
