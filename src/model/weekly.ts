/** What is kept of the weekly look; outlives restarts. */
export interface WeeklyNote extends Weighing {
  /** the next one */
  due: Date;
}

/** What earlier looks found, as far as the next one needs it. */
export interface Weighing {
  /** checks that found nothing wrong */
  calm: readonly string[];
  /** marks of what was seen once */
  suspects: readonly string[];
  /** marks of what was seen twice, and wants a person */
  standing: readonly string[];
}

/** Before the first look. */
export const nothingWeighed: Weighing = { calm: [], suspects: [], standing: [] };

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
