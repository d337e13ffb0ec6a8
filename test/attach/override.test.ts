import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { mergeOverride, removeFromOverride } from "../../src/attach/override.ts";
import { changeOverrideText, readOverrideText } from "../../src/companion/settings/override-text.ts";
import { repository } from "../support/repository.ts";
import { repeat } from "../support/soak.ts";

const name = "docker-compose.override.yaml";
const template = readFileSync(repository("docker/dify/docker-compose.override.yaml"), "utf8");
const ours = { service: "nginx", keys: ["environment"] };
const merge = (text: string) => mergeOverride(text, name, template, ours);
const remove = (text: string) => removeFromOverride(text, name, ours);

const persons = `# written on a Sunday
services:
  api: # slow
    environment: { LOG_LEVEL: DEBUG }
  # the proxy
  nginx:
    environment:
      NGINX_WORKER_PROCESSES: "4"   # four cores
    labels: [mine]

x-note: |
  services:
    certbot: no
`;

describe("our part of an override", () => {
  test("is the shipped file where there was none", () => {
    expect(merge("")).toBe(template);
    expect(remove(template)).toBe("");
  });

  test("leaves each of the person's lines as it is, comments too", () => {
    const lines = merge(persons).split("\n");
    expect(persons.split("\n").filter((line) => !lines.includes(line))).toEqual([]);
    const { services } = parse(merge(persons), { logLevel: "silent" });
    expect(services.nginx).toEqual({ environment: { NGINX_WORKER_PROCESSES: "4" }, labels: ["mine"] });
    expect(services.certbot.command).toEqual(["serve"]);
  });

  test("has the companion's marks where the companion looks for them, and keeps what it wrote there", () => {
    const written = changeOverrideText(Buffer.from(merge(persons)), "nginx", { NGINX_HTTPS_ENABLED: "true" }, name);
    expect(merge(written.toString())).toBe(written.toString());
    expect(readOverrideText(written, "nginx", name)).toEqual({ NGINX_HTTPS_ENABLED: "true" });
    expect(remove(written.toString())).toBe(persons);
  });

  test("comes and goes without a trace in whatever a person wrote, and comes only once", async () => {
    await fc.assert(
      fc.asyncProperty(written, async (text) => {
        const merged = merge(text);
        expect(merge(merged)).toBe(merged);
        expect(remove(merged)).toBe(text);
        const { services } = parse(merged, { logLevel: "silent" });
        expect(services).toMatchObject(parse(text)?.services ?? {});
        expect(services["certbot-companion"].network_mode).toBe("none");
      }),
      { numRuns: 50 * repeat },
    );
  });
});

describe("an override that is left alone", () => {
  test.each([
    ["services:\n  api: [\n", "broken-yaml", /line \d is not YAML \([A-Z_]+\)$/],
    ["- a\n- b\n", "broken-yaml", /is not a compose file/],
    ["services: { api: { image: x } }\n", "conflict", /line 1: services is written in brackets/],
    [
      "services:\n  nginx:\n    environment: [A=b]\n",
      "conflict",
      /line 3: services.nginx.environment is not written in lines/,
    ],
    [
      "services:\n  nginx:\n    environment: { A: b }\n",
      "conflict",
      /line 3: services.nginx.environment is not written/,
    ],
    [
      "x-e: &e { A: b }\nservices:\n  nginx:\n    environment: *e\n",
      "conflict",
      /line 4: services.nginx.environment is not/,
    ],
    ["? services\n: nginx:\n    init: true\n", "conflict", /line 1: services is not written in lines/],
    ["services:\n  certbot:\n    image: mine\n", "conflict", /line 3 sets services.certbot.image/],
    [
      "services:\n  certbot:\n    cap_drop: [NET_RAW]\n",
      "conflict",
      /line 3: services.certbot.cap_drop is written in brackets/,
    ],
    ["a: 1\n# httpsidecar: added by attach\n", "not-ours", /line 2: httpsidecar's mark/],
    [merge("").replace("\nvolumes:", "\n  mine:\n    image: x\nvolumes:"), "not-ours", /line \d+ is not httpsidecar's/],
  ])("%j", (text, code, message) => {
    expect(() => merge(text)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });
});

const value = fc.oneof(fc.constantFrom("x", "8080:80", "# no comment", "a: b", ""), fc.boolean(), fc.integer());
const service = fc.dictionary(
  fc.constantFrom("image", "labels", "ports", "restart", "user"),
  fc.oneof(value, fc.array(value)),
);
const content = fc.record(
  {
    services: fc.dictionary(fc.constantFrom("api", "web", "nginx", "redis"), service, { minKeys: 1 }),
    volumes: fc.dictionary(fc.constantFrom("data", "cache"), fc.record({ name: value }), { minKeys: 1 }),
    "x-more": value,
  },
  { requiredKeys: [] },
);
const blockWith = { flowCollectionPadding: false, collectionStyle: "block" } as const;
/** As editors leave files: indentation, line ends, comments, an open end. */
const written = fc
  .tuple(content, fc.constantFrom(2, 4), fc.constantFrom("\n", "\r\n"), fc.boolean(), fc.boolean())
  .filter(([given]) => Object.values(given.services ?? {}).every((keys) => Object.keys(keys).length > 0))
  .map(([given, indent, eol, commented, open]) => {
    const text = Object.keys(given).length > 0 ? stringify(given, { indent, ...blockWith }) : "";
    const lines = commented ? text.replaceAll(/^( *)(\w)/gm, "$1# why\n$1$2") : text;
    return (open ? lines.trimEnd() : lines).replaceAll("\n", eol);
  });
