import { expect, test } from "vitest";
import { serverStart } from "../../../src/companion/nginx/server-start.ts";

const started = (command: string[], entrypoint: string[] = []) => serverStart({ entrypoint, command });
const unknown = { program: undefined, flags: [] };
const off = ["-g", "daemon off;"];

test.each([
  ["the official image", ["/docker-entrypoint.sh"], ["nginx", "-g", "daemon off;"], "nginx", off],
  ["an image without an entrypoint", [], ["/usr/sbin/angie", "-g", "daemon off;"], "/usr/sbin/angie", off],
  ["OpenResty", ["/usr/local/openresty/bin/openresty"], off, "/usr/local/openresty/bin/openresty", off],
  [
    "its own configuration and prefix",
    [],
    ["nginx", "-p", "/srv", "-c/srv/n.conf"],
    "nginx",
    ["-p", "/srv", "-c", "/srv/n.conf"],
  ],
  ["an init before it", ["/sbin/tini", "--"], ["nginx", ...off], "nginx", off],
])("%s says how its nginx is started", (_, entrypoint, command, program, flags) => {
  expect(started(command, entrypoint)).toEqual({ program, flags });
});

test.each([
  ['while :; do sleep 6h & wait $!; nginx -s reload; done & nginx -g "daemon off;"', "nginx", off],
  ["nginx -t && exec nginx -g 'daemon off;' -c /etc/own.conf", "nginx", [...off, "-c", "/etc/own.conf"]],
  ["envsubst </t >/etc/nginx/nginx.conf && exec /usr/sbin/nginx", "/usr/sbin/nginx", []],
])("a shell's text says so too: %s", (text, program, flags) => {
  expect(started(["/bin/sh", "-c", text])).toEqual({ program, flags });
  expect(started([text], ["/bin/bash", "-ec"])).toEqual({ program, flags });
});

test.each([
  ["the shell still changes the flags", 'nginx -g "$FLAGS"'],
  ["two are started", "nginx -c /a.conf & nginx -c /b.conf"],
  ["a script starts it", "/start.sh nginx -c /x.conf"],
  ["none is named", "sleep 1"],
])("nothing is taken for known where %s", (_, text) => {
  expect(started(["sh", "-c", text])).toEqual(unknown);
});

test("a script, or a supervisor, says nothing", () => {
  expect(started([], ["/start.sh"])).toEqual(unknown);
  expect(started(["supervisord", "-n"])).toEqual(unknown);
});
