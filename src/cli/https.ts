import type { HttpsSwitch } from "../model/contracts.ts";
import type { Word } from "./context.ts";

/** Switches HTTPS on in the running nginx, after a disable-https too. */
export const enableHttps: Word = press((hand) => hand.enable());

/** Switches HTTPS off and keeps it off; renewals go on. */
export const disableHttps: Word = press((hand) => hand.disable());

/** Tests nginx's configuration and reloads it. */
export const reload: Word = press((hand) => hand.reload());

function press(button: (hand: HttpsSwitch) => Promise<readonly string[]>): Word {
  return async ({ assembly, print }) => {
    for (const line of await button(await assembly.httpsSwitch())) print(line);
    return 0;
  };
}
