import fc from "fast-check";
import { expect } from "vitest";
import { type MadeUpStack, madeUpStack } from "../support/made-up-stack/stack.ts";

/** What is known of the stack by what was done to it. */
interface Model {
  attached: boolean;
  /** what a person said last of HTTPS; undefined: in a file, whose effect is the companion's to judge */
  wanted: "on" | "off" | undefined;
  /** the person's own files as they were before attach */
  files: Readonly<Record<string, string>>;
  /** a person switched HTTPS since, by a command or in a file */
  typed: boolean;
}

type Work = (stack: MadeUpStack, model: Model) => Promise<void>;

/** Any order of what people do to a stack, by our scripts and by hand. */
const steps: Readonly<Record<string, { may?: (model: Model) => boolean; work: Work }>> = {
  attach: {
    async work(stack, model) {
      const isLive = await stack.attach();
      if (!model.attached) model.wanted = "on";
      model.attached = true;
      if (model.wanted === "on") expect(isLive).toBe(stack.stored() !== undefined);
      expect(stack.stored() !== undefined && stack.wire() === stack.stored()).toBe(isLive);
    },
  },
  detach: {
    may: ({ attached }) => attached,
    async work(stack, model) {
      await stack.detach();
      [model.attached, model.wanted] = [false, undefined];
      const files = await stack.files();
      expect(withoutTyped(files, model)).toEqual(withoutTyped(model.files, model));
      [model.files, model.typed] = [files, false];
    },
  },
  up: { work: (stack) => stack.up() },
  "down and up": { work: (stack) => stack.downAndUp() },
  "the CA goes away": { work: async (stack) => stack.letCaBe(true) },
  "the CA comes back": { work: async (stack) => stack.letCaBe(false) },
  "recreate nginx": { work: (stack) => stack.recreateNginx() },
  "restart nginx": { work: (stack) => stack.restartNginx() },
  "restart the sidecar": { work: (stack) => stack.restartSidecar() },
  "enable-https": {
    may: ({ attached }) => attached,
    async work(stack, model) {
      await stack.enableHttps();
      [model.wanted, model.typed] = ["on", true];
    },
  },
  "disable-https": {
    may: ({ attached }) => attached,
    async work(stack, model) {
      await stack.disableHttps();
      [model.wanted, model.typed] = ["off", true];
    },
  },
  renew: { may: ({ attached }) => attached, work: (stack) => stack.renew() },
  "back up": { work: (stack) => stack.backUp() },
  restore: { work: (stack) => stack.restore() },
  "half a day": { work: (stack) => stack.wait() },
  "NGINX_HTTPS_ENABLED=true by hand": { work: edited("true") },
  "NGINX_HTTPS_ENABLED=false by hand": { work: edited("false") },
};

function edited(value: string): Work {
  return async (stack, model) => {
    await stack.edit("NGINX_HTTPS_ENABLED", value);
    model.wanted = undefined;
    if (model.attached) model.typed = true;
    else model.files = await stack.files();
  };
}

/** What a person typed where we write too is his or ours, by what was typed last. */
function withoutTyped({ ".env": env = "", ...files }: Model["files"], { typed }: Model): Model["files"] {
  return { ...files, ".env": typed ? env.replace(/^NGINX_HTTPS_ENABLED=.*$/m, "") : env };
}

/** What holds when the sidecar has had its time: the screen says what is served, and that is what was wanted. */
async function expectTruth(stack: MadeUpStack, { attached, wanted }: Model): Promise<void> {
  await stack.wait();
  expect(stack.hasSidecar()).toBe(attached);
  const screen = await stack.screen();
  if (!screen) return;
  const [wire, stored] = [stack.wire(), stack.stored()];
  if (stored === undefined) return expect(screen.certificate ?? screen.wire?.same).toBeUndefined();
  expect({ off: screen.wire?.off, same: screen.wire?.same, wire }).toEqual(
    screen.wire?.off ? { off: true, same: true, wire: undefined } : { off: false, same: true, wire: stored },
  );
  if (wanted) expect(wire).toBe(wanted === "on" ? stored : undefined);
}

/** So many steps at most, in stacks whose other services take `.env` too, or do not. */
export const takesAny = (most: number) =>
  fc.asyncProperty(
    fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: most, size: "max" }),
    fc.boolean(),
    fc.boolean(),
    async (names, sharesEnv, isPatient) => takeSteps(await madeUpStack({ sharesEnv }), names, isPatient),
  );

/**
 * Takes the steps, as far as each can be taken, and holds the stack against the model: after each step, half a day later,
 * or, in a hurry, after the last.
 */
export async function takeSteps(stack: MadeUpStack, names: readonly string[], isPatient = true): Promise<void> {
  const model: Model = { attached: false, wanted: undefined, files: await stack.files(), typed: false };
  for (const name of names) {
    const { may = () => true, work = () => Promise.reject(new Error(name)) } = steps[name] ?? {};
    if (!may(model)) continue;
    await work(stack, model);
    if (isPatient) await expectTruth(stack, model);
  }
  await expectTruth(stack, model);
}
