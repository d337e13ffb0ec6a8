import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createSecureContext } from "node:tls";
import { describe, expect, onTestFinished, test } from "vitest";
import { openObserver } from "../../src/assemble/observer-parts.ts";
import { readNotifyUrls } from "../../src/config/notify-urls.ts";
import { readSettings } from "../../src/config/settings.ts";
import type { Notice } from "../../src/model/notice.ts";
import { Problem } from "../../src/model/problem.ts";
import { deliver } from "../../src/notices/deliver.ts";
import { lineageStore } from "../../src/store/lineages.ts";
import { selfSigned } from "../../src/store/self-signed.ts";
import { makeCertificate } from "../support/certificates.ts";
import { temporaryFolder } from "../support/folders.ts";
import { end } from "../support/loopback.ts";
import { freePorts } from "../support/ports.ts";
import { receiver } from "../support/receiver.ts";
import { repository } from "../support/repository.ts";

const notice: Notice = {
  event: "failing",
  lineage: "dify.test",
  at: new Date("2026-11-20T12:00:00Z"),
  title: "dify.test: the certificate could not be obtained or renewed",
  lines: ["what happened: 接続できません", "what to do: open port 80"],
};
const text = ["httpsidecar: dify.test: the certificate could not be obtained or renewed", ...notice.lines].join("\n");

/** One delivery to a receiver that answers so. */
async function sendTo(
  prefix: string,
  path: string,
  answer: Parameters<typeof receiver>[0],
  limitMs = 5000,
  sent = notice,
) {
  const { received, host } = await receiver(answer);
  const {
    destinations: [to],
  } = readNotifyUrls(`${prefix}http://${host}${path}`);
  if (!to) throw new Error("no destination was read");
  return { ended: await deliver(to, sent, { limitMs }), received };
}

const arrived = { arrived: true };

describe("each service gets what it wants, and tells in its own way that it arrived", () => {
  test.each([
    ["slack", "/services/T/B/x", { status: 200, body: "ok" }, { text }],
    ["discord", "/api/webhooks/1/x", { status: 204 }, { content: text, allowed_mentions: { parse: [] } }],
    ["telegram", "/bot1:x/sendMessage?chat_id=-7", { status: 200, body: '{"ok":true}' }, { chat_id: "-7", text }],
    [
      "feishu",
      "/open-apis/bot/v2/hook/x",
      { status: 200, body: '{"code":0,"msg":"success"}' },
      { msg_type: "text", content: { text } },
    ],
    [
      "dingtalk",
      "/robot/send?access_token=x",
      { status: 200, body: '{"errcode":0,"errmsg":"ok"}' },
      { msgtype: "text", text: { content: text } },
    ],
    [
      "wecom",
      "/cgi-bin/webhook/send?key=x",
      { status: 200, body: '{"errcode":0,"errmsg":"ok"}' },
      { msgtype: "text", text: { content: text } },
    ],
  ])("%s", async (kind, path, answer, body) => {
    const { ended, received } = await sendTo(`${kind}+`, path, answer);
    expect(ended).toEqual(arrived);
    expect(received).toMatchObject([
      { path: kind === "telegram" ? "/bot1:x/sendMessage" : path, headers: { "content-type": "application/json" } },
    ]);
    expect(JSON.parse(received[0]?.body ?? "")).toEqual(body);
  });

  test("ntfy, with its title and priority", async () => {
    const { ended, received } = await sendTo("ntfy+", "/topic", { status: 200, body: "{}" });
    expect(ended).toEqual(arrived);
    expect(received).toMatchObject([
      {
        path: "/topic",
        body: notice.lines.join("\n"),
        headers: { title: `httpsidecar: ${notice.title}`, priority: "high" },
      },
    ]);
  });

  test("ntfy, with a title that is not English", async () => {
    const { received, host } = await receiver({ status: 200, body: "{}" });
    const {
      destinations: [to],
    } = readNotifyUrls(`ntfy+http://${host}/topic`);
    if (!to) throw new Error("no destination was read");
    const title = "dify.test：无法取得或续期证书，续期仍然失败，可用时间已过一半";
    expect(await deliver(to, { ...notice, title })).toEqual(arrived);
    const words = String(received[0]?.headers["title"]).split(" ");
    expect(words.every((word) => /^=\?UTF-8\?B\?[\w+/=]+\?=$/.test(word) && word.length <= 75)).toBe(true);
    const texts = words.map((word) => Buffer.from(word.slice(10, -2), "base64").toString());
    expect(texts.join("")).toBe(`httpsidecar: ${title}`);
  });

  test("a webhook of one's own, as JSON, with the password of its URL where it belongs", async () => {
    const { received, host } = await receiver({ status: 202 });
    const {
      destinations: [to],
    } = readNotifyUrls(`http://me:s3cret@${host}/hook`);
    if (!to) throw new Error("no destination was read");
    expect(await deliver(to, notice)).toEqual(arrived);
    expect(received[0]?.headers.authorization).toBe(`Basic ${Buffer.from("me:s3cret").toString("base64")}`);
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({
      schema: 1,
      event: "failing",
      lineage: "dify.test",
      at: "2026-11-20T12:00:00.000Z",
      title: notice.title,
      text: notice.lines.join("\n"),
    });
  });
});

