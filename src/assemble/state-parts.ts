import type { Ledger, Print } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { plainLine } from "../model/plain-text.ts";
import { Problem } from "../model/problem.ts";
import type { Folders } from "../model/settings.ts";
import { type LedgerMemory, ledger } from "../store/ledger.ts";
import { moveState, stateHome } from "../store/state-home.ts";

type Homes = Pick<Folders, "config" | "state">;

/** The ledger where the state lies, with a copy beside the certificates. */
export async function openLedger(folders: Homes, say: Print): Promise<Ledger> {
  const home = await stateHome(folders);
  const memory = memories.get(home) ?? {};
  memories.set(home, memory);
  return ledger(home, say, { copyIn: home === folders.config ? undefined : folders.config, memory });
}

/** For the whole process, by the folder. */
const memories = new Map<string, LedgerMemory>();

/** Has the state in a volume of its own, and says what has changed or is missing. Never throws a Problem. */
export async function settleState(folders: Homes, say: Print): Promise<void> {
  const [from, to] = [`${folders.config}/httpsidecar`, `${folders.state}/httpsidecar`];
  try {
    const move = await moveState(folders);
    if (move === "moved") say(phrase`what is remembered was moved from ${from} to ${to}`);
    if (move === "no volume") for (const line of withoutVolume(from, to)) say(line);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(phrase`warning: what is remembered stays in ${from} until the next start: ${plainLine(error.message)}`);
  }
}

function withoutVolume(from: string, to: string): readonly string[] {
  return [
    phrase`note: what is remembered is kept in ${from}, where nginx can write in some stacks: ${to} is not a volume`,
    phrase`  fix: run docker/attach again, or add the volume ${`httpsidecar-state:${to}`} to the certbot service`,
  ];
}
