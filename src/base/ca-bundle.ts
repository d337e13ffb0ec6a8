import { readSmall } from "./read-small.ts";

/** Bytes: many times the list of all roots. */
const largest = 16 * 1024 * 1024;

/** The operator's file of roots (REQUESTS_CA_BUNDLE), PEM; undefined if it does not exist. Throws what `readSmall` does. */
export const readCaBundle = (path: string): Promise<Buffer | undefined> => readSmall(path, { maxBytes: largest });
