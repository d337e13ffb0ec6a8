import { describe, expect, onTestFinished } from "vitest";
import { scriptsFor } from "../support/attaching.ts";
import { newProjectName, removeProject } from "../support/leftovers.ts";
import { pebbleDirectory } from "../support/pebble-service.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const domain = "dify.example.test";
const test = withStack({
  kind: "dify",
  domain,
  env: { CERTBOT_OPTIONS: `--server ${pebbleDirectory}` },
  // A build and a user of its own, as people have them.
  services: { certbot: { build: { context: "./certbot" }, user: "1000" } },
});

describe("docker/attach and docker/detach on a stack with a name and a certbot of its own", () => {
  test("find the stack under the project name that it was started with", async ({ stack }) => {
    const project = newProjectName();
    onTestFinished(() => removeProject(project));
    await stack.types(`docker compose -p ${project} up -d`);
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${stack.httpPort}/`)).status).toBe(200));
    const { output, exitCode } = await scriptsFor(stack.folder).attach("--domain", domain, "--yes");
    console.log(output);
    expect({ output, exitCode }).toMatchObject({ exitCode: 0, output: expect.stringContaining(`project ${project},`) });
    expect(output).toContain("certbot's build no longer counts");
    const { output: projects } = await stack.types(
      `docker ps --filter label=com.docker.compose.project.working_dir=${stack.folder} --format '{{.Label "com.docker.compose.project"}}' | sort -u`,
    );
    expect(projects.trim()).toBe(project);
    expect((await scriptsFor(stack.folder).detach("--yes")).exitCode).toBe(0);
    await stack.types(`docker compose -p ${project} down --timeout 1 --volumes`);
  });
});
