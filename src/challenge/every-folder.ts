import type { ChallengeResponder } from "../model/contracts.ts";

/**
 * Presents each token with every responder: where names have folders of their own, the token of one name does no harm
 * in the folder of another, and is found whichever the authority asks for. Throws what they throw.
 */
export function everyFolder(responders: readonly ChallengeResponder[]): ChallengeResponder {
  return {
    async present(token, keyAuthorization) {
      for (const responder of responders) await responder.present(token, keyAuthorization);
    },
    async cleanUp(token) {
      for (const responder of responders) await responder.cleanUp(token);
    },
  };
}
