import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pages, pageText, pastedLines } from "../support/pages.ts";

/** What is typed by a test, by the demo or by this repository's own workflows; domains and folders differ. */
const typed = plain(
  globSync("{test/e2e/*.ts,test/support/*.ts,test/integration/*.ts,docker/demo/run,.github/workflows/*}")
    .map((path) => readFileSync(path, "utf8"))
    .join("\n"),
);

const elsewhere = "typed by a test for a stack in another folder and under another domain: ";
const anotherHost = "names a host, a service or a user that only its readers have; ";

/** Lines that no test pastes as they are, and why. */
const notPasted: Readonly<Record<string, string>> = {
  "docker/attach ~/dify/docker --domain dify.your-company.jp --email you@your-company.jp": `${elsewhere}attach-dify`,
  "docker/attach ~/open-webui --domain chat.your-company.jp --email you@your-company.jp": `${elsewhere}attach-open-webui`,
  'docker run --rm -it -v /var/run/docker.sock:/var/run/docker.sock -v "$PWD:$PWD" -w "$PWD" httpsidecar:local attach . --domain dify.your-company.jp': `${elsewhere}attach-again`,
  "docker compose exec certbot httpsidecar dns-record":
    "dns-persist.test.ts has the record in DNS, dns-record.test.ts shows it",
  "docker/detach ~/dify/docker": `${elsewhere}attach-dify`,
  "NOTIFY_URLS=https://ntfy.sh/your-secret-topic": `${anotherHost}notices.test.ts sends to each kind of service`,
  "NOTIFY_URLS=https://ntfy.sh/your-secret-topic smtps://me:password@mail.example.org/?from=me@example.org&to=you@example.org": `${anotherHost}notices.test.ts sends to each kind of service`,
  "COMPOSE_FILE=compose.yaml:docker/signal.yaml": `${elsewhere}without-socket, with an override file in it`,
  "COMPOSE_FILE=compose.yaml:docker/stamp.yaml": `${elsewhere}without-socket, with an override file in it`,
  "HTTPS_PROXY=http://proxy.your-company.jp:3128": `${anotherHost}acme-connection.test.ts goes through a proxy`,
  "NO_PROXY=localhost,127.0.0.1,nginx": `${anotherHost}acme-connection.test.ts goes through a proxy`,
  "NODE_IMAGE=mirror.example.com/library/node:24-trixie-slim NPM_REGISTRY=https://registry.npmmirror.com docker/build":
    anotherHost,
  "CERTBOT_OPTIONS=--server https://acme.your-ca.example/directory --eab-kid=<key id> --eab-hmac-key=<key>": `${anotherHost}acme-issue.test.ts registers with EAB`,
  'docker compose exec certbot httpsidecar csr --country JP --state Tokyo --locality Chuo-ku --organisation "Example K.K."': `${elsewhere}own-certificate`,
  "docker compose exec certbot httpsidecar check --cert /etc/letsencrypt/own/site.crt --chain /etc/letsencrypt/own/chain.crt": `${elsewhere}own-certificate`,
  "docker compose exec certbot httpsidecar import --cert /etc/letsencrypt/own/site.crt --chain /etc/letsencrypt/own/chain.crt": `${elsewhere}own-certificate`,
  "cp .env.example .env": "every stack of the stories is made like this (stack-folders.ts)",
  "setfacl -R -m u:1234:rX volumes/certbot/conf/archive volumes/certbot/conf/live":
    "key-access.test.ts has it in a folder of its own",
  "docker compose logs --tail 40 certbot": "the stories read the whole log",
  "cd docker/haproxy": "the stories are in their folder already",
  "cd /opt/httpsidecar/docker/host": "the stories are in their folder already",
  "cp httpsidecar-nginx.path httpsidecar-nginx.service /etc/systemd/system/": "the machine of the tests has no systemd",
  "systemctl daemon-reload && systemctl enable --now httpsidecar-nginx.path": "the machine of the tests has no systemd",
};

test("each line to paste on a page is pasted by a test, or listed with why it is not", () => {
  const lines = pages.flatMap((page) => pastedLines(pageText(page)));
  expect(lines.length).toBeGreaterThan(25);
  expect(lines.filter((line) => !typed.includes(plain(line)) && !(line in notPasted))).toEqual([]);
  expect(Object.keys(notPasted).filter((line) => !lines.includes(line) || typed.includes(plain(line)))).toEqual([]);
});

/** Without what differs from host to host. */
function plain(text: string): string {
  return text.replace(/compose exec -T /g, "compose exec ").replace(/\\"/g, '"');
}