describe("a notice that is longer than its service takes", () => {
  const ends = ["下次尝试：2026-11-21 00:00 UTC，自动进行", "详情：docker compose exec certbot httpsidecar doctor"];
  const long = (length: number): Notice => ({
    ...notice,
    lines: [`发生了什么：${"証明書𠮷".repeat(length)}`, `怎么办：${'"打开 80 端口" '.repeat(length)}`, ...ends],
  });

  /** ntfy makes a file of a body of more bytes than that, and refuses it where it keeps no files. */
  function asNtfy(response: ServerResponse, body: string): void {
    const tooLong = Buffer.byteLength(body) > 4096;
    response.writeHead(tooLong ? 400 : 200).end(tooLong ? '{"code":40014}' : "{}");
  }

  test.each([100, 300, 5000])("reaches ntfy as text, with what comes next (%i repeats)", async (length) => {
    const { ended, received } = await sendTo("ntfy+", "/topic", asNtfy, 5000, long(length));
    expect(ended).toEqual(arrived);
    const lines = received[0]?.body.split("\n") ?? [];
    expect(lines.slice(2)).toEqual(ends);
    for (const [at, line] of lines.slice(0, 2).entries())
      expect(long(length).lines[at]).toContain(line.replace(/…$/, ""));
    expect(lines.filter((line) => line.endsWith("…"))).toHaveLength(length > 100 ? 2 : 0);
    if (length > 100) expect(Buffer.byteLength(lines.join("\n"))).toBeGreaterThan(4096 - 10);
  });

  test("loses only of its longest line where that is enough", async () => {
    const lines = ["起きたこと：接続できません", `対処：${"開".repeat(2000)}`, ...ends];
    const { received } = await sendTo("ntfy+", "/topic", asNtfy, 5000, { ...notice, lines });
    const [first, second = "", ...rest] = received[0]?.body.split("\n") ?? [];
    expect([first, ...rest]).toEqual([lines[0], ...ends]);
    expect(second).toMatch(/^対処：開+…$/);
  });

  test.each([
    ["slack", (body: string) => JSON.parse(body).text.length, 40_000],
    ["discord", (body: string) => JSON.parse(body).content.length, 2000],
    ["telegram", (body: string) => JSON.parse(body).text.length, 4096],
    ["feishu", (body: string) => Buffer.byteLength(body), 20_000],
    ["dingtalk", (body: string) => Buffer.byteLength(body), 20_000],
    ["wecom", (body: string) => Buffer.byteLength(JSON.parse(body).text.content), 2048],
  ])("fits %s, nearly full, and ends with what comes next", async (kind, sizeOf, most) => {
    const answer = { status: 200, body: '{"ok":true,"code":0,"errcode":0}' };
    const { ended, received } = await sendTo(`${kind}+`, "/x?chat_id=1", answer, 5000, long(9000));
    expect(ended).toEqual(arrived);
    const body = received[0]?.body ?? "";
    expect(sizeOf(body)).toBeLessThanOrEqual(most);
    expect(sizeOf(body)).toBeGreaterThan(most - 250);
    expect(body).toContain(`…${JSON.stringify(`\n${ends.join("\n")}`).slice(1)}`);
    expect(body).not.toMatch(/\\ud[89ab]|\ufffd/);
  });
});

