import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { overCertbot } from "../../src/attach/certbot-service.ts";
import { type ComposeModel, toModel } from "../../src/attach/compose-model.ts";
import { bundles } from "../support/attach-tools.ts";

const nginx = { image: "nginx", networks: { default: null } };
const certbot = { image: "certbot/certbot", networks: { default: null } };
const stack = (services: Record<string, unknown>, networks = {}): ComposeModel =>
  toModel({ name: "x", services, networks });
const covered = (certbotKeys: Record<string, unknown>, nginxKeys: Record<string, unknown> = {}, networks = {}) =>
  overCertbot(
    bundles["renew-only"].template,
    stack({ nginx: { ...nginx, ...nginxKeys }, certbot: { ...certbot, ...certbotKeys } }, networks),
    "nginx",
  );
const certbotIn = (template: string) => parse(template, { logLevel: "silent" }).services.certbot;

describe("our service over a person's certbot", () => {
  test.each([
    ["build", { context: "./certbot" }],
    ["user", "1000"],
    ["ports", [{ target: 80, published: "80" }]],
    ["healthcheck", { test: ["CMD", "true"] }],
    ["network_mode", "host"],
    ["depends_on", { nginx: { condition: "service_healthy" } }],
    ["deploy", { replicas: 2 }],
    ["platform", "linux/arm64"],
    ["working_dir", "/opt"],
    ["stop_signal", "SIGKILL"],
    ["memswap_limit", "64m"],
    ["privileged", true],
  ])("takes out %s, and says why", (key, value) => {
    const { template, lines } = covered({ [key]: value });
    expect(template).toContain(`\n    ${key}: !reset null\n`);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^ {2}certbot's ${key} no longer counts: \\w`))]);
    expect(certbotIn(template).command).toEqual(["serve"]);
  });

  test("leaves alone what does no harm, and nothing is said of it", () => {
    const keys = {
      container_name: "le",
      labels: { a: "b" },
      logging: { driver: "none" },
      hostname: "le",
      privileged: false,
    };
    expect(covered(keys)).toEqual({ template: bundles["renew-only"].template, lines: [] });
  });

  test("has a tmpfs nowhere that a person mounts something", () => {
    const { template } = covered({ volumes: [{ type: "bind", source: "/logs", target: "/var/log/letsencrypt" }] });
    expect(certbotIn(template).tmpfs).toEqual(["/tmp", "/run:mode=755"]);
  });

  test("has lists of its own in the place of a person's", () => {
    const { template } = covered({
      tmpfs: ["/tmp:size=1m"],
      cap_add: ["NET_ADMIN"],
      security_opt: ["seccomp:unconfined"],
    });
    for (const line of [
      'tmpfs: !override ["/tmp", "/run:mode=755", "/var/log/letsencrypt"]',
      'cap_add: !override ["DAC_OVERRIDE", "CHOWN"]',
      'security_opt: !override ["no-new-privileges:true"]',
    ]) {
      expect(template).toContain(`\n    ${line}\n`);
    }
  });

  test("joins the networks of nginx, keeps its own, and reaches the world", () => {
    const web = { networks: { web: null } };
    expect(certbotIn(covered({}, web).template).networks).toEqual(["default", "web"]);
    expect(certbotIn(covered(web, web).template).networks).toBeUndefined();
    expect(certbotIn(covered(web, web, { web: { internal: true } }).template).networks).toEqual(["web", "default"]);
  });

  test("reaches an nginx on the host's network by the host's gateway", () => {
    const { template } = covered({}, { networks: undefined, network_mode: "host" });
    expect(certbotIn(template).extra_hosts).toEqual(["nginx:host-gateway"]);
  });

  test.each([
    [{ network_mode: "service:vpn", networks: undefined }, {}, /network_mode is service:vpn/],
    [{ network_mode: "bridge", networks: undefined }, {}, /network_mode is bridge/],
    [{ depends_on: { certbot: { condition: "service_completed_successfully" } } }, {}, /depends_on waits for certbot/],
    [{ depends_on: { certbot: { condition: "service_healthy" } } }, {}, /depends_on waits for certbot/],
    [{}, { provider: { type: "x" } }, /is not a container/],
  ])("is refused where no override can work: %j", (nginxKeys, certbotKeys, message) => {
    expect(() => covered(certbotKeys, nginxKeys)).toThrow(
      expect.objectContaining({ code: "not-understood", message: expect.stringMatching(message) }),
    );
  });

  test("has no Docker socket: what Compose would bring is taken out, and a mount of it is said", () => {
    const { template } = covered({ use_api_socket: true, gpus: [{ count: -1 }] }, {});
    for (const key of ["use_api_socket", "gpus"]) expect(template).toContain(`\n    ${key}: !reset null\n`);
    const volumes = [{ type: "bind", source: "/run/user/1000/docker.sock", target: "/var/run/docker.sock" }];
    expect(covered({ volumes }, {}).lines.join("\n")).toContain("certbot still mounts /run/user/1000/docker.sock");
    expect(covered({ volumes: [{ ...volumes[0], source: "/srv/docker.sock.d" }] }, {}).lines).toEqual([]);
  });

  test("comes as it is shipped where there is no certbot service", () => {
    const { template } = overCertbot(bundles["renew-only"].template, stack({ nginx }), "nginx");
    expect(template).toBe(bundles["renew-only"].template);
  });
});
