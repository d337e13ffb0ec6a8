import { composeLabels } from "../../model/compose-labels.ts";
import { phrase } from "../../model/phrase.ts";
import type { Engine } from "../docker/engine.ts";
import type { OwnStack } from "../docker/own-stack.ts";
import { refusal } from "../refusal.ts";

const cannotLoad = /^.*\[emerg\].*cannot load certificate.*No such file or directory.*$/gm;

/**
 * An nginx that Docker starts again and again because it finds no certificate: its own last words as Problem
 * `certificate-missing`; undefined when it is something else that keeps it from running. Throws Problem `docker-failed`.
 */
export async function missingCertificate(engine: Engine, stack: OwnStack, service: string): Promise<Error | undefined> {
  const [only, ...more] = await engine.list({
    [composeLabels.project]: stack.project,
    [composeLabels.workingFolder]: stack.workingFolder,
    [composeLabels.service]: service,
    [composeLabels.oneOff]: "False",
  });
  if (!only || more.length > 0) return undefined;
  const { State: state } = await engine.inspect(only.Id);
  const said = await engine.logs(only.Id, new Date(Date.parse(state.StartedAt) - 1000));
  const words = said.match(cannotLoad)?.at(-1);
  return words === undefined ? undefined : refusal("certificate-missing", words, phrase`wait for the certificate`);
}
