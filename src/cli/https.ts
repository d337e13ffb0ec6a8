import type { HttpsSwitch } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import type { Word } from "./context.ts";

/** Switches HTTPS on in the running nginx, after a disable-https too. */
export const enableHttps: Word = press(phrase`HTTPS is switched on`, (hand) => hand.enable());

/** Switches HTTPS off and keeps it off; renewals go on. */
export const disableHttps: Word = press(phrase`HTTPS is switched off`, (hand) => hand.disable());

/** Tests nginx's configuration and reloads it. */
export const reload: Word = press(phrase`the configuration is tested and reloaded`, (hand) => hand.reload());

function press(title: string, button: (hand: HttpsSwitch) => Promise<readonly string[]>): Word {
  return async ({ assembly, print, step }) => {
    const hand = await assembly.httpsSwitch();
    for (const line of await step(title, () => button(hand))) print(line);
    return 0;
  };
}
