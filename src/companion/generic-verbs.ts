import type { CompanionAnswer, CompanionVerb } from "../model/companion.ts";
import { answer, type Facts, failure, nothingKnown } from "./answers.ts";
import type { Engine } from "./docker/engine.ts";
import type { NginxContainer } from "./docker/own-stack.ts";

/** All that acting on a server needs whose own files say it all. */
export interface GenericParts {
  engine: Engine;
  /** the one running container of the service. Throws Problem `no-nginx` or `several-nginx` */
  find: () => Promise<NginxContainer>;
}

/** Throws Problem. */
export type GenericAction<Parts extends GenericParts> = (
  parts: Parts,
  container: NginxContainer,
) => Promise<CompanionAnswer>;

/** HTTPS and the way to the challenge stand in its own files: for us they are always on. */
export const alwaysOn: Facts = { nginx: true, https: true, challenge: true, off: false };
export const unchanged = async (): Promise<CompanionAnswer> => answer("unchanged", alwaysOn);

/** Does what one verb says and answers; never throws what can be expected. */
export async function handleGeneric<Parts extends GenericParts>(
  actions: Record<CompanionVerb, GenericAction<Parts>>,
  parts: Parts,
  verb: CompanionVerb,
): Promise<CompanionAnswer> {
  let known = nothingKnown;
  try {
    const container = await parts.find();
    known = alwaysOn;
    return await actions[verb](parts, container);
  } catch (error) {
    return failure(error, known);
  }
}
