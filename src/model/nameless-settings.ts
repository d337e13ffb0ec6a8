import type { Settings } from "./settings.ts";

/** Of a run that is about no lineage. */
export type NamelessSettings = Omit<Settings, "lineage">;
