import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { attachAtTerminal, expectPicture } from "../support/attach-picture.ts";
import { waitForHttp } from "../support/companion-fixture.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { cases } from "../support/soak.ts";
import { eventually } from "../support/wire.ts";
import { withFreshStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const test = withFreshStack({
  kind: "dify",
  domain,
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  prepare: async (stack) => {
    await stack.types("docker compose up -d");
    await waitForHttp(stack);
    await stack.types(`docker compose exec -T -d api node -e '${listening}'`);
    const own = "NOTIFY_URLS=http://api:8999/hook\nNOTIFY_RENEWED=true\n";
    await appendFile(join(stack.folder, "httpsidecar.env"), own);
  },
});

/** Keeps the notices that come, in the container of an app of the stack. */
const listening =
  "http.createServer(async (request, response) => {" +
  ' fs.appendFileSync("/tmp/notices", Buffer.concat(await request.toArray()) + "\\n"); response.end() }).listen(8999)';

/** What stays as it is in every language: commands, files, addresses, settings, marks for scripts, names. */
const kept =
  /docker compose[^，。、]*|https?:\/\/\S+|\b(?:error|warning|fix|ok)\b:?|[A-Z][A-Z_]{3,}[^\s：，。、]*|\S*\.(?:env|test|conf|ini|yaml)\S*/g;

/** Lines that hold an English sentence: four words of small letters in a row. */
const english = (text: string) =>
  text.split("\n").filter((line) => /(?:\b[a-z]{2,} ){3}[a-z]{2,}\b/.test(line.replaceAll(kept, "")));

describe("docker/attach in the reader's language", () => {
  test.for(
    cases(
      [
        {
          LANG: "ja_JP.UTF-8",
          picture: "attach.ja",
          log: "次の更新",
          status: "正常",
          doctor: "すべて正常",
          notice: "証明書を更新しました（HTTPS は稼働中、残り",
        },
        {
          LANG: "zh_CN.UTF-8",
          picture: "attach.zh-CN",
          log: "下次续期",
          status: "正常",
          doctor: "一切正常",
          notice: "证书已续期（HTTPS 正常，还剩",
        },
      ],
      [
        {
          LANG: "C.UTF-8",
          picture: "attach",
          log: "next renewal: ",
          status: "all is well",
          doctor: "all is well",
          notice: "the certificate was renewed (HTTPS is up, ",
        },
      ],
    ),
  )("$LANG reaches the containers: log, status, doctor and a notice", async ({ LANG, picture, ...says }, { stack }) => {
    const screen = await attachAtTerminal(stack, LANG);
    console.log(screen.join("\n"));
    expectPicture(picture, screen, stack);

    const log = await stack.logs("certbot");
    const status = (await stack.types("docker compose exec -T certbot httpsidecar status")).output;
    const doctor = (await stack.tries("docker compose exec -T certbot httpsidecar doctor")).output;
    const notice = await eventually(async () => {
      const [first = ""] = (await stack.types("docker compose exec -T api cat /tmp/notices")).output.split("\n");
      const { event, title, text } = JSON.parse(first);
      expect(event).toBe("renewed");
      return `${title}\n${text}`;
    });
    console.log(`${log}\n${status}\n${doctor}\n${notice}`);
    expect(log).toContain(says.log);
    expect(status).toContain(says.status);
    expect(doctor).toContain(says.doctor);
    expect(notice).toContain(says.notice);
    // lines of files are not in the reader's language
    const printed = screen.filter((line) => !line.startsWith("  + ")).join("\n");
    const all = [printed, log, await stack.logs("certbot-companion"), status, doctor, notice].join("\n");
    expect(LANG === "C.UTF-8" ? [] : english(all)).toEqual([]);
  });
});
