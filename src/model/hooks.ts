import type { Lineage } from "./lineage.ts";

/** The operator's hooks around a renewal, in certbot's order. Never throws. */
export interface Hooks {
  /** pre-hooks, each once; their post-hooks are noted for the end */
  before(lineage: Lineage, how: { dryRun: boolean }): Promise<void>;
  /** deploy-hooks; in a dry run only on request */
  deployed(lineage: Lineage, how: { dryRun: boolean }): Promise<void>;
  /** noted for the post-hooks */
  failed(lineage: Lineage): void;
}
