import type { Sight } from "./finding.ts";
import type { DoctorParts } from "./parts.ts";

/** One thing to look at. It may throw Problem, which then blocks. */
export interface Check {
  name: string;
  look(parts: DoctorParts): Promise<readonly Sight[]>;
}
