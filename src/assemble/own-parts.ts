import { join } from "node:path";
import type { Assembly } from "../cli/context.ts";
import type { Clock } from "../model/contracts.ts";

/** What csr, import and check need besides. Keys and requests lie in a folder beside certbot's. */
export function ownVerbs(clock: Clock): Pick<Assembly, "ownDesk" | "copyForNginx" | "ask" | "confirm"> {
  return {
    async ownDesk({ folders, directory, caBundle }) {
      const { ownDesk } = await import("../own/desk.ts");
      return ownDesk({ folder: join(folders.config, "own"), clock, directory, caBundle });
    },
    async copyForNginx(folder, own) {
      const { copyForNginx } = await import("../store/ssl-folder.ts");
      return await copyForNginx(folder, own);
    },
    async ask(question) {
      const { ask } = await import("./ask.ts");
      return await ask(question);
    },
    async confirm(question) {
      const { confirm } = await import("./confirm.ts");
      return await confirm(question);
    },
  };
}
