import { phrase } from "../model/phrase.ts";
import { wrapped } from "./columns.ts";
import type { Word } from "./context.ts";

interface Entry {
  summary: string;
  /** loaded on demand, so that `health` costs little every half minute */
  load: () => Promise<Word>;
  /** it may change something: the service's log has a line about it */
  changes?: true;
}

/** certbot's verbs, typed as in `docker compose run --rm certbot renew`; `certificates` is a command of our own. */
export const certbotWords: readonly string[] = [
  "certonly",
  "renew",
  "run",
  "auth",
  "revoke",
  "delete",
  "show_account",
  "register",
  "unregister",
  "update_account",
  "reconfigure",
  "plugins",
];

/** Every command: the one table. */
export const words: Readonly<Record<string, Entry>> = {
  serve: {
    summary: phrase`obtain the certificate, turn on HTTPS and keep renewing (what the container runs)`,
    load: async () => (await import("./serve.ts")).serve,
  },
  companion: {
    summary: phrase`the other container: switches and reloads nginx through the Docker socket`,
    load: async () => (await import("./companion.ts")).companion,
  },
  "update-cert": {
    summary: phrase`check now: obtain or renew if due, give it to nginx and verify (accepts certbot's flags)`,
    changes: true,
    load: async () => (await import("./update-cert.ts")).updateCert,
  },
  status: {
    summary: phrase`show the certificate, the next renewal, what nginx serves and rate-limit usage (--json for scripts)`,
    load: async () => (await import("./status/status.ts")).status,
  },
  "needs-renewal": {
    summary: phrase`is a renewal due? exit code 0 when it is, 1 when it is not, 2 when it cannot be told`,
    load: async () => (await import("./status/status.ts")).needsRenewal,
  },
  doctor: {
    summary: phrase`check everything between here and the visitor: what is wrong, what it means, how to fix it (--json, --fix)`,
    load: async () => (await import("./doctor.ts")).doctor,
  },
  watch: {
    summary: phrase`watch the certificates of servers that others keep, from outside (URLs, or WATCH; --once, --json)`,
    load: async () => (await import("./watch/watch.ts")).watch,
  },
  "notify-test": {
    summary: phrase`send one notice to each of NOTIFY_URLS; exit code 1 unless all arrive`,
    load: async () => (await import("./notify-test.ts")).notifyTest,
  },
  "dns-record": {
    summary: phrase`validate by a DNS record that you set once (dns-persist-01): show the record`,
    load: async () => (await import("./dns-record.ts")).dnsRecord,
  },
  certificates: {
    summary: phrase`list the certificates in certbot's form`,
    load: async () => (await import("./certificates.ts")).certificates,
  },
  certbot: {
    summary: phrase`certbot-compatible commands: certonly, renew, certificates, revoke, delete (also available as certbot)`,
    load: async () => (await import("./certbot/certbot.ts")).certbot,
  },
  csr: {
    summary: phrase`bring your own certificate: create a private key and a certificate signing request (CSR)`,
    load: async () => (await import("./imported/csr.ts")).csr,
  },
  import: {
    summary: phrase`bring your own certificate: check it, install it, give it to nginx and warn before it expires`,
    changes: true,
    load: async () => (await import("./imported/import.ts")).importOwn,
  },
  check: {
    summary: phrase`bring your own certificate: check the files without installing them`,
    load: async () => (await import("./imported/check.ts")).check,
  },
  repair: {
    summary: phrase`repair certbot's folder: broken symlinks, missing renewal files, leftover temporary certificates; nothing is deleted`,
    changes: true,
    load: async () => (await import("./repair.ts")).repair,
  },
  "enable-https": {
    summary: phrase`turn on HTTPS in the running nginx, also after a disable-https`,
    changes: true,
    load: async () => (await import("./https.ts")).enableHttps,
  },
  "disable-https": {
    summary: phrase`turn HTTPS off and keep it off; renewals continue`,
    changes: true,
    load: async () => (await import("./https.ts")).disableHttps,
  },
  reload: {
    summary: phrase`test nginx's configuration and reload it`,
    changes: true,
    load: async () => (await import("./https.ts")).reload,
  },
  "prepare-haproxy": {
    summary: phrase`before HAProxy's first start: a temporary self-signed certificate, since it does not start without one`,
    load: async () => (await import("./prepare-haproxy.ts")).prepareHaproxy,
  },
  health: {
    summary: phrase`one line: does anything need your attention? Exit code 1 if so (HEALTHCHECK)`,
    load: async () => (await import("./health.ts")).health,
  },
  attach: {
    summary: phrase`put the sidecar into a stack's folder (docker/attach runs it from outside)`,
    load: async () => (await import("./attach.ts")).attach,
  },
  detach: {
    summary: phrase`remove from a stack's folder what attach added (docker/detach)`,
    load: async () => (await import("./attach.ts")).detach,
  },
  help: { summary: phrase`show this help`, load: async () => help },
  version: { summary: phrase`the version`, load: async () => version },
};

/** The commands in groups: everyday ones first, those that Docker and docker/attach run last. */
export const groups: readonly (readonly [title: string, names: readonly string[]])[] = [
  [phrase`everyday`, ["status", "doctor", "update-cert", "watch", "notify-test"]],
  ["HTTPS", ["enable-https", "disable-https", "reload"]],
  [phrase`your own certificate`, ["csr", "check", "import"]],
  [phrase`certificates`, ["certificates", "certbot", "dns-record", "repair"]],
  [phrase`for scripts`, ["health", "needs-renewal", "help", "version"]],
  [phrase`run by Docker or by docker/attach`, ["serve", "companion", "attach", "detach", "prepare-haproxy"]],
];

const version: Word = async ({ print, version: number }) => {
  print(`httpsidecar ${number}`);
  return 0;
};

const help: Word = async ({ print, columns = Number.POSITIVE_INFINITY }) => {
  print(phrase`httpsidecar: HTTPS for the Docker Compose stack you already run\n`);
  print(phrase`  docker compose exec certbot httpsidecar COMMAND\n`);
  for (const [title, names] of groups) {
    print(title);
    for (const name of names) {
      const lines = wrapped(words[name]?.summary ?? "", columns - 18);
      print(`  ${name.padEnd(16)}${lines.join(`\n${" ".repeat(18)}`)}`);
    }
  }
  print(phrase`\nupdate-cert is also a command of its own: docker compose exec certbot update-cert --force-renewal`);
  return 0;
};
