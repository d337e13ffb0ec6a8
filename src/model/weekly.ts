/** What is kept of the weekly look; outlives restarts. */
export interface WeeklyNote extends Triage {
  /** the next one */
  due: Date;
}

/** What earlier looks found, as far as the next one needs it. */
export interface Triage {
  /** checks that found nothing wrong */
  passing: readonly string[];
  /** marks of what was seen once */
  unconfirmed: readonly string[];
  /** marks of what was seen twice, and wants a person */
  confirmed: readonly string[];
}

/** Before the first look. */
export const emptyTriage: Triage = { passing: [], unconfirmed: [], confirmed: [] };

/** One thing that wants a person. */
export interface Found {
  /** the same at each look, whatever numbers stand in the text */
  mark: string;
  saw: string;
  fix: string;
}

export interface WeeklyNotes {
  /** undefined: there is none, or none that can be read */
  read(): Promise<WeeklyNote | undefined>;
  write(note: WeeklyNote): Promise<void>;
}
