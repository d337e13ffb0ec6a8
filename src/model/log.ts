/** Is told what goes over the wire to an authority, in words, without secrets. */
export type Traffic = (words: string) => void;

export type Level = "DEBUG" | "INFO" | "WARNING" | "ERROR";

/** certbot's log file, as far as it can be written. Never throws. */
export interface LogFile {
  /** `source` as certbot names its modules; further lines of the text are set in */
  write(level: Level, source: string, text: string): void;
}
