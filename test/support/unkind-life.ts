/** `serve` over years against a CA that is unkind in another way at each start, for tests. */
import { X509Certificate } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./folders.ts";
import { close, portOf, serveFolder } from "./loopback.ts";
import { repository } from "./repository.ts";
import type { ServeGiven } from "./serve-child.ts";
import type { Habit } from "./unkind-authority/messages.ts";
import { startUnkindAuthority } from "./unkind-authority/server.ts";

export interface Start {
  lines: readonly string[];
  /** `green …` or `red …`, after the first check */
  posted: string;
  /** undefined: it was killed */
  exitCode: number | undefined;
  /** what the CA was asked */
  asked: readonly string[];
}

export async function unkindLife() {
  const habits: Habit[] = [];
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder, name);
  for (const name of ["conf", "www", "logs", "run", "state"]) await mkdir(at(name));
  const nginx = await serveFolder(at("www"), 0);
  onTestFinished(() => close(nginx));
  const port = portOf(nginx);
  let aheadMs = 0;
  const look = async (name: string, token: string) =>
    await (await fetch(`http://${name}:${port}/.well-known/acme-challenge/${token}`)).text();
  const ca = await startUnkindAuthority(habits, { look, now: () => Date.now() + aheadMs });
  onTestFinished(() => ca.stop());
  const environment = {
    CERTBOT_DOMAIN: "127.0.0.1",
    CERTBOT_OPTIONS: `--server ${ca.directory}`,
    REQUESTS_CA_BUNDLE: ca.caFile,
    NGINX_SERVICE: "127.0.0.1",
    NGINX_PORT: `${port}`,
    DEPLOY: "none",
  };
  const folders = { config: at("conf"), webroot: at("www"), logs: at("logs"), run: at("run"), state: at("state") };

  return {
    ca,
    /** Another CA, kind but for these habits, that sees the same server and the same time. */
    async another(worn: readonly Habit[] = []) {
      const second = await startUnkindAuthority(worn, { look, now: () => Date.now() + aheadMs });
      onTestFinished(() => second.stop());
      return second;
    },
    /** Time goes by while nothing runs. */
    pass(ms: number): void {
      aheadMs += ms;
    },
    /** One start of `serve`, up to its first check; with `killAt`, up to this request; `more`: in its environment. */
    async start(worn: readonly Habit[], killAt?: string, more: Record<string, string> = {}): Promise<Start> {
      habits.splice(0, habits.length, ...worn);
      for (const list of [ca.diary, ca.payloads, ca.headers]) list.length = 0;
      const given: ServeGiven = { environment: { ...environment, ...more }, folders, aheadMs };
      const serve = execa(process.execPath, [repository("test/support/serve-child.ts"), JSON.stringify(given)], {
        ...{ reject: false, all: true, buffer: false },
      });
      if (killAt !== undefined) habits.unshift(whenAsked(killAt, () => serve.kill("SIGKILL")));
      const lines: string[] = [];
      let posted = "";
      for await (const line of serve.iterable({ from: "all" })) {
        lines.push(line);
        posted = /^posted: (?!green starting)(.*)/.exec(line)?.[1] ?? posted;
        if (posted !== "") serve.kill("SIGTERM");
      }
      return { lines, posted, exitCode: (await serve).exitCode, asked: [...ca.diary] };
    },
    /** Serial number of the certificate that nginx would be given; undefined: there is none. */
    async saved(): Promise<string | undefined> {
      const pem = await readFile(at("conf/live/127.0.0.1/fullchain.pem")).catch(() => undefined);
      return pem && new X509Certificate(pem).serialNumber;
    },
    /** Serial numbers of all that the CA signed, the last one last. */
    signed: (): readonly string[] =>
      [...ca.state.orders.values()].flatMap(({ chain }) =>
        chain === undefined ? [] : [new X509Certificate(chain).serialNumber],
      ),
    /** Modes of all that was written but links, each kind of name once: numbers and ids are N. */
    async modes(): Promise<readonly string[]> {
      const { stdout } = await execa("find", [folder, "-mindepth", "1", "-printf", "%m %y %P\n"]);
      const files = stdout.split("\n").filter((line) => !/^\d+ l /.test(line));
      const plain = files.map((line) =>
        line.replace(/127\.0\.0\.1|[0-9a-f]{32}|localhost:\d+/g, "N").replace(/(?<=[a-z.])\d+(?=\.pem|$)/, "N"),
      );
      return [...new Set(plain)].toSorted((one, other) => (one.slice(6) < other.slice(6) ? -1 : 1));
    },
    failedValidations: () => [...ca.state.authorizations.values()].filter(({ status }) => status === "invalid").length,
  };
}

const whenAsked = (line: string, work: () => void): Habit => ({
  instead({ method, route }) {
    if (`${method} ${route}` === line) work();
    return undefined;
  },
});
