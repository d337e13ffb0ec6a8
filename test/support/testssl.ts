import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "./folders.ts";
import { repository } from "./repository.ts";
import type { Stack } from "./stack.ts";

/** What testssl.sh finds and no template of ours can mend, by its own id: whose it is. */
const notOurs: Readonly<Record<string, string>> = {
  cert_chain_of_trust: "the test's authority is in no browser",
  cert_revocation: "the test's authority names neither CRL nor OCSP",
  cipher_order: "all that are offered are good, so the choice is the client's, as Mozilla advises",
  security_headers: "headers such as X-Frame-Options are the app's to send",
};

interface Finding {
  id: string;
  severity: string;
  finding: string;
}

/** What testssl.sh holds against the stack's HTTPS, of severity MEDIUM and above. */
export async function tlsFindings({ domain, httpsPort }: Stack): Promise<string[]> {
  const { stdout: testssl } = await execa(repository("test/setup/testssl"));
  const report = join(await temporaryFolder(), "report.json");
  const checks = ["-p", "-P", "-s", "-f", "-S", "-h", "-U"];
  const words = ["--quiet", "--warnings", "off", "--color", "0", "--severity", "MEDIUM", "--jsonfile", report];
  // The name is in no DNS: what the lookups would take is saved.
  const where = ["-n", "none", "--ip", "127.0.0.1", `${domain}:${httpsPort}`];
  // Its exit code counts findings.
  await execa(testssl, [...words, ...checks, ...where], { reject: false });
  const findings = JSON.parse(await readFile(report, "utf8")) as Finding[];
  // The test's authority is always found: without that, nothing was looked at.
  if (!findings.some(({ id }) => id === "cert_chain_of_trust")) throw new Error("testssl.sh looked at nothing");
  const bad = findings.filter(({ severity }) => ["MEDIUM", "HIGH", "CRITICAL"].includes(severity));
  return bad.filter(({ id }) => !(id in notOurs)).map(({ id, severity, finding }) => `${severity} ${id}: ${finding}`);
}
