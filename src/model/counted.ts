/** What METRICS_PORT counts from the container's start on; each check adds to it. */
export interface Counted {
  /** by class */
  failures: Record<string, number>;
  /** whether nginx took the last certificate; undefined: it was given none */
  deployed?: boolean | undefined;
}
