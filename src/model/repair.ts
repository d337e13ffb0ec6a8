/** One thing in certbot's folder that was mended, or that is for a person to decide. */
export interface Repair {
  /** of the lineage */
  name: string;
  /** what was wrong */
  saw: string;
  /** what was done, or what to do */
  did: string;
}
