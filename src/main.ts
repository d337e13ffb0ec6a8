#!/usr/bin/env node
import { basename } from "node:path";
import { isService as isServiceOf } from "./cli/json-lines.ts";
import { languageOf } from "./model/language.ts";
import { maskedWords } from "./model/masked.ts";
import { speak } from "./model/phrase.ts";

// First of all: without a handler, SIGTERM ends the process with code 143.
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => stop.abort());

const typed = process.argv.slice(2);
const called = basename(process.argv[1] ?? "");
// update-cert (in the package) and certbot (in the image) are links to this file, known by the name they are called by.
const words = called === "update-cert" || called === "certbot" ? [called, ...typed] : typed;

// Secrets are masked in the list of processes too.
const shown = maskedWords(process.argv).join(" ");
if (shown !== process.argv.join(" ")) process.title = shown;

// Whatever still waits then is cut off: the store and the journals survive that.
const isService = isServiceOf(words);
stop.signal.addEventListener("abort", () => void setTimeout(() => process.exit(isService ? 0 : 1), 1200).unref());

// Modules translate their tables of texts as they load, so the language comes before them. English needs no catalogue.
const language = languageOf(process.env);
if (language !== "en") speak((await import("./languages/catalogue.ts")).catalogueOf(language));

const { runHere } = await import("./assemble.ts");
const code = await runHere(words, stop.signal);
// A socket that is still open would keep the process up; Docker starts a service again that has ended.
if (stop.signal.aborted || isService) process.exit(code);
process.exitCode = code;
