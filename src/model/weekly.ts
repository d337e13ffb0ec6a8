/** The memory of the weekly check; outlives restarts. */
export interface WeeklyNote extends Triage {
  /** the next one */
  due: Date;
}

/** The findings of earlier checks, as far as the next one needs them. */
export interface Triage {
  /** checks that found nothing wrong */
  passing: readonly string[];
  /** marks of findings seen once */
  unconfirmed: readonly string[];
  /** marks of findings seen twice, for the operator */
  confirmed: readonly string[];
}

/** Before the first check. */
export const emptyTriage: Triage = { passing: [], unconfirmed: [], confirmed: [] };

/** One finding for the operator. */
export interface Found {
  /** the same at each check, whatever numbers are in the text */
  mark: string;
  saw: string;
  fix: string;
}

export interface WeeklyNotes {
  /** undefined: none, or unreadable */
  read(): Promise<WeeklyNote | undefined>;
  write(note: WeeklyNote): Promise<void>;
}
