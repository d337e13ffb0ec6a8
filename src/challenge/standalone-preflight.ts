import { randomBytes } from "node:crypto";
import type { ChallengeResponder, Preflight } from "../model/contracts.ts";

/** What can be known of a stand-alone responder before the CA is asked: whether its port is free. Throws Problem. */
export function standalonePreflight(responder: ChallengeResponder): Preflight {
  return {
    async check() {
      const token = randomBytes(24).toString("base64url");
      try {
        await responder.present(token, "");
      } finally {
        await responder.cleanUp(token);
      }
      return [];
    },
  };
}
