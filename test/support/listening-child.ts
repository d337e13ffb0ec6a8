/** A companion's socket in a process of its own, for a test that limits what it may open: `node listening-child.ts PATH`. */
import { answer, nothingKnown } from "../../src/companion/answers.ts";
import { listen } from "../../src/companion/server.ts";

const { signal } = new AbortController();
const handle = async () => answer("unchanged", nothingKnown);
await listen({ path: process.argv[2] ?? "", handle, print: () => {}, signal, sendMs: 1000 });
