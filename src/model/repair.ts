/** One thing in certbot's folder that was repaired, or that the operator must decide. */
export interface Repair {
  /** of the lineage */
  name: string;
  /** what was wrong */
  saw: string;
  /** what was done, or what to do */
  did: string;
}
