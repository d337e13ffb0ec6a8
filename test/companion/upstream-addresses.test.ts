import { expect, test } from "vitest";
import { parseDump } from "../../src/companion/nginx/dump.ts";
import { upstreamAddresses } from "../../src/companion/upstream-addresses.ts";

const at = (api: string, web: string) =>
  new Map([
    ["api", api],
    ["web", web],
  ]);
const [first, swapped] = [at("10.0.0.3", "10.0.0.4"), at("10.0.0.4", "10.0.0.3")];
const workers =
  (...pids: number[]) =>
  async () =>
    pids;

test("services that were recreated with each other's address are named until nginx was reloaded", async () => {
  const upstreams = upstreamAddresses();
  await upstreams.note("nginx, first start", first, workers(30, 31));
  expect(upstreams.movedSince([30, 31])).toEqual([]);
  await upstreams.note("nginx, first start", swapped, workers(30, 31));
  expect(upstreams.movedSince([30, 31])).toEqual(["api", "web"]);
  expect(upstreams.movedSince([40, 41])).toEqual([]);
  await upstreams.note("nginx, first start", swapped, workers(40, 41));
  expect(upstreams.movedSince([40, 41])).toEqual([]);
});

test("a start of nginx reads them again, and addresses that come back are right again", async () => {
  const upstreams = upstreamAddresses();
  await upstreams.note("first start", first, workers(30));
  await upstreams.note("first start", at("10.0.0.9", "10.0.0.4"), workers(30));
  expect(upstreams.movedSince([30])).toEqual(["api"]);
  await upstreams.note("first start", first, workers(30));
  expect(upstreams.movedSince([30])).toEqual([]);
  await upstreams.note("second start", swapped, workers(30));
  expect(upstreams.movedSince([30])).toEqual([]);
});

test("a service that is stopped, or new, is none that moved, and nginx is asked only when one did", async () => {
  const upstreams = upstreamAddresses();
  const never = async () => Promise.reject(new Error("asked"));
  await upstreams.note("start", first, never);
  await upstreams.note("start", new Map([["web", "10.0.0.4"]]), never);
  await upstreams.note("start", new Map([...first, ["worker", "10.0.0.7"]]), never);
  expect(upstreams.movedSince([30])).toEqual([]);
  await upstreams.note("start", new Map([...first, ["worker", "10.0.0.8"]]), workers(30));
  expect(upstreams.movedSince([30])).toEqual(["worker"]);
});

test("names that nginx reads once are those of its upstreams and passes, not those it looks up again", () => {
  const text = `
    upstream app { server api:5001; server spare:5001 backup; server often:80 resolve; server 10.0.0.1:80; }
    server { server_name shop.example; location / { proxy_pass http://web:3000; } location /a { proxy_pass http://app/x; }
      location /v { proxy_pass http://$target:80; } location /f { fastcgi_pass php:9000; } location /g { grpc_pass grpc://rpc; } }`;
  expect(parseDump(text).upstreams).toEqual(["api", "spare", "10.0.0.1", "web", "app", "php", "rpc"]);
});

test("the next process knows what nginx has read, so that an address that moved meanwhile is seen", async () => {
  const before = upstreamAddresses();
  await before.note("nginx, first start", first, workers(30));
  const after = upstreamAddresses(JSON.parse(JSON.stringify(before.known())));
  await after.note("nginx, first start", swapped, workers(30));
  expect(after.isMoving()).toBe(true);
  expect(after.movedSince([30])).toEqual(["api", "web"]);
});
