import { phrase } from "../../model/phrase.ts";
import { settingsRefused } from "../../stack-files/refused.ts";
import { type SwitchValues, switchKeys } from "../parts.ts";
import { ourBlock } from "./override-block.ts";

const mark = "# httpsidecar: this file belongs to certbot-companion";
const head = [
  `${mark}, which writes it anew when a value below changes.`,
  "# A new nginx container starts with what was switched on in the running one, because Compose reads this file by itself.",
  "# To go back: docker compose exec certbot httpsidecar disable-https; to be rid of it: delete this file and run docker compose up -d.",
];
const setting = /^ *([A-Z_]+): "([A-Za-z0-9._/-]*)"\r?$/;

/**
 * Our keys as an override file gives them: a file of ours, or our marked block in the operator's file.
 * Throws Problem `settings-refused` for a file that is neither.
 */
export function readOverrideText(bytes: Buffer, service: string, name: string): SwitchValues {
  const text = bytes.toString("latin1");
  const lines = text.startsWith(mark) ? text.split("\n") : ourBlock(text, service, name).inside;
  const found = lines.flatMap((line) => switchKeys.flatMap((key) => settingOf(line, key)));
  return Object.fromEntries(found);
}

/**
 * An override that sets these values, and those it set before, for the service alone; undefined bytes: no file yet.
 * Throws Problem `settings-refused` for a file that is neither ours nor has our marked block.
 */
export function changeOverrideText(
  bytes: Buffer | undefined,
  service: string,
  values: SwitchValues,
  name: string,
): Buffer {
  const all = { ...(bytes && readOverrideText(bytes, service, name)), ...values };
  const text = bytes?.toString("latin1") ?? mark;
  if (text.startsWith(mark)) return Buffer.from(wholeFile(service, all), "latin1");

  const block = ourBlock(text, service, name);
  return Buffer.from(block.fill(settingLines(all)), "latin1");
}

/** The block of `current` as it was in `before`; a file of ours becomes `before` whole. Throws Problem as above. */
export function restoreOverrideText(
  current: Buffer,
  before: Buffer | undefined,
  service: string,
  name: string,
): Buffer | undefined {
  const text = current.toString("latin1");
  if (text.startsWith(mark)) return before;
  const old = before ? readOverrideText(before, service, name) : {};
  return Buffer.from(ourBlock(text, service, name).fill(settingLines(old)), "latin1");
}

function wholeFile(service: string, values: SwitchValues): string {
  const lines = settingLines(values).map((line) => `      ${line}`);
  return [...head, "services:", `  "${service}":`, "    environment:", ...lines, ""].join("\n");
}

function settingLines(values: SwitchValues): string[] {
  return switchKeys.flatMap((key) => {
    const value = values[key];
    return value === undefined ? [] : [`${key}: "${plain(key, value)}"`];
  });
}

function plain(key: string, value: string): string {
  if (/^[A-Za-z0-9._/-]*$/.test(value)) return value;
  throw settingsRefused(phrase`the value for ${key} needs quoting`, phrase`set ${key} to a plain value`);
}

function settingOf(line: string, key: string): [string, string][] {
  const [, found, value] = setting.exec(line) ?? [];
  return found === key && value !== undefined ? [[key, value]] : [];
}
