#!/usr/bin/env node
import { basename } from "node:path";
import { languageOf } from "./model/language.ts";
import { maskedWords } from "./model/masked.ts";
import { speak } from "./model/phrase.ts";

// First thing: as PID 1's child this process is stopped with SIGTERM, and until there is a handler that is exit code 143.
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => stop.abort());

const typed = process.argv.slice(2);
const called = basename(process.argv[1] ?? "");
// The package has update-cert, and the image certbot, as links to this file: the word is the name it was called by.
const words = called === "update-cert" || called === "certbot" ? [called, ...typed] : typed;

// In the list of processes too a secret stays hidden.
const shown = maskedWords(process.argv).join(" ");
if (shown !== process.argv.join(" ")) process.title = shown;

// What waits for somebody else is cut off after a moment: the store and the journals are made for that.
const isService = words[0] === "serve" || words[0] === "companion";
stop.signal.addEventListener("abort", () => void setTimeout(() => process.exit(isService ? 0 : 1), 1200).unref());

// Before the rest is loaded: its tables of texts are made while it is loaded. English loads no catalogue.
const language = languageOf(process.env);
if (language !== "en") speak((await import("./languages/catalogue.ts")).catalogueOf(language));

// What waits for years is small while it waits.
if (isService) (await import("./assemble/at-rest.ts")).giveBackAtRest();
const { runHere } = await import("./assemble.ts");
const code = await runHere(words, stop.signal);
// What was cut off may still hold a socket open; a service that has ended is to be started again by Docker.
if (stop.signal.aborted || isService) process.exit(code);
process.exitCode = code;
