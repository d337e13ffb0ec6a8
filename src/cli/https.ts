import type { HttpsSwitch } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import type { Word } from "./context.ts";

/** Switches HTTPS on in the running nginx, also after a disable-https. */
export const enableHttps: Word = call(phrase`HTTPS is switched on`, (transport) => transport.enable());

export const disableHttps: Word = call(phrase`HTTPS is switched off`, (transport) => transport.disable());

export const reload: Word = call(phrase`the configuration is tested and reloaded`, (transport) => transport.reload());

function call(title: string, button: (transport: HttpsSwitch) => Promise<readonly string[]>): Word {
  return async ({ assembly, print, step }) => {
    const transport = await assembly.httpsSwitch();
    for (const line of await step(title, () => button(transport))) print(line);
    return 0;
  };
}
