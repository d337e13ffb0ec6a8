import {
  type CompanionAnswer,
  type CompanionCode,
  type CompanionNote,
  fixMark,
  inNginxWords,
} from "../model/companion.ts";
import { phrase } from "../model/phrase.ts";
import { Problem, type Retry } from "../model/problem.ts";
import { applied, startServer } from "../model/typed-lines.ts";

interface Words {
  message: string;
  fix: string;
  retry: Retry;
}

type Failure = Exclude<CompanionCode, "done" | "unchanged" | "off-by-operator">;

const recreate = "docker compose up -d --no-deps --force-recreate nginx";

/** What each code of the companion means to the operator, and the fix. The one table. */
const failures: Record<Failure, Words> = {
  "no-nginx": {
    message: phrase`no running nginx container was found in this stack`,
    fix: startServer("nginx"),
    retry: "look",
  },
  "certificate-missing": {
    message: phrase`nginx does not start, since a file of its certificate is not there`,
    fix: phrase`set NGINX_HTTPS_ENABLED=false in .env and run: ${recreate}; HTTPS is switched on once there is a certificate`,
    retry: "look",
  },
  "several-nginx": {
    message: phrase`more than one running container of the nginx service was found in this stack, so none was touched`,
    fix: phrase`docker compose ps --all, and remove the one that is left over`,
    retry: "look",
  },
  "not-ready": {
    message: phrase`nginx is still starting`,
    fix: phrase`wait; it is checked again in a minute`,
    retry: "look",
  },
  "unknown-shape": {
    message: phrase`this nginx container cannot be switched while it runs`,
    fix: phrase`set NGINX_HTTPS_ENABLED=true in .env and run: ${recreate}`,
    retry: "look",
  },
  "stack-updated": {
    message: phrase`the stack's files were updated since nginx was started, so its configuration was left as it is`,
    fix: "docker compose up -d",
    retry: "look",
  },
  "config-test-failed": {
    message: phrase`nginx rejected its configuration; the previous one stays in use`,
    fix: phrase`correct the file and line named above; httpsidecar retries within a minute`,
    retry: "look",
  },
  "upstream-missing": {
    message: phrase`nginx cannot find a service that its configuration names; the previous configuration stays in use`,
    fix: phrase`start that service (docker compose up -d); it is tried again when it runs`,
    retry: "look",
  },
  "reload-refused": {
    message: phrase`nginx did not load the new configuration; the previous one stays in use`,
    fix: phrase`read the reason above; for a change that needs a new start: ${recreate}`,
    retry: "look",
  },
  "no-space": {
    message: phrase`nginx's configuration folder is full or cannot be written, so nothing was changed`,
    fix: phrase`free some space (df -h), or make ./nginx/conf.d writable; httpsidecar retries within a minute`,
    retry: "look",
  },
  "settings-refused": {
    message: phrase`the file that would keep HTTPS on cannot be replaced, so nothing was changed`,
    fix: applied(
      phrase`make it an ordinary writable file in the stack's folder, or set WRITE_ENV=never in httpsidecar.env`,
    ),
    retry: "look",
  },
  "rolled-back": {
    message: phrase`the new certificate was rolled back by the Engine; the previous one stays in use`,
    fix: phrase`read the reason above; docker service ps --no-trunc, docker service logs`,
    retry: "look",
  },
  "too-many": {
    message: phrase`nginx was switched several times within ten minutes; waiting before the next try`,
    fix: phrase`docker compose logs nginx shows why it keeps restarting`,
    retry: "look",
  },
  busy: {
    message: phrase`the companion is busy with another request`,
    fix: phrase`try again in a minute`,
    retry: "look",
  },
  "docker-failed": {
    message: phrase`the companion could not reach the Docker Engine`,
    fix: phrase`docker compose logs certbot-companion (the socket's path is DOCKER_SOCKET in .env)`,
    retry: "look",
  },
  "bad-request": {
    message: phrase`the companion does not know this request: the two containers are of different versions`,
    fix: "docker compose up -d --force-recreate certbot certbot-companion",
    retry: "look",
  },
};

const notes: Record<CompanionNote, string> = {
  "written-override": phrase`saved in the stack's override file, which changes nginx only`,
  "written-env": phrase`saved in the stack's .env`,
  "written-nowhere": phrase`written in no file of the stack (WRITE_ENV, or none can be written); the companion repeats it after each start of nginx`,
  "domain-not-kept": phrase`not saved in any file, since CERTBOT_DOMAIN was set only in the shell: put it into .env, then run: docker compose exec certbot httpsidecar enable-https; until then the companion sets it again each time nginx starts`,
  "next-up-recreates-nginx": phrase`the next plain \`docker compose up -d\` will recreate nginx once, with a short interruption, because its settings changed`,
  overruled: phrase`the file says HTTPS is on, but nginx was created with another value: a shell variable, --env-file or the compose file overrides it`,
  "env-file-elsewhere": phrase`Compose was started with an --env-file outside the stack's folder, which is left alone`,
  redirects: phrase`HTTP redirects to HTTPS (REDIRECT_TO_HTTPS)`,
  "no-place-for-extras": phrase`REDIRECT_TO_HTTPS, HTTP2 and HSTS_MAX_AGE have no effect here: nginx's server block is not in a file that its start renders; put them into your own file`,
  "port-80-unpublished": phrase`port 80 of this host does not reach nginx`,
  "port-443-unpublished": phrase`port 443 of this host does not reach nginx`,
  "host-network": phrase`nginx has the host's network`,
  "other-server-block": phrase`nginx answers for CERTBOT_DOMAIN with another server block than the one that has the challenge location or the certificate`,
  "no-web-sockets": phrase`nginx passes no web socket on`,
  buffered: phrase`nginx buffers each response before sending it`,
  "foreign-certificate": phrase`nginx's configuration names another certificate than the one of CERTBOT_DOMAIN`,
  "upstream-moved": phrase`services behind nginx have other addresses than nginx has read`,
  untested: phrase`the server's configuration cannot be tested from here; what it serves was checked instead`,
  "put-back": phrase`the old configuration was put back`,
};

/** The Problem of a failed answer, with its output in the message and its fix where it has one; else undefined. */
export function problemOf(answer: CompanionAnswer): Problem | undefined {
  if (!isFailure(answer.code)) return undefined;

  const { message, fix, retry } = failures[answer.code];
  const { words, ownFix } = split(answer);
  return new Problem({
    code: answer.code,
    message: words ? `${message}:\n${words}` : message,
    fix: ownFix ?? fix,
    retry,
  });
}

/** nginx's own words are never taken for a fix. */
function split({ code, output }: CompanionAnswer): { words: string; ownFix: string | undefined } {
  const lines = output.trim().split("\n");
  const last = lines.at(-1) ?? "";
  if (inNginxWords.includes(code) || !last.startsWith(fixMark)) return { words: lines.join("\n"), ownFix: undefined };
  return { words: lines.slice(0, -1).join("\n"), ownFix: last.slice(fixMark.length) };
}

/** The lines to print of an answer that is no failure. */
export function linesOf(answer: CompanionAnswer): readonly string[] {
  return answer.notes.map((note) => notes[note]);
}

function isFailure(code: CompanionCode): code is Failure {
  return code in failures;
}
