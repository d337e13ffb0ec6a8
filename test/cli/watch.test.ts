import { expect, it } from "vitest";
import { judge as health } from "../../src/cli/health.ts";
import type { WatchedSite, WatchTarget } from "../../src/model/watch.ts";
import { type CommandWorld, type } from "../support/command-line.ts";
import { certificate } from "../support/given.ts";

const now = new Date("2026-11-20T12:00:00Z");
const life = { serial: "0A", issuer: "CA", notBefore: now, notAfter: new Date("2026-12-24T00:00:00Z") };

function site({ url }: Pick<WatchTarget, "url">, odd: Partial<WatchedSite> = {}): WatchedSite {
  return { url, at: now, verdict: "fine", sure: true, line: "valid until 2026-12-24", certificate: life, ...odd };
}

const expired = { verdict: "error", fault: "expired", line: "the certificate EXPIRED", fix: "renew it there" } as const;
const alone = { CERTBOT_DOMAIN: "", CERTBOT_OPTIONS: "" };

it("checks the typed servers once, with exit code 1 where one of them is wrong", async () => {
  const watched = (target: WatchTarget) => site(target, target.host === "b.test" ? expired : {});
  const good = await type("watch --once https://a.test", { watched });
  expect(good).toMatchObject({ code: 0, screen: "https://a.test: valid until 2026-12-24" });
  const bad = await type("watch https://a.test https://b.test:8443 --once", { watched });
  expect(bad.code).toBe(1);
  expect(bad.screen).toContain("error: https://b.test:8443: the certificate EXPIRED\n  fix: renew it there");
  const json = JSON.parse((await type("watch --once --json https://b.test", { watched })).screen);
  expect(json).toMatchObject({ schema: 1, watched: [{ url: "https://b.test", verdict: "error", fault: "expired" }] });
});

it("takes the servers of WATCH where none is typed, and refuses to watch nothing", async () => {
  const environment = { ...alone, WATCH: "https://a.test" };
  expect(await type("watch --once", { environment, watched: (target) => site(target) })).toMatchObject({ code: 0 });
  const refused = await type("watch --once", { environment: alone });
  expect(refused.code).toBe(2);
  expect(refused.screen).toContain("fix: httpsidecar watch https://");
  expect(await type("watch http://a.test", {})).toMatchObject({ code: 2 });
  expect(await type("watch --json https://a.test", {})).toMatchObject({ code: 2 });
});

it("loops in the foreground until it is stopped, posts what `health` reads, and tells people", async () => {
  const watched = (target: WatchTarget) => site(target, expired);
  const { screen, code, posted, diary } = await type("watch https://a.test", {
    ...{ environment: alone, stopped: true, watched },
  });
  expect(code).toBe(0);
  expect(screen).toBe("! error: https://a.test: the certificate EXPIRED\n!   fix: renew it there");
  expect(diary).toEqual(["watched: https://a.test expired"]);
  expect(posted[0] && health(posted[0], now)).toMatchObject({ healthy: false });
});

it("typed in a stack's sidecar it leaves status and notices to the `serve` that runs", async () => {
  const stop = new AbortController();
  const watched = (target: WatchTarget) => {
    setImmediate(() => stop.abort());
    return site(target);
  };
  const { posted, diary } = await type("watch https://a.test", { stop, watched });
  expect([posted, diary]).toEqual([[], []]);
});

it("`serve` with WATCH and no CERTBOT_DOMAIN only watches", async () => {
  const environment = { ...alone, WATCH: "https://a.test" };
  const { screen, diary, posted } = await type("serve", { environment, stopped: true, watched: (each) => site(each) });
  expect(screen).toContain("httpsidecar 1.2.3: watching https://a.test");
  expect(diary).toEqual(["watched: https://a.test undefined"]);
  expect(posted).toMatchObject([{ healthy: true, line: "watched servers: 1; errors: 0, warnings: 0" }]);
});

it("a folder with certificates whose CERTBOT_DOMAIN got lost is not only watched", async () => {
  const environment = { ...alone, WATCH: "https://a.test" };
  const list = async () => [{ name: "dify.test", certificate: certificate() }];
  const { screen, posted } = await type("serve", { environment, stopped: true, list });
  expect(screen).toContain("error: CERTBOT_DOMAIN is empty");
  expect(posted).toMatchObject([{ healthy: false }]);
});

it("a URL of WATCH that is none is named at the start, and nothing runs until it is corrected", async () => {
  const { screen, posted } = await type("serve", { stopped: true, environment: { WATCH: "chat.example.jp" } });
  expect(screen).toContain('! error: WATCH: "chat.example.jp" is not a URL');
  expect(posted).toMatchObject([{ healthy: false }]);
});

const withWatch: CommandWorld = { environment: { WATCH: "https://a.test" }, stored: certificate() };

it("`serve` watches beside the renewals, also while these wait for a person", async () => {
  const stop = new AbortController();
  const watched = (target: WatchTarget) => {
    setImmediate(() => stop.abort());
    return site(target, expired);
  };
  const beside = await type("serve", { ...withWatch, stop, watched, entry: { deployed: "AA:BB" } });
  expect(beside.screen).toContain("! error: https://a.test: the certificate EXPIRED");
  expect(beside.diary).toContain("watched: https://a.test expired");
  const next = new AbortController();
  const idle = await type("serve", {
    ...{ environment: { WATCH: "https://a.test", CERTBOT_AUTO: "false" }, stop: next },
    watched: (target) => {
      setImmediate(() => next.abort());
      return site(target, expired);
    },
  });
  expect(idle.diary).toEqual(["watched: https://a.test expired"]);
});

it("`status` shows what the last round found, alone or beneath the stack's own certificate", async () => {
  const status = { healthy: true, line: "kept", next: undefined, watched: [site({ url: "https://a.test" }, expired)] };
  const { screen } = await type("status", { ...withWatch, status });
  expect(screen).toContain("https://a.test (kept by others, watched from outside)");
  expect(screen).toContain("the certificate EXPIRED");
  const json = JSON.parse((await type("status --json", { ...withWatch, status })).screen);
  expect(json.watched).toMatchObject([{ url: "https://a.test", verdict: "error", fault: "expired" }]);
  expect(json.healthy).toBe(false);
  const environment = { ...alone, WATCH: "https://a.test" };
  const only = await type("status", { environment, status });
  expect(only.screen).toMatch(/^https:\/\/a\.test: the certificate EXPIRED; fix: renew it there\n/);
  expect(JSON.parse((await type("status --json", { environment, status })).screen)).toMatchObject({ healthy: false });
  // `watch URL` has posted
  expect((await type("status", { environment: alone, status })).screen).toBe(only.screen);
});

it("`doctor` of a container that only watches checks these servers, and nothing else", async () => {
  const environment = { ...alone, WATCH: "https://a.test https://b.test" };
  const watched = (target: WatchTarget) => site(target, target.host === "b.test" ? expired : {});
  const { screen, code } = await type("doctor", { environment, watched });
  expect(code).toBe(2);
  expect(screen).toContain("errors: 1, warnings: 0, ok: 1");
  expect(screen).toContain("https://b.test: the certificate EXPIRED");
  expect(screen).not.toContain("CERTBOT_DOMAIN");
});
