export type Stream = "said" | "complained";

/** A line of the log for collectors (LOG_FORMAT=json): one object, one event, with its level taken from the words. */
export function jsonLine(line: string, stream: Stream, now: Date): string {
  const [, word, rest = line] = /^(error|warning): ([\s\S]*)$/.exec(line) ?? [];
  // the fix under an error is on stderr as well
  const level = word ?? (stream === "complained" ? "error" : "info");
  return JSON.stringify({ time: now.toISOString(), level, message: rest.trim() });
}

/** A service has a log; the operator who types a command reads lines. */
export function isService([word, ...more]: readonly string[]): boolean {
  return word === "serve" || word === "companion" || (word === "watch" && !more.includes("--once"));
}

export function isLogged(typed: readonly string[], format: string | undefined): boolean {
  return format === "json" && isService(typed);
}
