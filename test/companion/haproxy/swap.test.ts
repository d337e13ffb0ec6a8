import { X509Certificate } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { adminSocket } from "../../../src/companion/haproxy/admin.ts";
import { swapChanged } from "../../../src/companion/haproxy/swap.ts";
import { makeCertificate } from "../../support/certificates.ts";
import { temporaryFolder } from "../../support/folders.ts";

const file = "/etc/haproxy/certs/dify.test.pem";

/** HAProxy's side, as it answers; gives the diary. */
function haproxy({ loaded = "", commit = "Committing.\nSuccess!\n" } = {}) {
  const diary: string[] = [];
  const say = async (command: string) => {
    diary.push(command.split("\n")[0] ?? "");
    if (command === "show ssl cert") return `# filename\n${file}\n/etc/my certs/odd one.pem\n`;
    if (command.startsWith("show")) return `Filename: ${file}\nSHA1 FingerPrint: ${loaded}\n`;
    if (command.startsWith("set")) return `Transaction created for certificate ${file}!\n`;
    return command.startsWith("commit") ? commit : "";
  };
  return { admin: { say }, diary };
}

async function pem() {
  const { fullchainPem, privateKeyPem } = await makeCertificate();
  const text = fullchainPem + privateKeyPem;
  return { text, fingerprint: new X509Certificate(text).fingerprint.replaceAll(":", "") };
}

it("puts in what has changed, and only files whose names are plain", async () => {
  const { text } = await pem();
  const { admin, diary } = haproxy({ loaded: "00" });
  expect(await swapChanged(admin, async () => text)).toEqual([file]);
  expect(diary).toEqual([
    "show ssl cert",
    `show ssl cert ${file}`,
    `set ssl cert ${file} <<`,
    `commit ssl cert ${file}`,
  ]);
});

it("leaves alone what is loaded already", async () => {
  const { text, fingerprint } = await pem();
  const { admin, diary } = haproxy({ loaded: fingerprint });
  expect(await swapChanged(admin, async () => text)).toEqual([]);
  expect(diary).toHaveLength(2);
});

it("aborts what HAProxy does not commit, and leaves it to a reload", async () => {
  const { text } = await pem();
  const { admin, diary } = haproxy({ commit: "inconsistencies between private key and certificate\n" });
  expect(await swapChanged(admin, async () => text)).toBeUndefined();
  expect(diary.at(-1)).toBe(`abort ssl cert ${file}`);
});

it("leaves it to a reload where nobody answers on the socket", async () => {
  const admin = adminSocket(join(await temporaryFolder(), "admin.sock"));
  expect(await swapChanged(admin, async () => "")).toBeUndefined();
});

it("says one command a connection and takes the whole answer", async () => {
  const path = join(await temporaryFolder(), "admin.sock");
  const server = createServer((socket) => {
    socket.once("data", (said) => {
      socket.write("first ");
      setImmediate(() => socket.end(`then ${said}`));
    });
  }).listen(path);
  onTestFinished(() => void server.close());
  expect(await adminSocket(path).say("show info")).toBe("first then show info\n");
});

it("leaves a list without end to a reload, and reads none of its files", async () => {
  const list = Array.from({ length: 1001 }, (_, at) => `/certs/${at}.pem`).join("\n");
  const read: string[] = [];
  const admin = { say: async () => list };
  expect(await swapChanged(admin, async (path) => `${read.push(path)}`)).toBeUndefined();
  expect(read).toEqual([]);
});
