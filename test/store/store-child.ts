import { readFile } from "node:fs/promises";
import type { IssuedCertificate, Lineage } from "../../src/model/lineage.ts";
import { Problem } from "../../src/model/problem.ts";
import { lineageStore } from "../../src/store/lineages.ts";

/** A process of its own for tests that kill it, or that take its rights away. Arguments: verb, folder, issued.json. */
const [verb, folder = "", issuedFile = ""] = process.argv.slice(2);
const lineage: Lineage = { name: "dify.test", domains: ["dify.test"], domainAsTyped: "dify.test" };
const store = lineageStore({ folder, webroot: "/var/www/html", version: "0.1.0" });

async function run(): Promise<void> {
  if (verb === "hold") return store.exclusively(holdForEver);
  if (verb === "check") return store.checkWritable(lineage);
  if (verb === "save") return saveOnce();
  if (verb === "save-again") return saveForEver();
  throw new Error(`${verb} is no verb of this script`);
}

async function holdForEver(): Promise<void> {
  console.log("locked");
  await new Promise((resolve) => setTimeout(resolve, 2 ** 31 - 1));
}

async function saveOnce(): Promise<void> {
  const [issued] = await readIssued();
  if (issued) await store.exclusively(() => store.save(lineage, issued));
}

async function saveForEver(): Promise<void> {
  const all = await readIssued();
  for (let turn = 0; ; turn++) {
    const issued = all[turn % all.length];
    if (issued) await store.exclusively(() => saveAloud(issued));
  }
}

async function saveAloud(issued: IssuedCertificate): Promise<void> {
  console.log("saving");
  await store.save(lineage, issued);
  console.log("saved");
}

async function readIssued(): Promise<IssuedCertificate[]> {
  // our own test wrote it
  return JSON.parse(await readFile(issuedFile, "utf8")) as IssuedCertificate[];
}

try {
  await run();
  console.log(JSON.stringify({ code: "done" }));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  const { code, message, fix, retry } = error;
  console.log(JSON.stringify({ code, message, fix, retry }));
}
