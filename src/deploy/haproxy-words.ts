import type { HttpsSwitch } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { startServer } from "../model/typed-lines.ts";

/** The companion's codes for HAProxy. */
const words: Readonly<Record<string, { message: string; fix: string }>> = {
  "config-test-failed": {
    message: phrase`HAProxy rejected its configuration; the previous one stays in use`,
    fix: phrase`correct the file and line named above; httpsidecar retries within a minute`,
  },
  "reload-refused": {
    message: phrase`HAProxy did not load the new certificate; the previous one stays in use`,
    fix: phrase`read the reason above; docker compose logs haproxy`,
  },
  "no-nginx": {
    message: phrase`no running HAProxy container was found in this stack`,
    fix: startServer("haproxy"),
  },
  "several-nginx": {
    message: phrase`more than one running container of the HAProxy service was found in this stack, so none was touched`,
    fix: phrase`docker compose ps --all, and remove the one that is left over`,
  },
  "not-served": {
    message: phrase`HAProxy does not serve the certificate`,
    fix: phrase`check that \`bind\` with \`ssl crt\` in haproxy.cfg names the folder that certbot writes into, and that no other file fits the domain better`,
  },
};

/** Keeps HAProxy's own output, behind the first line. */
export function inHaproxyWords(problem: Problem): Problem {
  const { code, retry, message } = problem;
  const said = words[code];
  if (!said) return problem;
  const [, ...output] = message.split("\n");
  return new Problem({
    code,
    retry,
    message: [output.length > 0 ? `${said.message}:` : said.message, ...output].join("\n"),
    fix: said.fix,
  });
}

/** A line that begins with the server's name. */
export function haproxyLine(line: string): string {
  return line.replace(/^nginx/, "HAProxy");
}

/** The operator's switch, in HAProxy's words. */
export function haproxySwitch(transport: HttpsSwitch): HttpsSwitch {
  const told = <T>(work: () => Promise<T>) =>
    work().catch((error: unknown) => {
      throw error instanceof Problem ? inHaproxyWords(error) : error;
    });
  return {
    enable: () => told(() => transport.enable()),
    disable: () => told(() => transport.disable()),
    reload: () => told(async () => (await transport.reload()).map(haproxyLine)),
    enableChallenge: () => told(() => transport.enableChallenge()),
  };
}
