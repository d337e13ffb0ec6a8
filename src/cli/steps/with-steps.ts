import { phrase } from "../../model/phrase.ts";
import type { Step } from "../../model/step.ts";
import type { Parts, Twin } from "../../renewal/parts.ts";

/** The same parts; what takes time in them is a step that a person can watch. */
export function withSteps(parts: Parts, step: Step): Parts {
  const { preflight, authority, rehearsal, store, deployer } = parts;
  return {
    ...parts,
    preflight: {
      check: (...asked) => step(phrase`is the challenge path served?`, () => preflight.check(...asked)),
    },
    authority: {
      ...authority,
      issue: (...asked) => step(phrase`the authority proves and issues`, () => authority.issue(...asked)),
      renewalWindow: (...asked) =>
        step(phrase`when does the authority want a renewal?`, () => authority.renewalWindow(...asked)),
    },
    rehearsal: rehearsal && watched(rehearsal, step),
    store: {
      ...store,
      save: (...asked) => step(phrase`the certificate is saved`, () => store.save(...asked)),
    },
    deployer: {
      ...deployer,
      deploy: (...asked) => step(phrase`the certificate is handed over and proven`, () => deployer.deploy(...asked)),
      prove: (...asked) => step(phrase`is the certificate served?`, () => deployer.prove(...asked)),
    },
  };
}

function watched({ directory, authority }: Twin, step: Step): Twin {
  const issue: typeof authority.issue = (...asked) =>
    step(phrase`a rehearsal at the staging authority`, () => authority.issue(...asked));
  return { directory, authority: { ...authority, issue } };
}
