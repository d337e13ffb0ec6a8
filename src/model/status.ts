import type { results } from "./outcome.ts";
import type { WatchedSite } from "./watch.ts";

/** What `health` reads: kept in the container's own tmpfs, gone with it. */
export interface StatusFile {
  post(status: Status): Promise<void>;
  /** undefined: nothing posted yet */
  read(): Promise<Status | undefined>;
}

export interface Status {
  healthy: boolean;
  /** one line, why */
  line: string;
  /** one fix, once the operator must act */
  fix?: string | undefined;
  /** what the check came to; undefined: of a service without checks, or posted before there was one */
  result?: (typeof results)[number] | undefined;
  /** when the next look is due; undefined: none is planned */
  next: Date | undefined;
  /** checks fail, and may recover until `actFrom`; undefined: nothing fails */
  failing?: { since: Date; actFrom: Date } | undefined;
  /** what is wrong with the companion, whatever else is well */
  companion?: Trouble | undefined;
  /** of other lineages of the folder, those that fail */
  others?: readonly Status[] | undefined;
  /** servers whose certificates others keep, as the last round found them */
  watched?: readonly WatchedSite[] | undefined;
  /** the service stands still if nothing else was posted until then */
  staleAt?: Date | undefined;
}

/** What is wrong, in words, and one fix. */
export interface Trouble {
  line: string;
  fix: string;
}

/** What a service without pauses posts: it is red at `staleAt` unless it posts again. */
export type Alive = Required<Pick<Status, "line">> & { staleAt: Date };
