import type { Context } from "../context.ts";
import type { CommandLine } from "./command-line.ts";

/** A verb of certbot: does it and gives certbot's exit code. Throws Problem. */
export type CertbotVerb = (context: Context, line: CommandLine) => Promise<number>;
