import type { CheckResult } from "./finding.ts";
import type { DoctorParts } from "./parts.ts";

/** One check. It may throw Problem, which then blocks. */
export interface Check {
  name: string;
  /** what is checked, where that is not the port of its name */
  port?(settings: DoctorParts["settings"]): number | undefined;
  /** only where a CA is asked: skipped for the operator's own certificate */
  forOrders?: true;
  look(parts: DoctorParts): Promise<readonly CheckResult[]>;
}
