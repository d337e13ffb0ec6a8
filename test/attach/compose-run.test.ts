import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandLine, composeCall } from "../../src/attach/compose-call.ts";
import { composeRunOf, envFileOf } from "../../src/attach/compose-run.ts";
import { folderKey, isSameFolder } from "../../src/attach/folder-spelling.ts";
import { readStackFiles } from "../../src/attach/read-stack.ts";
import { fakeEngine, host, neighbour } from "../support/attach-tools.ts";
import { temporaryFolder } from "../support/folders.ts";

const label = "com.docker.compose.project";

interface Given {
  files: readonly string[];
  env?: Record<string, string>;
  typed?: string;
  shell?: { composeFile?: string; project?: string };
  /** config_files of the running nginx, below the folder unless absolute */
  running?: readonly string[];
  projects?: readonly string[];
}

async function given({ files, env = {}, typed, shell = {}, running, projects = ["docker"] }: Given) {
  const folder = await temporaryFolder();
  for (const name of files) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), "services: {}\n");
  }
  const paths = running?.map((name) => (name.startsWith("/") ? name : join(folder, name)));
  const labels = { [`${label}.config_files`]: paths?.join(",") ?? "" };
  const own = paths ? projects.map((project) => neighbour(folder, "nginx", { project, labels })) : [];
  const run = await composeRunOf({
    folder,
    typed,
    own,
    shell: { composeFile: shell.composeFile ?? "", project: shell.project ?? "" },
    envValue: (name) => env[name] ?? "",
  });
  return { ...run, files: run.files.map((path) => path.replace(`${folder}/`, "")) };
}

describe("how Compose is told of a stack", () => {
  test("is its own search where nothing says otherwise", async () => {
    expect(await given({ files: ["docker-compose.yml", "docker-compose.override.yml"] })).toMatchObject({
      files: ["docker-compose.yml", "docker-compose.override.yml"],
      override: "docker-compose.override.yml",
      named: "by-nobody",
      project: undefined,
    });
    expect(await given({ files: ["compose.yml"] })).toMatchObject({ override: "compose.override.yaml" });
  });

  test("is what the running stack's labels say: another project, several files", async () => {
    const files = ["compose.yaml", "base/a.yml", "b.yml"];
    expect(await given({ files, running: ["base/a.yml", "b.yml"], projects: ["prod"] })).toMatchObject({
      files: ["base/a.yml", "b.yml"],
      override: "httpsidecar.yaml",
      named: "by-hand",
      project: "prod",
    });
  });

  test("is COMPOSE_FILE of .env with any separator, and our override is one of its names", async () => {
    const files = ["a.yml", "b.yml", "compose.override.yaml"];
    for (const [list, separator] of [
      ["a.yml:b.yml", ""],
      ["a.yml;b.yml", ""],
      ["a.yml|b.yml", "|"],
    ] as const) {
      const env = { COMPOSE_FILE: list, COMPOSE_PATH_SEPARATOR: separator };
      expect(await given({ files, env })).toMatchObject({
        files: ["a.yml", "b.yml"],
        named: "in-env-file",
        override: "httpsidecar.yaml",
      });
    }
    const listed = { COMPOSE_FILE: "a.yml:compose.override.yaml:b.yml" };
    expect(await given({ files, env: listed })).toMatchObject({ override: "compose.override.yaml" });
  });

  test("is COMPOSE_FILE of the shell, and --file before all", async () => {
    const files = ["compose.yaml", "a.yml"];
    expect(await given({ files, shell: { composeFile: "a.yml" } })).toMatchObject({
      files: ["a.yml"],
      named: "by-hand",
    });
    expect(await given({ files, typed: "a.yml", running: ["compose.yaml"] })).toMatchObject({ files: ["a.yml"] });
  });

  test("is its own search again where a file of the labels is gone, such as after a move", async () => {
    expect(await given({ files: ["compose.yaml"], running: ["/old/docker/compose.yaml"] })).toMatchObject({
      files: ["compose.yaml"],
      named: "by-nobody",
    });
    expect(await given({ files: ["compose.yaml"], running: ["compose.yaml", "httpsidecar.yaml"] })).toMatchObject({
      files: ["compose.yaml"],
    });
  });

  test("has a file that is not there named", async () => {
    await expect(given({ files: [] })).rejects.toThrow("there is no compose.yaml");
    await expect(given({ files: ["a.yml"], typed: "b.yml" })).rejects.toThrow("there is no b.yml");
    await expect(given({ files: ["a.yml"], env: { COMPOSE_FILE: "a.yml:x.yml" } })).rejects.toThrow(
      "there is no x.yml",
    );
  });

  test("is asked for where two stacks run from one folder", async () => {
    const two = { files: ["compose.yaml"], running: ["compose.yaml"], projects: ["blue", "green"] };
    await expect(given(two)).rejects.toThrow("several stacks run from");
    expect(await given({ ...two, shell: { project: "green" } })).toMatchObject({ project: "green" });
  });
});

