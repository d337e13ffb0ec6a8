import type { Command, CommandResult } from "../../../src/companion/docker/command.ts";
import { listProcesses, lookAtReload, reloadMaster } from "../../../src/companion/nginx/process-scripts.ts";
import {
  listMark,
  lookAtNginx,
  readFiles,
  recordMark,
  runTest,
  surveyNginx,
} from "../../../src/companion/nginx/shell-scripts.ts";
import { replayScript } from "../../../src/companion/replay/replay-script.ts";
import { printedProcesses } from "../companion-processes.ts";

type Values = Readonly<Record<string, string>>;

/** An nginx container of Dify's kind, as far as a companion can see it: files rendered from variables, and a reload. */
export interface MadeUpNginx {
  readonly id: string;
  readonly environment: Values;
  /** ISO 8601 */
  readonly startedAt: string;
  /** what visitors get: the certificate as it was when nginx read it; undefined: plain HTTP */
  served(): string | undefined;
  exec(command: Command): Promise<CommandResult>;
}

export const entrypoint = "/docker-entrypoint.sh";
/** Dify's own certificate, which nginx falls back to where there is no other. */
const shipped = "dify.crt";
const server = "/etc/nginx/conf.d/default.conf";
const main = "/etc/nginx/nginx.conf";

/** Starts one; `stored` gives the fingerprint that lies in a domain's live folder now. */
export function startNginx(
  { id, startedAt, environment }: Pick<MadeUpNginx, "id" | "startedAt" | "environment">,
  stored: (domain: string) => string | undefined,
): MadeUpNginx {
  let files = rendered(environment);
  let served = loaded();
  let workers = 100;

  function loaded(): string | undefined {
    const [isTls, domain = ""] = /ssl_certificate \S*\/live\/([^/]*)\//.exec(files.get(server) ?? "") ?? [];
    return isTls && (stored(domain) ?? shipped);
  }
  function render(values: Values): Buffer {
    files = rendered({ ...environment, ...values });
    return snapshot(files);
  }
  function reload(): Buffer {
    workers += 1;
    served = loaded();
    return Buffer.from(processes(workers) + listMark + listening(served !== undefined));
  }
  const seen = () => Buffer.from(processes(workers) + listMark);
  const dump = () => Buffer.from([...files].map(([path, text]) => `# configuration file ${path}:\n${text}\n`).join(""));
  const answers: Readonly<Record<string, (words: readonly string[], env: Values) => Buffer>> = {
    [listProcesses]: () => Buffer.from(processes(workers)),
    [lookAtReload]: () => Buffer.from(processes(workers) + listMark + listening(served !== undefined)),
    [reloadMaster]: reload,
    [lookAtNginx]: () => Buffer.concat([seen(), dump()]),
    [`${runTest}\nrun_test "$@"`]: dump,
    [surveyNginx]: () => Buffer.concat([seen(), dump(), Buffer.from(listMark.repeat(3)), scripts, snapshot(files)]),
    [readFiles]: () => snapshot(files),
    [replayScript]: ([, , count = "0", ...words], applied) => {
      const pairs = words.slice(0, Number(count)).map((word) => word.split(/=(.*)/s).slice(0, 2));
      const again = render(applied);
      return Buffer.concat([again, render({ ...applied, ...Object.fromEntries(pairs) })]);
    },
  };
  return {
    ...{ id, startedAt, environment, served: () => served },
    async exec({ args: [, , script = "", , ...words], env = {} }) {
      const answer = answers[script];
      if (!answer) throw new Error(`the made-up nginx does not know this script: ${script}`);
      return { exitCode: 0, stdout: answer(words, env), stderr: Buffer.from("nginx version: nginx/1.25.0\n") };
    },
  };
}

/** Dify's templates, in small. */
function rendered(values: Values): ReadonlyMap<string, string> {
  const { NGINX_HTTPS_ENABLED: https, NGINX_ENABLE_CERTBOT_CHALLENGE: challenge, CERTBOT_DOMAIN: domain } = values;
  const file = `/etc/letsencrypt/live/${domain}/${values["NGINX_SSL_CERT_FILENAME"]}`;
  const tls = https === "true" ? `listen 443 ssl;\nssl_certificate ${file};\n` : "";
  const location = challenge === "true" ? "location /.well-known/acme-challenge/ { root /var/www/html; }\n" : "";
  return new Map([
    [main, "http {\ninclude /etc/nginx/conf.d/*.conf;\n}\n"],
    [server, `server {\nlisten 80;\n${tls}${location}location / { proxy_pass http://web; }\n}\n`],
  ]);
}

const processes = (worker: number) =>
  printedProcesses([
    { pid: 1, parent: 0, name: "nginx", executable: "/usr/sbin/nginx" },
    { pid: worker, parent: 1, name: "nginx", title: "nginx: worker process", executable: "/usr/sbin/nginx" },
  ]);

const listening = (tls: boolean) => (tls ? "   1: 00000000:01BB 00000000:0000 0A \n" : "");

/** As `readFiles` prints them. */
function snapshot(files: ReadonlyMap<string, string>): Buffer {
  const sizes = [...files].map(([path, text]) => `${Buffer.byteLength(text)} ${path}\n`).join("");
  return Buffer.from([sizes, [...files.values()].join(""), ""].join(recordMark));
}

const scripts = snapshot(new Map([[entrypoint, '#!/bin/sh\nexec "$@"\n']]));
