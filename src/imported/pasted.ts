import { phrase } from "../model/phrase.ts";
import { refused } from "./refused.ts";

/** One block of a PEM text, in the form that every program reads: LF, 64 columns, marks on lines of their own. */
export interface Block {
  /** between the dashes, for example CERTIFICATE */
  label: string;
  pem: string;
}

export interface Pasted {
  blocks: readonly Block[];
  /** what was corrected, in words */
  repairs: readonly string[];
}

// hyphen-minus, and what editors and mail programs make of two or five of them
const dashes = "\\-\\u2010-\\u2015\\u2212\\uFE58\\uFE63\\uFF0D";
const mark = new RegExp(`[${dashes}]*(BEGIN|END) +([A-Z0-9 ]*[A-Z0-9])[ ${dashes}]+`, "g");

/** Reads PEM as people paste it. Throws Problem `own-damaged` that names the file and what is missing of it. */
export function readPasted(given: string, file: string): Pasted {
  const text = given.replace(/(END [A-Z0-9 ]+-----)(?=-----BEGIN)/g, "$1\n");
  const repairs = new Set<string>();
  if (given.includes("\r")) repairs.add(lineEnds);
  if (text !== given) repairs.add(ownLines);
  const blocks = pairsIn(text, file).map(([begin, end]) => {
    for (const repair of [begin, end].flatMap((each) => repairsOfMark(each, text))) repairs.add(repair);
    return readBlock(text, begin, end, file, repairs);
  });
  return { blocks, repairs: [...repairs] };
}

function pairsIn(text: string, file: string): readonly [RegExpExecArray, RegExpExecArray][] {
  const marks = [...text.matchAll(mark)];
  return marks
    .filter((_, at) => at % 2 === 0)
    .map((begin, at) => {
      const label = begin[2] ?? "";
      const end = marks[2 * at + 1];
      if (begin[1] !== "BEGIN") throw halved(file, label, phrase`its BEGIN line is missing`);
      if (end?.[1] !== "END" || end[2] !== label) throw halved(file, label, phrase`its END line is missing`);
      return [begin, end];
    });
}

function readBlock(
  text: string,
  begin: RegExpExecArray,
  end: RegExpExecArray,
  file: string,
  repairs: Set<string>,
): Block {
  const label = begin[2] ?? "";
  const body = readBody(text.slice(begin.index + begin[0].length, end.index), file, label);
  if (body.irregular) repairs.add(whiteSpace);
  return { label, pem: `-----BEGIN ${label}-----\n${body.text}-----END ${label}-----\n` };
}

const lineEnds = phrase`Windows line ends were removed`;
const plainDashes = phrase`dashes in the BEGIN and END lines were restored to plain ones`;
const ownLines = phrase`BEGIN and END were put on lines of their own`;
const whiteSpace = phrase`white space and quotation marks were removed from the text`;

function repairsOfMark({ 0: written, 1: word, 2: label, index }: RegExpExecArray, text: string): readonly string[] {
  const before = text.slice(0, index);
  const after = text.slice(index + written.length);
  const isAlone = /(?:^|\n)[\s>]*$/.test(before.slice(-20)) && /^\s*(?:\n|$)/.test(after.slice(0, 20));
  const isPlain = written.trim() === `-----${word} ${label}-----`;
  return [...(isAlone ? [] : [ownLines]), ...(isPlain ? [] : [plainDashes])];
}

/** RFC 1421 headers of a key in OpenSSL's former encryption stay; all else is base64. */
function readBody(raw: string, file: string, label: string): { text: string; irregular: boolean } {
  const lines = raw
    .replace(/^[^\S\n]*\r?\n/, "")
    .replace(/\r/g, "")
    .split("\n");
  const headers = lines.filter((line) => /^\s*(?:Proc-Type|DEK-Info):/.test(line)).map((line) => line.trim());
  const data = lines.slice(0, -1).filter((line) => !/^\s*(?:[A-Za-z-]+:.*)?$/.test(line));
  const clean = [...data, lines.at(-1) ?? ""].join("").replace(/[\s>\u00A0\u200B\uFEFF]/g, "");
  const wrong = /[^A-Za-z0-9+/=]/.exec(clean)?.[0];
  if (wrong !== undefined) throw halved(file, label, phrase`${JSON.stringify(wrong)} is in it, which is not base64`);
  if (clean === "") throw halved(file, label, phrase`there is nothing in it`);
  const text = (clean.match(/.{1,64}/g) ?? []).map((line) => `${line}\n`).join("");
  const head = headers.length === 0 ? "" : `${headers.join("\n")}\n\n`;
  return { text: head + text, irregular: data.some((line) => /[^A-Za-z0-9+/=]/.test(line)) };
}

function halved(file: string, label: string, why: string) {
  const what = label === "" ? phrase`a block` : phrase`the ${label}`;
  const fix = phrase`copy the file again, from the first dash to the last; best of all as a file, not through a window`;
  return refused("damaged", phrase`${file}: ${what} is damaged: ${why}`, fix);
}
