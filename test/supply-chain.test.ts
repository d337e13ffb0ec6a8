import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { repository } from "./support/repository.ts";

const read = (path: string) => readFileSync(repository(path), "utf8");
const found = (...patterns: string[]) => globSync(patterns, { cwd: repository(".") });

test("every action is pinned by commit, with the version that it is", () => {
  const uses = found(".github/workflows/*").flatMap((path) => read(path).match(/uses: .*/g) ?? []);
  expect(uses.length).toBeGreaterThan(5);
  expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test("the image's base and the socket proxy are pinned by digest", () => {
  const digest = /@sha256:[0-9a-f]{64}\}?$/;
  expect(/^ARG BASE_IMAGE=(.*)$/m.exec(read("docker/Dockerfile"))?.[1]).toMatch(digest);
  expect(/image: (.*)$/m.exec(read("docker/socket-proxy.yaml"))?.[1]).toMatch(digest);
});

test("the image is published as its size is told: compressed with zstd, all layers", () => {
  const outputs = /^ +outputs: (.*)$/m.exec(read(".github/workflows/publish.yaml"))?.[1]?.split(",");
  expect(outputs).toEqual(expect.arrayContaining(["push=true", "compression=zstd", "force-compression=true"]));
});

test("no package's script runs while packages are installed", () => {
  const files = ["docker/Dockerfile", "test/run", ...found(".github/workflows/*", "docker/**/*", "README.md")];
  const installs = files.flatMap((path) => {
    const text = /\.(?:ts|mjs|yaml|md)$|\/[^./]+$/.test(path) && !path.includes("setup/stand-ins/") ? textOf(path) : "";
    return text.match(/npm (?:ci|install)\b.*/g) ?? [];
  });
  expect(installs.length).toBeGreaterThan(1);
  expect(installs.filter((line) => /^npm (?:ci|install) +-/.test(line) && !line.includes("--ignore-scripts"))).toEqual(
    [],
  );
});

test("packages are named by one version each", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json"));
  const versions = Object.values<string>({ ...dependencies, ...devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

/** Empty for a folder. */
function textOf(path: string): string {
  try {
    return read(path);
  } catch {
    return "";
  }
}
