import type { HttpsSwitch } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { problemToUndefined } from "../model/problem.ts";
import type { Context, Word } from "./context.ts";

/** Switches HTTPS on in the running nginx, also after a disable-https. */
export const enableHttps: Word = async (context) => {
  const code = await pressed(context, phrase`HTTPS is switched on`, (transport) => transport.enable());
  await note(context, true);
  return code;
};

export const disableHttps: Word = async (context) => {
  const code = await pressed(context, phrase`HTTPS is switched off`, (transport) => transport.disable());
  await note(context, false);
  return code;
};

export const reload: Word = (context) =>
  pressed(context, phrase`the configuration is tested and reloaded`, (transport) => transport.reload());

async function pressed(
  { assembly, print, step }: Context,
  title: string,
  button: (transport: HttpsSwitch) => Promise<readonly string[]>,
): Promise<number> {
  const transport = await assembly.httpsSwitch();
  for (const line of await step(title, () => button(transport))) print(line);
  return 0;
}

/** For `status`. The switch counts all the same where a setting is wrong, or the loop is at work, which sees it itself. */
async function note(context: Context, isOn: boolean): Promise<void> {
  // with what renews, so that a check loads no more files for it
  const { noteByHand } = await import("./update-cert.ts");
  for (const line of (await noteByHand(context, isOn).catch(problemToUndefined)) ?? []) context.print(line);
}