describe("the env file", () => {
  const of = (path: string) =>
    envFileOf("/srv/x", [neighbour("/srv/x", "nginx", { labels: { [`${label}.environment_file`]: path } })]);

  test("is .env, or the one in the folder that the stack was started with", () => {
    expect(envFileOf("/srv/x", [])).toBe(".env");
    expect(of("/srv/x/prod.env")).toBe("prod.env");
  });

  test.each(["/etc/prod.env", "/srv/x/a.env,/srv/x/b.env"])("is refused when it is %s", (path) => {
    expect(() => of(path)).toThrow(expect.objectContaining({ message: expect.stringContaining(path) }));
  });
});

describe("the call that docker/attach makes", () => {
  async function call(override: string, running = ["compose.yaml", "compose.override.yaml"]) {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "compose.yaml"), "services: {}\n");
    await writeFile(join(folder, "compose.override.yaml"), override);
    const labels = { [`${label}.config_files`]: running.map((name) => join(folder, name)).join(",") };
    const engine = fakeEngine([], { running: [neighbour(folder, "nginx", { project: "prod", labels })] });
    const choice = { folder, file: undefined, service: undefined, dryRun: false, yes: false };
    const lines = await composeCall(choice, { engine, host });
    return {
      lines: lines.map((line) => line.replaceAll(folder, "F")),
      stack: await readStackFiles(choice, { engine, host }),
    };
  }
  const ours = "# httpsidecar: added by attach\nservices:\n# httpsidecar: end of what attach added\n";

  test("leaves our override out, takes a mixed one without our lines, and an own one as it is", async () => {
    const start = [
      "read --project-directory",
      "read F",
      "read --project-name",
      "read prod",
      "read --file",
      "read F/compose.yaml",
    ];
    expect((await call(ours)).lines.filter((line) => line.startsWith("read "))).toEqual(start);
    const mixed = await call(`x-mine: 1\n${ours}`);
    expect(mixed.lines.filter((line) => line.startsWith("read "))).toEqual([...start, "read --file", "read -"]);
    expect(mixed.lines.slice(mixed.lines.indexOf("text"))).toEqual(["text", "x-mine: 1", ""]);
    expect((await call("x-mine: 1\n")).lines).toContain("read F/compose.override.yaml");
  });

  test("is refused for a folder whose name has a line break", async () => {
    const folder = join(await temporaryFolder(), "two\nlines");
    await mkdir(folder);
    await writeFile(join(folder, "compose.yaml"), "services: {}\n");
    const choice = { folder, file: undefined, service: undefined, dryRun: false, yes: false };
    await expect(composeCall(choice, { engine: fakeEngine([]), host })).rejects.toThrow("has a line break");
  });

  test("is what a person types, with the project's name where the folder does not give it", async () => {
    expect(commandLine((await call("x-mine: 1\n")).stack, [])).toBe("docker compose -p prod up -d");
  });
});

test.each([
  ["C:\\dify\\docker", "/mnt/c/dify/docker"],
  ["C:\\Dify\\docker\\", "/run/desktop/mnt/host/c/dify/docker"],
  ["C:/dify", "/host_mnt/c/dify"],
  ["\\\\wsl.localhost\\Ubuntu\\srv\\dify", "/srv/dify"],
  ["/srv/dify/", "/srv/dify"],
])("%s and %s are one folder", (one, other) => {
  expect(isSameFolder(one, other)).toBe(true);
  expect(folderKey("/srv/Dify")).not.toBe(folderKey("/srv/dify"));
});
