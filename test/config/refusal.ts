import { Problem } from "../../src/model/problem.ts";

/** What the operator would read: the message, and the fix under it. */
export function refusal(act: () => unknown): string {
  try {
    const value = act();
    return `accepted: ${JSON.stringify(value)}`;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "bad-settings") throw error;
    return `${error.message}\n  fix: ${error.fix}`;
  }
}

/** The same for a table of inputs; the command at the end of many a fix is left out. */
export function refusals<Input>(inputs: readonly Input[], act: (input: Input) => unknown): string {
  const command = /[,;] then run: docker compose up -d certbot certbot-companion$/gm;
  return inputs.map((input) => refusal(() => act(input)).replace(command, " …")).join("\n");
}
