import * as z from "zod";
import { phrase } from "../model/phrase.ts";
import { lineEnding } from "../stack-files/text-edits.ts";
import { addedBegin, addedEnd, linesOf, withoutOurs } from "./our-lines.ts";
import { leftAlone } from "./refuse.ts";

const noteSchema = z.object({
  kind: z.enum(["dify", "own", "app", "own-conf", "renew-only"]),
  /** the Compose service that is nginx */
  service: z.string(),
  /** what .env says since attach */
  set: z.record(z.string(), z.string()),
  /** the same keys before: the value as it was typed, quotes included; null: there was none */
  was: z.record(z.string(), z.string().nullable()),
  /** .env had no line end at its end */
  open: z.boolean(),
  /** files that were not there before */
  made: z.array(z.string()),
  /** the env file, where it is not .env */
  env: z.string().optional(),
  /** configuration files of nginx that have lines of ours */
  confs: z.array(z.string()).optional(),
});

/** What detach has to know: kept as a comment in httpsidecar.env, the one file of the stack that is ours alone. */
export type Note = z.infer<typeof noteSchema>;

export const noteFile = "httpsidecar.env";
const mark = "# for detach: ";
/** How the note has called the kind "app" since there was one such app; an older version reads the note too. */
const formerName = '"kind":"open-webui"';
const kindName = '"kind":"app"';

/** undefined: attach was not here. Throws Problem `not-ours` for a note that the operator has changed. */
export function readNote(text: string): Note | undefined {
  const line = linesOf(text).find((candidate) => candidate.startsWith(mark));
  if (line === undefined) return undefined;
  try {
    return noteSchema.parse(JSON.parse(line.slice(mark.length).replace(formerName, kindName)));
  } catch (error) {
    const fix = phrase`restore the line, or remove by hand what is between httpsidecar's marks, and CERTBOT_DOMAIN in .env`;
    throw leftAlone(
      "not-ours",
      phrase`${noteFile}: the line "${mark.trim()}" was changed, so detach cannot know what .env was`,
      fix,
      error,
    );
  }
}

/** The text of httpsidecar.env with the note in it; the operator's own lines stay, and win over `settings`. */
export function withNote(text: string, note: Note, settings: readonly string[]): string {
  const base = withoutOurs(text).text;
  const theirs = new Set(linesOf(base).map((line) => line.split("=")[0]?.trim()));
  const eol = lineEnding(base);
  const lines = [
    addedBegin,
    "# Settings and secrets of the sidecar alone, which no other service reads; your own lines go below this block.",
    mark + JSON.stringify(note).replace(kindName, formerName),
    ...settings.filter((line) => !theirs.has(line.split("=")[0])),
    addedEnd,
  ];
  const isOpen = base !== "" && !base.endsWith("\n");
  return base + (isOpen ? eol : "") + lines.join(eol) + (isOpen ? "" : eol);
}
