import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adminSocket } from "../../src/companion/haproxy/admin.ts";
import { swapChanged } from "../../src/companion/haproxy/swap.ts";
import { peerAt } from "../../src/deploy/tls-peer.ts";
import { makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { webServer } from "../support/web-servers.ts";

const command = "set maxconn global 7";

/** What may end a certificate within a command, and let the rest be read as another one. */
const ends = {
  "an empty line": "\n\n",
  "an empty line of Windows": "\r\n\r\n",
  "a carriage return of its own": "\n\r\n",
  "two carriage returns": "\r\r",
  "a blank": "\n \n",
  "a tab": "\n\t\n",
  "a NUL": "\n\0\n",
  "a vertical tab": "\n\v\n",
  "a form feed": "\n\f\n",
  "a line separator": "\u2028\u2028",
  "a next line": "\n\u0085\n",
  "a backslash": "\n\\\n",
  "a semicolon": "\n;",
  "the word that begins a payload": "\n<<\n",
  "the word that begins a payload, alone": "<<\n\n",
};

test("no line end in a certificate's file has HAProxy take what follows for a command", async () => {
  const folder = await temporaryFolder();
  const pair = await makeCertificate();
  const port = await webServer("haproxy", pair, "", folder);
  const admin = adminSocket(join(folder, "admin.sock"));
  const maxconn = async () => /^Maxconn: (\d+)$/m.exec((await admin.say("show info")) ?? "")?.[1];
  const before = await maxconn();
  expect(before).toMatch(/^\d+$/);
  const taken: string[] = [];
  for (const [name, end] of Object.entries(ends)) {
    const next = await makeCertificate();
    for (const pem of [
      `${next.fullchainPem}${next.privateKeyPem}${end}${command}${end}`,
      `${next.fullchainPem}${end}${command}${end}${next.privateKeyPem}`,
    ]) {
      await swapChanged(admin, async () => pem).catch(() => undefined);
      if ((await maxconn()) !== before) taken.push(name);
    }
  }
  expect(taken).toEqual([]);

  const good = await makeCertificate();
  expect(await swapChanged(admin, async () => good.fullchainPem + good.privateKeyPem)).toHaveLength(1);
  const { fingerprint } = await peerAt({ host: "127.0.0.1", port, name: "dify.test" }, 30_000);
  expect(fingerprint).toBe(new X509Certificate(good.certPem).fingerprint256);
  // what was tried would have been seen
  await admin.say(command);
  expect(await maxconn()).toBe("7");
});
