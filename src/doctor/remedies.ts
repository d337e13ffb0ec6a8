import { phrase } from "../model/phrase.ts";

/** What `doctor --fix` can do: safe for visitors, and the way back is known. */
export const remedies = {
  repair: {
    does: phrase`repair the certificate's symlinks and its renewal configuration from what is in archive/`,
    back: phrase`what is replaced is kept beside it`,
  },
  "enable-challenge": {
    does: phrase`make nginx serve the challenge path, in its running configuration and at its next start`,
    back: phrase`NGINX_ENABLE_CERTBOT_CHALLENGE=false in .env, then: docker compose up -d nginx`,
  },
  "enable-https": {
    does: phrase`turn on HTTPS in the running nginx, and for its next start`,
    back: "docker compose exec certbot httpsidecar disable-https",
  },
  reload: {
    does: phrase`test nginx's configuration and reload it, so that it serves what is on disk`,
    back: phrase`nothing to undo: no file is changed`,
  },
} as const;

export type Remedy = keyof typeof remedies;

/** Remedies by the code of a Problem. */
const ofCodes: Readonly<Record<string, Remedy>> = {
  "lineage-broken": "repair",
  "name-taken": "repair",
  "conf-unreadable": "repair",
};

export function remedyFor(code: string): Remedy | undefined {
  return ofCodes[code];
}

/** Each once, in the order of execution; no reload where HTTPS is switched. */
export function inOrder(asked: readonly Remedy[]): readonly Remedy[] {
  const wanted = new Set(asked);
  if (wanted.has("enable-https")) wanted.delete("reload");
  return (Object.keys(remedies) as Remedy[]).filter((remedy) => wanted.has(remedy));
}
