import { describe, expect, test } from "vitest";
import { type Start, scriptPaths, whyNotReplayable } from "../../../src/companion/nginx/shape.ts";

const difyLine =
  "cp /docker-entrypoint-mount.sh /docker-entrypoint.sh && sed -i 's/\r$//' /docker-entrypoint.sh && chmod +x /docker-entrypoint.sh && /docker-entrypoint.sh";

const script = (text: string, path = "/docker-entrypoint.sh") => ({ path, text });

const dify = (given: Partial<Start> = {}): Start => ({
  entrypoint: ["sh", "-c", difyLine],
  command: [],
  scripts: [script("#!/bin/bash\nenvsubst <a >b\nexec nginx -g 'daemon off;'\n")],
  ...given,
});

const official = (given: Partial<Start> = {}): Start => ({
  entrypoint: ["/docker-entrypoint.sh"],
  command: ["nginx", "-g", "daemon off;"],
  scripts: [script('#!/bin/sh\nset -e\nexec "$@"\n')],
  ...given,
});

describe("a start that can be run again", () => {
  test("is Dify's", () => expect(whyNotReplayable(dify())).toBeUndefined());

  test("is the official image's", () => expect(whyNotReplayable(official())).toBeUndefined());

  test("may have redirections, conditions, and a comment with an ampersand", () => {
    const text =
      '# this & that\nexec 3>&1\n[ -n "$A" ] && echo a >&2 || true\nnginx -v 2>&1 | head\necho "a & b"\nexec "$@"\n';
    expect(whyNotReplayable(official({ scripts: [script(text)] }))).toBeUndefined();
  });

  test("may ask nginx at its own path for its version", () => {
    const asks = script("v=$(/usr/sbin/nginx -v 2>&1)\n", "/docker-entrypoint.d/16-version.envsh");
    expect(whyNotReplayable(official({ scripts: [...official().scripts, asks] }))).toBeUndefined();
  });
});

describe("a start that cannot be run again", () => {
  test.each([
    [
      "a loop in the command",
      official({
        entrypoint: [],
        command: ["sh", "-c", "while :; do sleep 6h; nginx -s reload; done & nginx -g 'daemon off;'"],
      }),
      "is not a known one",
    ],
    [
      "a loop behind the known entrypoint",
      official({ command: ["sh", "-c", "while :; do sleep 6h; nginx -s reload; done & nginx"] }),
      "is not a known one",
    ],
    ["nginx itself", official({ entrypoint: ["nginx"], command: ["-g", "daemon off;"] }), "is not a known one"],
    [
      "an unknown program in the line",
      dify({ entrypoint: ["sh", "-c", `consul-template -once && ${difyLine}`] }),
      'runs "consul-template -once"',
    ],
    [
      "a background program in the line",
      dify({ entrypoint: ["sh", "-c", `chmod +x /a & ${difyLine}`] }),
      "does more than prepare",
    ],
    [
      "a substitution in the line",
      dify({ entrypoint: ["sh", "-c", `cp "$(ls)" /b && ${difyLine}`] }),
      "does more than prepare",
    ],
    ["a line that ends in nginx", dify({ entrypoint: ["sh", "-c", "chmod +x /a && nginx"] }), "not a script"],
    ["a script that is not there", dify({ scripts: [] }), "is not there"],
    [
      "a script that goes on after nginx",
      dify({ scripts: [script("nginx -g 'daemon off;'\necho ended\n")] }),
      'is not "exec nginx"',
    ],
    [
      "nginx by its path",
      dify({ scripts: [script("exec /usr/sbin/nginx -g 'daemon off;'\n")] }),
      'is not "exec nginx"',
    ],
    [
      "a second nginx by its path",
      dify({ scripts: [script("/usr/sbin/nginx\nexec nginx\n")] }),
      "calls nginx by its path",
    ],
    [
      "a program in the background",
      official({
        scripts: [...official().scripts, script("(while :; do sleep 6h; done) &\n", "/docker-entrypoint.d/99-loop.sh")],
      }),
      "/docker-entrypoint.d/99-loop.sh starts something in the background",
    ],
    ["a signal to nginx", official({ scripts: [script('nginx -s reload\nexec "$@"\n')] }), "signals nginx"],
  ])("has %s, and that is said", (_, start, why) => {
    expect(whyNotReplayable(start)).toContain(why);
  });
});

test("the scripts to look at are the absolute paths of the entrypoint", () => {
  expect(scriptPaths(dify())).toEqual(["/docker-entrypoint-mount.sh", "/docker-entrypoint.sh"]);
  expect(scriptPaths(official())).toEqual(["/docker-entrypoint.sh"]);
});
