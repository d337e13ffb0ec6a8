import type { ChallengeSolver } from "../model/challenge.ts";
import type { ChallengeResponder } from "../model/contracts.ts";

/** http-01 (RFC 8555 section 8.3) by what answers below /.well-known/acme-challenge/: what is written is served at once. */
export function httpSolver(responder: ChallengeResponder): ChallengeSolver {
  return {
    type: "http-01",
    present: ({ token, keyAuthorization }) => responder.present(token, keyAuthorization),
    settle: async () => {},
    cleanUp: ({ token }) => responder.cleanUp(token),
  };
}
