import { join } from "node:path";
import { Declined } from "../base/declined.ts";
import type { Assembly } from "../cli/context.ts";
import type { Clock } from "../model/contracts.ts";

/** For csr, import and check. Keys and requests lie in a folder beside certbot's. */
export function importVerbs(clock: Clock): Pick<Assembly, "certificateImporter" | "copyForNginx" | "ask" | "confirm"> {
  return {
    async certificateImporter({ folders, directory, caBundle }) {
      const { certificateImporter } = await import("../imported/importer.ts");
      return certificateImporter({ folder: join(folders.config, "own"), clock, directory, caBundle });
    },
    async copyForNginx(folder, imported) {
      const { copyForNginx } = await import("../store/ssl-folder.ts");
      return await copyForNginx(folder, imported);
    },
    async ask(question) {
      const { askSecret } = await import("../base/prompt.ts");
      const typed = await askSecret(question);
      if (typed.kind === "left") throw new Declined();
      return typed.kind === "typed" ? typed.text : undefined;
    },
    async confirm(question) {
      const { confirm } = await import("../base/prompt.ts");
      return await confirm(question);
    },
  };
}
