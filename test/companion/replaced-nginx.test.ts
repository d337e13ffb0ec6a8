import { describe, expect, test } from "vitest";
import type { CommandResult } from "../../src/companion/docker/command.ts";
import { noShell } from "../../src/companion/docker/shell.ts";
import { nginxServer } from "../../src/companion/nginx-server.ts";
import type { JournalEntry } from "../../src/companion/parts.ts";
import { oneAtATime } from "../../src/companion/queue.ts";
import { reconciler } from "../../src/companion/reconciler.ts";
import { refusal } from "../../src/companion/refusal.ts";
import { handleVerb } from "../../src/companion/verbs.ts";
import { companionContext, nothingRemembered, oneContainer } from "../support/companion-context.ts";
import { entrypoint, startNginx } from "../support/made-up-stack/nginx.ts";

const environment = {
  NGINX_HTTPS_ENABLED: "false",
  NGINX_ENABLE_CERTBOT_CHALLENGE: "false",
  NGINX_SSL_CERT_FILENAME: "fullchain.pem",
};

/** What the Engine gives for a program whose container ends meanwhile. */
const answers = {
  "nothing, as where there is no shell": () => ({ exitCode: noShell, stdout: "" }),
  "half of its words": ({ stdout }: CommandResult) => ({
    exitCode: 137,
    stdout: stdout.subarray(0, stdout.length / 2),
  }),
  "all of its words": (whole: CommandResult) => whole,
  "a refusal": () => {
    throw refusal("no-nginx", "the nginx container does not run", "start it");
  },
};
type Answer = keyof typeof answers;
type Change = "recreated" | "restarted";

/** A companion beside an nginx that changes at its program of this number; counted from `disturb` on. */
function stack() {
  let [starts, programs] = [0, 0];
  let [memory, journal] = [nothingRemembered, undefined as JournalEntry | undefined];
  let disturbance: { at: number; answer: Answer; change: Change } | undefined;
  const begin = (id: string) => {
    starts += 1;
    return startNginx({ id, startedAt: new Date(starts * 60_000).toISOString(), environment }, () => "cert 1");
  };
  let nginx = begin("nginx-1");
  const change = (how: Change) => {
    nginx = begin(how === "restarted" ? nginx.id : `nginx-${starts + 1}`);
  };
  async function inspect(id: string) {
    if (id !== nginx.id) throw refusal("docker-failed", "gone", "", Object.assign(new Error(), { statusCode: 404 }));
    const info = await oneContainer(id).inspect(id);
    const Env = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const State = { ...info.State, StartedAt: nginx.startedAt };
    return { ...info, State, Config: { ...info.Config, Entrypoint: [entrypoint], Env } };
  }
  const context = companionContext({
    engine: {
      list: async (labels) => await oneContainer(nginx.id).list(labels),
      inspect,
      expectExec: () => undefined,
      logs: async () => "",
      async exec(id, command) {
        if (id !== nginx.id) throw refusal("no-nginx", "the nginx container does not run", "start it");
        programs += 1;
        const whole = await nginx.exec(command);
        if (programs !== disturbance?.at) return whole;
        change(disturbance.change);
        const { exitCode, stdout } = answers[disturbance.answer](whole);
        return { exitCode, stdout: Buffer.from(stdout), stderr: whole.stderr };
      },
    },
    state: {
      read: async () => memory,
      write: async (written) => {
        memory = written;
      },
      journal: {
        read: async () => journal,
        open: async (entry) => {
          journal = entry;
        },
        drop: async () => {
          journal = undefined;
        },
      },
    },
  });
  const server = nginxServer(context);
  const lines: string[] = [];
  const rounds = reconciler(server, {
    queue: oneAtATime(),
    print: (line) => void lines.push(line),
    signal: new AbortController().signal,
    now: () => new Date(),
    beat: async () => undefined,
    startup: { lines: [], isProblem: false },
    isFirst: false,
  });
  return {
    ask: async (verb: "look" | "reload" | "enable-https" | "disable-https") => (await handleVerb(server, verb)).code,
    round: rounds.round,
    change,
    lines,
    served: () => nginx.served(),
    /** Returns how many programs have run since. */
    disturb(given: typeof disturbance) {
      [programs, disturbance] = [0, given];
      return () => programs;
    },
  };
}

const passing = ["unchanged", "done", "no-nginx", "not-ready"];
const kinds = (["recreated", "restarted"] as const).flatMap((change) =>
  Object.keys(answers).map((answer) => [change, answer as Answer] as const),
);

describe.each(kinds)("an nginx that is %s during a program, which gives %s", (change, answer) => {
  test.each(["look", "reload", "enable-https", "disable-https"] as const)(
    "is said to be on its way at every moment of %s, and obeys the next one",
    async (verb) => {
      let codes: readonly string[] = [];
      for (let [at, programs] = [1, 1]; at <= programs; at += 1) {
        const given = stack();
        if (verb !== "enable-https") await given.ask("enable-https");
        const counted = given.disturb({ at, answer, change });
        codes = [...codes, await given.ask(verb)];
        programs = Math.max(programs, counted());
        given.disturb(undefined);
        const isOff = verb === "disable-https";
        expect(await given.ask(isOff ? verb : "enable-https"), `at ${at}`).toMatch(/^(done|unchanged)$/);
        expect(given.served()).toBe(isOff ? undefined : "cert 1");
      }
      expect(codes.length).toBeGreaterThan(0);
      expect(codes.filter((code) => !passing.includes(code))).toEqual([]);
    },
  );

  test("is switched on again by one of the next rounds, whatever moment of a round it was", async () => {
    for (let [at, programs] = [1, 1]; at <= programs; at += 1) {
      const given = stack();
      await given.ask("enable-https");
      given.change("restarted");
      const counted = given.disturb({ at, answer, change });
      await given.round();
      programs = Math.max(programs, counted());
      given.disturb(undefined);
      for (let rounds = 0; rounds < 2; rounds += 1) await given.round();
      expect(given.served(), `at ${at}: ${given.lines.join("\n")}`).toBe("cert 1");
    }
  });
});
