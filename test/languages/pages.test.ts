import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { knownApps } from "../../src/attach/apps.ts";
import { texts } from "../../src/languages/catalogue.ts";
import { engineersPages, pages, pageText, pastedLines, printedLines, translationsOf } from "../support/pages.ts";
import { patternOf } from "./marked.ts";

/** What is typed by a test, by the demo or by this repository's own workflows; domains and folders differ. */
const typed = plain(
  globSync(
    "{test/e2e/*.ts,test/support/*.ts,test/integration/*.ts,docker/demo/run,.github/workflows/*,docker/**/*.envsh}",
  )
    .map((path) => readFileSync(path, "utf8"))
    .join("\n"),
);

const elsewhere = "typed by a test for a stack in another folder and under another domain: ";
const anotherHost = "names a host, a service or a user that only its readers have; ";

const forEngineers = "runs the tests themselves; the file it names is there (below)";

/** Lines that no test pastes as they are, and why. */
const notPasted: Readonly<Record<string, string>> = {
  "docker/attach ~/dify/docker --domain dify.your-company.jp --email you@your-company.jp": `${elsewhere}attach-dify`,
  "docker/attach ~/open-webui --domain chat.your-company.jp --email you@your-company.jp": `${elsewhere}attach-open-webui`,
  "docker/attach FOLDER --domain 'example.com,*.example.com' --dns cloudflare": `${elsewhere}attach-dns`,
  "docker/attach ~/n8n --domain n8n.your-company.jp --email you@your-company.jp": "apps.test.ts recognises each stack",
  "docker/attach ~/app --domain app.your-company.jp --upstream web:3000 --also files.your-company.jp=minio:9000": `${elsewhere}attach-any-app`,
  'docker run --rm -it -e LANG -v /var/run/docker.sock:/var/run/docker.sock -v "$PWD:$PWD" -w "$PWD" httpsidecar:local attach . --domain dify.your-company.jp': `${elsewhere}attach-again`,
  "docker compose exec certbot httpsidecar dns-record":
    "dns-persist.test.ts has the record in DNS, dns-record.test.ts shows it",
  "docker/detach ~/dify/docker": `${elsewhere}attach-dify`,
  "NOTIFY_URLS=https://ntfy.sh/your-secret-topic": `${anotherHost}notices.test.ts sends to each kind of service`,
  "NOTIFY_URLS=https://ntfy.sh/your-secret-topic smtps://me:password@mail.example.org/?from=me@example.org&to=you@example.org": `${anotherHost}notices.test.ts sends to each kind of service`,
  "COMPOSE_FILE=compose.yaml:docker/signal.yaml": `${elsewhere}without-socket, with an override file in it`,
  "COMPOSE_FILE=compose.yaml:docker/stamp.yaml": `${elsewhere}without-socket, with an override file in it`,
  "CERTIFICATES=/srv/certificates": `${elsewhere}swarm-stamp`,
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
  "CERTBOT_DOMAIN=example.com,*.example.com": `${elsewhere}wildcard`,
  "networks: { default: , certificates: }": "own-network writes the same lines, made by a YAML library",
  "networks: !override [certificates]": "own-network writes the same lines, made by a YAML library",
  "git clone … httpsidecar && cd httpsidecar": "the tests run in a clone",
  "npm run check": forEngineers,
  "$EDITOR src/renewal/decide.ts": forEngineers,
  "test/run one test/renewal/decide.test.ts": forEngineers,
  "test/run one test/e2e/manual-flow.test.ts": forEngineers,
  "HTTPSIDECAR_SOAK=1 test/run one test/e2e/bad-input.test.ts": forEngineers,
  "HTTPSIDECAR_REPEAT=10 test/run one test/integration/store-kill.test.ts": forEngineers,
  "HTTPSIDECAR_SEED=17 test/run one test/simulation/simulation.test.ts": forEngineers,
  "SOAK_TURNS=2 npm run soak": forEngineers,
  "cosign verify REGISTRY/IMAGE:X.Y.Z --certificate-oidc-issuer https://token.actions.githubusercontent.com \\":
    "there is no published image yet",
  "--certificate-identity-regexp '^https://github.com/OWNER/httpsidecar/.github/workflows/publish.yaml@refs/tags/v'":
    "there is no published image yet",
};

test("each line to paste on a page is pasted by a test, or listed with why it is not", () => {
  const lines = [...pages, ...engineersPages].flatMap((page) => pastedLines(pageText(page)));
  expect(lines.length).toBeGreaterThan(25);
  expect(lines.filter((line) => !typed.includes(plain(line)) && !(line in notPasted))).toEqual([]);
  expect(Object.keys(notPasted).filter((line) => !lines.includes(line) || typed.includes(plain(line)))).toEqual([]);
});

test("the page about attach names each app that is recognised, in three languages", () => {
  for (const page of ["docker/docs/attach.md", ...translationsOf("docker/docs/attach.md")])
    expect(
      knownApps.filter(({ name }) => !pageText(page).includes(name)),
      page,
    ).toEqual([]);
});

test("the files in the lines for engineers are there", () => {
  const named = Object.keys(notPasted).flatMap((line) => line.match(/(?:src|test)\/[\w/.-]+\.ts/g) ?? []);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

/** Not said by httpsidecar: what a filtering proxy must let through, which socket-proxy.test.ts compares. */
const request = /^(?:GET|POST|DELETE) \/[a-z{}/]+$/;

test("what a page shows as printed is made of today's texts, in the language of the page", () => {
  const printed = [...pages, ...engineersPages].flatMap((page) =>
    [page, ...translationsOf(page)].flatMap((path) => printedLines(pageText(path)).map((line) => ({ path, line }))),
  );
  expect(printed.length).toBeGreaterThan(6);
  const strange = printed.filter(({ path, line }) => !request.test(line) && !isSaid(line, path));
  expect(strange).toEqual([]);
});

/** A text with values in its places; a text of nothing but places says nothing. */
function isSaid(line: string, path: string): boolean {
  const [, language] = /\.(zh-CN|ja)\.md$/.exec(path) ?? [];
  const all = texts.flatMap((each) => Object.entries(each));
  const said = all.map(([english, translated]) => (language ? translated[language === "ja" ? 1 : 0] : english));
  return said
    .filter((text) => /\p{L}{2}/u.test(text.replaceAll(/\{\d\}/g, "")))
    .some((text) => patternOf(text).test(line));
}

/** Without what differs from host to host. */
function plain(text: string): string {
  return text.replace(/compose exec -T /g, "compose exec ").replace(/\\"/g, '"');
}
