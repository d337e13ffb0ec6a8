import { phrase } from "../../model/phrase.ts";
import type { Step } from "../../model/step.ts";
import type { Parts, Twin } from "../../renewal/parts.ts";

/** The same parts; what takes time is a step that the operator can watch. */
export function withSteps(parts: Parts, step: Step): Parts {
  const { preflight, authority, rehearsal, store, deployer } = parts;
  return {
    ...parts,
    preflight: {
      check: (...asked) => step(phrase`checking that the challenge path is reachable`, () => preflight.check(...asked)),
    },
    authority: {
      ...authority,
      issue: (...asked) => step(phrase`the CA validates the domain and issues`, () => authority.issue(...asked)),
      renewalWindow: (...asked) =>
        step(phrase`asking the CA when to renew (ARI)`, () => authority.renewalWindow(...asked)),
    },
    rehearsal: rehearsal && watched(rehearsal, step),
    store: {
      ...store,
      save: (...asked) => step(phrase`the certificate is saved`, () => store.save(...asked)),
    },
    deployer: {
      ...deployer,
      deploy: (...asked) =>
        step(phrase`giving the certificate to nginx and verifying it`, () => deployer.deploy(...asked)),
      prove: (...asked) => step(phrase`checking that the certificate is served`, () => deployer.prove(...asked)),
    },
  };
}

function watched({ directory, authority }: Twin, step: Step): Twin {
  const issue: typeof authority.issue = (...asked) =>
    step(phrase`a dry run at the staging CA`, () => authority.issue(...asked));
  return { directory, authority: { ...authority, issue } };
}