describe("what did not arrive is told with the reason, and never with the URL", () => {
  test.each([
    ["slack+", { status: 404, body: "no_service" }, "status 404", undefined],
    ["slack+", { status: 429, headers: { "retry-after": "30" } }, "status 429", 30_000],
    ["discord+", { status: 500 }, "status 500", undefined],
    [
      "feishu+",
      { status: 200, body: '{"code":19024,"msg":"Key Words Not Found"}' },
      "code 19024: Key Words Not Found",
      undefined,
    ],
    [
      "dingtalk+",
      { status: 200, body: '{"errcode":310000,"errmsg":"keywords not in content"}' },
      "errcode 310000: keywords not in content",
      undefined,
    ],
    [
      "wecom+",
      { status: 200, body: '{"errcode":45009,"errmsg":"api freq out of limit"}' },
      "errcode 45009: api freq out of limit",
      undefined,
    ],
    ["wecom+", { status: 200, body: "<html>" }, "errcode no JSON: no reason", undefined],
  ])("by %s%j", async (prefix, answer, why, waitMs) => {
    const { ended } = await sendTo(prefix, "/s3cret", answer);
    expect(ended).toEqual({ arrived: false, why, waitMs });
  });

  test.each([
    ["telegram+", { status: 429, body: '{"ok":false,"error_code":429,"parameters":{"retry_after":35}}' }, 35_000],
    ["discord+", { status: 429, body: '{"message":"You are being rate limited.","retry_after":64.57}' }, 64_570],
  ])("a limit is heeded that %s tells in the body alone", async (prefix, answer, waitMs) => {
    const { ended } = await sendTo(prefix, "/hook?chat_id=1", answer);
    expect(ended).toEqual({ arrived: false, why: "status 429", waitMs });
  });

  test("a service that repeats the address in its answer gives nothing of it away", async () => {
    const answer = {
      status: 200,
      body: '{"errcode":1,"errmsg":"/hook/T0ken-in-path with key K3y-in-query is unknown"}',
    };
    const { ended } = await sendTo("dingtalk+", "/hook/T0ken-in-path?access_token=K3y-in-query", answer);
    expect(ended).toMatchObject({ why: "errcode 1: /hook/… with key … is unknown" });
  });

  test("by telegram, in its own words", async () => {
    const answer = { status: 200, body: '{"ok":false,"description":"chat not found"}' };
    const { ended } = await sendTo("telegram+", "/bots3cret/sendMessage?chat_id=1", answer);
    expect(ended).toEqual({ arrived: false, why: "ok false: chat not found", waitMs: undefined });
  });

  test("by one that sends us elsewhere, which is not asked: what leads to an inner address stays a word", async () => {
    const inner = await receiver({ status: 200 });
    for (const prefix of ["", "slack+", "discord+", "wecom+"]) {
      const elsewhere = { status: 307, headers: { location: `http://${inner.host}/s3cret` } };
      const { ended } = await sendTo(prefix, "/s3cret", elsewhere);
      expect(ended).toMatchObject({ arrived: false, why: expect.stringMatching(/307|no JSON/) });
    }
    expect(inner.received).toEqual([]);
  });

  test("by one whose certificate no known CA has signed, which reads nothing", async () => {
    const { privateKeyPem: key, certificatePem: cert } = selfSigned("127.0.0.1");
    const read: string[] = [];
    const server = createServer({ key, cert }, (request, response) => {
      read.push(request.url ?? "");
      response.end();
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { destinations } = readNotifyUrls(`https://127.0.0.1:${port}/s3cret`);
    const [to] = destinations;
    if (!to) throw new Error("no destination was read");
    expect(await deliver(to, notice)).toMatchObject({ arrived: false, why: expect.stringMatching(/self.signed/i) });
    expect(read).toEqual([]);
  });

  test("by one that never answers, within its time", async () => {
    const { ended } = await sendTo("", "/s3cret", () => {}, 200);
    expect(ended).toEqual({ arrived: false, why: "no response within 0.2 s", waitMs: undefined });
  });

  test("by one that breaks off, and by nobody", async () => {
    const { ended } = await sendTo("", "/s3cret", (response) => response.destroy());
    expect(ended).toMatchObject({ arrived: false, why: "econnreset" });
    const [port] = await freePorts(1);
    const {
      destinations: [nobody],
    } = readNotifyUrls(`http://127.0.0.1:${port}/s3cret`);
    if (!nobody) throw new Error("no destination was read");
    expect(await deliver(nobody, notice)).toMatchObject({ arrived: false, why: "econnrefused" });
  });
});

describe("mail goes to a real SMTP server", () => {
  interface Mail {
    from: string;
    to: string[];
    user: string | null;
    tls: boolean;
    content: string;
  }

  async function mailbox(kind: "plain" | "starttls" | "tls") {
    const folder = await temporaryFolder();
    const { privateKeyPem, fullchainPem, rootPem } = await makeCertificate({ domains: ["localhost"] });
    await writeFile(join(folder, "cert.pem"), fullchainPem);
    await writeFile(join(folder, "key.pem"), privateKeyPem);
    const [port = 0] = await freePorts(1);
    const files = kind === "plain" ? [] : [join(folder, "cert.pem"), join(folder, "key.pem")];
    const server = spawn("/usr/bin/python3", [repository("test/support/mail.py"), `${port}`, kind, ...files], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => end(server));
    const lines: string[] = [];
    createInterface({ input: server.stdout }).on("line", (line) => lines.push(line));
    await expect.poll(() => lines).toContain("ready");
    const mails = (): Mail[] => lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
    return { port, rootPem, mails };
  }

  async function mailTo(url: string, ca?: string[]) {
    const {
      destinations: [to],
    } = readNotifyUrls(url);
    if (!to) throw new Error("no destination was read");
    return deliver(to, notice, { limitMs: 5000, ...(ca && { secureContext: createSecureContext({ ca }) }) });
  }
  const ends = "?from=side@example.org&to=a@example.org&to=b@example.org";

  test("in clear where no password is given", async () => {
    const { port, mails } = await mailbox("plain");
    expect(await mailTo(`smtp://127.0.0.1:${port}/${ends}`)).toEqual(arrived);
    await expect
      .poll(mails)
      .toMatchObject([{ from: "side@example.org", to: ["a@example.org", "b@example.org"], user: null }]);
    expect(mails()[0]?.content).toMatch(/^Subject: httpsidecar: dify\.test: the certificate could not be/m);
  });

  test.each(["starttls", "tls"] as const)("with a password only over TLS: %s", async (kind) => {
    const { port, rootPem, mails } = await mailbox(kind);
    const scheme = kind === "tls" ? "smtps" : "smtp";
    expect(await mailTo(`${scheme}://me:s3cret@localhost:${port}/${ends}`, [rootPem])).toEqual(arrived);
    await expect.poll(mails).toMatchObject([{ user: "me", tls: true }]);
  });

  test("a password is not sent in clear, a wrong one and an unknown root are told", async () => {
    const plain = await mailbox("plain");
    expect(await mailTo(`smtp://me:s3cret@127.0.0.1:${plain.port}/${ends}`)).toMatchObject({
      arrived: false,
      why: expect.stringContaining("etls"),
    });
    expect(plain.mails()).toEqual([]);
    const { port, rootPem } = await mailbox("tls");
    expect(await mailTo(`smtps://me:wrong@localhost:${port}/${ends}`, [rootPem])).toMatchObject({
      arrived: false,
      why: "eauth, SMTP 535",
    });
    expect(await mailTo(`smtps://me:s3cret@localhost:${port}/${ends}`)).toMatchObject({ arrived: false });
  });
});

test("a failed look reaches the service while the loop has long gone on", async () => {
  const folder = await temporaryFolder();
  const { received, host } = await receiver({ status: 200, body: "ok" });
  const environment = {
    CERTBOT_DOMAIN: "dify.test",
    CERTBOT_OPTIONS: "--server https://ca.test/dir",
    NOTIFY_URLS: `slack+http://${host}/x`,
  };
  const folders = { config: folder, webroot: folder, logs: folder, run: folder, state: folder };
  const settings = readSettings({
    environment,
    words: [],
    word: "serve",
    folders,
    companionSocket: join(folder, "no.sock"),
  });
  const said: string[] = [];
  const store = lineageStore({ folder, webroot: folder, version: "1.2.3" });
  const observe = await openObserver(settings, {
    environment,
    say: (line) => said.push(line),
    store,
  });
  const problem = new Problem({ code: "acme-caa", message: "CAA forbids it", fix: "mend the record" });
  expect(observe.look({ result: "failed", problem, next: new Date("2026-11-20T12:00:00Z") })).toBeUndefined();
  await expect.poll(() => received).toHaveLength(1);
  expect(JSON.parse(received[0]?.body ?? "").text.replace(/(?<=12:00 UTC, )\S.*(?= \()/, "N days ago")).toBe(
    [
      "httpsidecar: dify.test: the certificate could not be obtained or renewed (there is no usable certificate)",
      "what happened: CAA forbids it",
      "what to do: mend the record",
      "next attempt: 2026-11-20 12:00 UTC, N days ago (automatic)",
      "more: docker compose exec certbot httpsidecar doctor",
    ].join("\n"),
  );
  expect(said).toEqual([]);
});
