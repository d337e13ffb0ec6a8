import { presentedRecords } from "../../src/store/presented-records.ts";

/** Writes down so many records, one after the other, once a line comes. Arguments: the folder, a letter, and how many. */
const [folder = "", letter = "", count = "0"] = process.argv.slice(2);
const records = presentedRecords(folder);
process.stdin.once("data", async () => {
  for (let at = 0; at < Number(count); at += 1) {
    const value = `${letter}${at}`.padEnd(43, "_");
    await records.add({ zone: "a.test", fqdn: "_acme-challenge.a.test", value, domain: "a.test" });
  }
  process.stdin.destroy();
});
console.log("ready");
