#!/usr/bin/env node
import { basename } from "node:path";

// First thing: as PID 1's child this process is stopped with SIGTERM, and until there is a handler that is exit code 143.
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => stop.abort());

const typed = process.argv.slice(2);
const called = basename(process.argv[1] ?? "");
// /usr/local/bin/update-cert and certbot are links to this file: the word is the name it was called by.
const words = called === "update-cert" || called === "certbot" ? [called, ...typed] : typed;

const { runHere } = await import("./assemble.ts");
process.exitCode = await runHere(words, stop.signal);
