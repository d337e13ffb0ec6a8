import { describe, expect, test } from "vitest";
import type { StackFacts } from "../../../src/companion/parts.ts";
import { envName, overrideName, takesEnvFile } from "../../../src/companion/settings/where.ts";

const stack = (facts: Partial<StackFacts> = {}): StackFacts => ({
  project: "docker",
  workingFolder: "/srv/dify/docker",
  configFiles: ["/srv/dify/docker/docker-compose.yaml"],
  environmentFile: undefined,
  service: "nginx",
  otherEnvironments: [],
  ...facts,
});

describe("the env file", () => {
  test("is .env unless Compose was given another", () => {
    expect(envName(stack())).toBe(".env");
    expect(envName(stack({ environmentFile: "/srv/dify/docker/envs/live.env" }))).toBe("envs/live.env");
  });

  test.each(["/etc/stack.env", "/srv/dify/docker/../x.env", "/srv/dify/docker"])(
    "is not ours in %s",
    (environmentFile) => {
      expect(() => envName(stack({ environmentFile }))).toThrow("outside the stack's folder");
    },
  );

  test("is not known when several were given", () => {
    expect(() => envName(stack({ environmentFile: "/srv/dify/docker/.env,/srv/dify/docker/b.env" }))).toThrow(
      "several",
    );
  });
});

describe("the override", () => {
  const two = (second: string) => stack({ configFiles: ["/srv/dify/docker/docker-compose.yaml", second] });

  test.each([
    ["docker-compose.yaml", "docker-compose.override.yaml"],
    ["docker-compose.yml", "docker-compose.override.yml"],
    ["compose.yaml", "compose.override.yaml"],
    ["compose.yml", "compose.override.yml"],
  ])("beside %s is %s", (main, override) => {
    expect(overrideName(stack({ configFiles: [`/srv/dify/docker/${main}`] }), [], false)).toBe(override);
  });

  test("is the first that Compose would find", () => {
    expect(overrideName(stack(), ["compose.override.yaml", "docker-compose.override.yaml"], false)).toBe(
      "compose.override.yaml",
    );
  });

  test("is the one that was read, also when COMPOSE_FILE named it", () => {
    const read = two("/srv/dify/docker/docker-compose.override.yaml");
    expect(overrideName(read, ["docker-compose.override.yaml"], true)).toBe("docker-compose.override.yaml");
  });

  test("is our own one where the files are named one by one and it is among them", () => {
    expect(overrideName(two("/srv/dify/docker/httpsidecar.yaml"), [], true)).toBe("httpsidecar.yaml");
  });

  test.each([
    ["another second file", two("/srv/dify/docker/docker-compose.local.yaml"), false],
    [
      "three files",
      stack({
        configFiles: [
          "/srv/dify/docker/compose.yaml",
          "/srv/dify/docker/compose.override.yml",
          "/srv/dify/docker/x.yml",
        ],
      }),
      false,
    ],
    ["a compose file of another name", stack({ configFiles: ["/srv/dify/docker/stack.yaml"] }), false],
    ["a compose file in another folder", stack({ configFiles: ["/srv/other/compose.yaml"] }), false],
    ["an override in another folder", two("/srv/docker-compose.override.yaml"), false],
    ["COMPOSE_FILE in .env", stack(), true],
    ["no compose file known", stack({ configFiles: [] }), false],
  ])("is not read with %s", (_, facts, composeFileSet) => {
    expect(() => overrideName(facts, [], composeFileSet)).toThrow("Compose was told which files to read");
  });
});

describe("a container that takes the env file", () => {
  const keys = ["COMPOSE_PROFILES", "CERTBOT_EMAIL", "CERTBOT_DOMAIN", "SECRET_KEY", "DB_HOST", "LOG_LEVEL"];
  test.each([
    [["PATH", "COMPOSE_PROFILES"], true],
    [["CERTBOT_EMAIL", "SECRET_KEY"], true],
    [["CERTBOT_EMAIL", "CERTBOT_DOMAIN"], false],
    [["SECRET_KEY", "DB_HOST", "LOG_LEVEL"], true],
    [["SECRET_KEY", "DB_HOST", "PATH", "HOME"], false],
    [["PATH"], false],
  ])("with %j: %j", (names, takes) => {
    expect(takesEnvFile(new Set(names), keys)).toBe(takes);
  });

  test("an env file without keys is taken by nobody", () => {
    expect(takesEnvFile(new Set(["PATH"]), [])).toBe(false);
  });
});
