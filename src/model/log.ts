/** Hears all traffic with a CA, in words, without secrets. */
export type Traffic = (words: string) => void;

export type Level = "DEBUG" | "INFO" | "WARNING" | "ERROR";

/** certbot's log file, as far as it is writable. Never throws. */
export interface LogFile {
  /** `source` as certbot names its modules; further lines of the text are indented */
  write(level: Level, source: string, text: string): void;
}
