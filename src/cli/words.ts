import { phrase } from "../model/phrase.ts";
import type { Word } from "./context.ts";

interface Entry {
  /** a line of `help` */
  summary: string;
  /** loaded when it is typed, so that `health` costs little every half minute */
  load: () => Promise<Word>;
}

/** Every word that can be typed: the one table. */
export const words: Readonly<Record<string, Entry>> = {
  serve: {
    summary: phrase`obtain the certificate, switch HTTPS on, renew for ever (what the container runs)`,
    load: async () => (await import("./serve.ts")).serve,
  },
  companion: {
    summary: phrase`the other container: switches and reloads nginx through the Docker socket`,
    load: async () => (await import("./companion.ts")).companion,
  },
  "update-cert": {
    summary: phrase`look now: obtain or renew if due, deploy, prove (takes certbot's flags)`,
    load: async () => (await import("./update-cert.ts")).updateCert,
  },
  status: {
    summary: phrase`how things stand: certificate, what happens next, the wire, the week's budget (--json for scripts)`,
    load: async () => (await import("./status/status.ts")).status,
  },
  "needs-renewal": {
    summary: phrase`is a renewal due? exit code 0 when it is, 1 when it is not, 2 when it cannot be told`,
    load: async () => (await import("./status/status.ts")).needsRenewal,
  },
  doctor: {
    summary: phrase`look at everything between here and a served certificate: what is wrong, what it means, what to do (--json, --fix)`,
    load: async () => (await import("./doctor.ts")).doctor,
  },
  "notify-test": {
    summary: phrase`send one notice to each of NOTIFY_URLS; exit code 1 unless all arrive`,
    load: async () => (await import("./notify-test.ts")).notifyTest,
  },
  certificates: {
    summary: phrase`list the certificates in certbot's form`,
    load: async () => (await import("./certificates.ts")).certificates,
  },
  certbot: {
    summary: phrase`certbot's own words: certonly, renew, certificates, revoke, delete (a command of its own too)`,
    load: async () => (await import("./certbot/certbot.ts")).certbot,
  },
  csr: {
    summary: phrase`your own authority: make a key and a request for its certificate`,
    load: async () => (await import("./imported/csr.ts")).csr,
  },
  import: {
    summary: phrase`your own authority: check its certificate, install it, hand it to nginx, watch its end`,
    load: async () => (await import("./imported/import.ts")).importOwn,
  },
  check: {
    summary: phrase`tell the same about certificate files without installing them`,
    load: async () => (await import("./imported/check.ts")).check,
  },
  repair: {
    summary: phrase`mend certbot's folder: links that a copy made files of, lost confs, placeholders; nothing is destroyed`,
    load: async () => (await import("./repair.ts")).repair,
  },
  "enable-https": {
    summary: phrase`switch HTTPS on in the running nginx, after a disable-https too`,
    load: async () => (await import("./https.ts")).enableHttps,
  },
  "disable-https": {
    summary: phrase`switch HTTPS off and keep it off; renewals go on`,
    load: async () => (await import("./https.ts")).disableHttps,
  },
  reload: {
    summary: phrase`test nginx's configuration and reload it`,
    load: async () => (await import("./https.ts")).reload,
  },
  "prepare-haproxy": {
    summary: phrase`before HAProxy's first start: a placeholder certificate, since it does not start without one`,
    load: async () => (await import("./prepare-haproxy.ts")).prepareHaproxy,
  },
  health: {
    summary: phrase`one line on whether a person must act; exit code 1 when so (HEALTHCHECK)`,
    load: async () => (await import("./health.ts")).health,
  },
  attach: {
    summary: phrase`put the sidecar into a stack's folder (docker/attach runs it from outside)`,
    load: async () => (await import("./attach.ts")).attach,
  },
  detach: {
    summary: phrase`take out of a stack's folder what attach put in (docker/detach)`,
    load: async () => (await import("./attach.ts")).detach,
  },
  help: { summary: phrase`this list`, load: async () => help },
  version: { summary: phrase`the version`, load: async () => version },
};

const version: Word = async ({ print, version: number }) => {
  print(`httpsidecar ${number}`);
  return 0;
};

const help: Word = async ({ print }) => {
  print(phrase`httpsidecar: HTTPS for the Docker Compose stack you already run\n`);
  print(phrase`  docker compose exec certbot httpsidecar WORD\n`);
  for (const [name, { summary }] of Object.entries(words)) print(`  ${name.padEnd(14)} ${summary}`);
  print(phrase`\nupdate-cert is also a command of its own: docker compose exec certbot update-cert --force-renewal`);
  return 0;
};
