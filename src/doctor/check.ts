import type { CheckResult } from "./finding.ts";
import type { DoctorParts } from "./parts.ts";

/** One thing to look at. It may throw Problem, which then blocks. */
export interface Check {
  name: string;
  /** only of interest where an authority is to be asked: left out for a certificate that the operator brings */
  forOrders?: true;
  look(parts: DoctorParts): Promise<readonly CheckResult[]>;
}
