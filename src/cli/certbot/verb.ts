import type { Context } from "../context.ts";
import type { CommandLine } from "./command-line.ts";

/** Runs a verb of certbot and returns certbot's exit code. Throws Problem. */
export type CertbotVerb = (context: Context, line: CommandLine) => Promise<number>;
