import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";

/** A docker that writes down what it is asked, and answers as it is told: `pattern: lines` of a shell's case. */
async function withDocker(
  script: "attach" | "detach",
  words: readonly string[],
  answers: string,
  files: Record<string, string> = {},
) {
  const root = await temporaryFolder();
  const [folder, bin, diary] = [join(root, "stack"), join(root, "bin"), join(root, "diary")];
  await mkdir(folder);
  await mkdir(bin);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const docker = `#!/usr/bin/env bash
said=$(printf %s "$*" | tr '\\n' ' ')
case $said in *" --stage "*) said="stage \${said##* --stage }" ;; esac
echo "$said" >>${diary}
case $said in
${answers}
"compose version --short") echo 2.40.3 ;;
"stage compose") printf 'read %s\\n' --file a.yaml; printf 'run %s\\n' --file a.yaml; echo "proposed ${folder}/ours.yaml"; echo text ;;
"compose --file a.yaml --profile * config --format json") echo '{"name":"x"}' ;;
"stage propose") echo 'services: {}'; exit 3 ;;
"stage write") touch ${folder}/ours.yaml; echo certbot certbot-companion ;;
esac
`;
  await writeFile(join(bin, "docker"), docker);
  await chmod(join(bin, "docker"), 0o755);
  const env = { PATH: `${bin}${delimiter}${process.env["PATH"]}`, HTTPSIDECAR_IMAGE: "x/y" };
  const { code, output } = await run(repository(`docker/${script}`), [folder, ...words], env);
  const asked = (await readFile(diary, "utf8").catch(() => "")).replaceAll(folder, "F").trim().split("\n");
  return { code, output, asked: asked.filter((line) => !/^(?:ps|image|context) /.test(line)) };
}

function run(program: string, words: readonly string[], env: Record<string, string>) {
  return new Promise<{ code: unknown; output: string }>((done) => {
    const child = execFile(program, [...words], { env }, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, output: stdout + stderr }),
    );
    child.stdin?.end();
  });
}

const yes = ["--domain", "x.test", "--yes"];
const start = [
  "compose version --short",
  "stage compose",
  "compose --file a.yaml --profile * config --format json",
  "stage propose",
];
const up = "compose --file a.yaml --file F/ours.yaml up --detach --no-deps certbot certbot-companion";

describe("docker/attach", () => {
  test.each([
    ["too old", '"compose version --short") echo 2.24.3 ;;', /Docker Compose 2\.24\.3 is older than 2\.24\.4/],
    ["older, by its suffix too", '"compose version --short") echo v2.20.2-desktop.1 ;;', /older than 2\.24\.4/],
    ["missing", '"compose version --short") exit 1 ;;', /the Docker plugin 'compose' is missing/],
  ])("says that Compose is %s before anything else", async (_, answers, says) => {
    const { code, output, asked } = await withDocker("attach", yes, answers);
    expect(output).toMatch(says);
    expect({ code, asked }).toEqual({ code: 1, asked: ["compose version --short"] });
  });

  test("gives Compose what would be written before it is written, then starts two services by name", async () => {
    const { code, output, asked } = await withDocker("attach", yes, "");
    expect(asked).toEqual([
      ...start,
      "compose --file a.yaml --file - config --quiet",
      "stage write",
      "compose --file a.yaml --file F/ours.yaml ps --services --status running",
      up,
      "stage follow",
      "compose --file a.yaml --file F/ours.yaml config --format json",
      "compose --file - --profile * config --hash *",
      "compose --file a.yaml --file F/ours.yaml --profile * config --format json",
      "stage after",
    ]);
    expect(code).toBe(0);
    expect(output).not.toContain("command not found");
  });

  test.each([
    ["Compose does not take the stack", '"compose --file a.yaml --profile "*) exit 15 ;;', 1, start.slice(0, 3)],
    ["the sidecar refuses", '"stage propose") exit 1 ;;', 1, start],
    ["wrong words were typed", '"stage propose") exit 2 ;;', 2, start],
    [
      "Compose does not take the override",
      '*"--file - config --quiet") exit 15 ;;',
      1,
      [...start, "compose --file a.yaml --file - config --quiet"],
    ],
  ])("writes nothing and starts nothing when %s", async (_, answers, code, asked) => {
    expect(await withDocker("attach", yes, answers)).toMatchObject({ code, asked });
  });

  test("writes nothing where nobody is there to say yes, and with --dry-run", async () => {
    const unasked = await withDocker("attach", ["--domain", "x.test"], "");
    expect(unasked).toMatchObject({ code: 1, output: expect.stringContaining("there is no terminal to ask on") });
    const shown = await withDocker("attach", ["--domain", "x.test", "--dry-run"], "");
    expect(shown).toMatchObject({ code: 0, output: expect.stringContaining("nothing was changed") });
    expect([...unasked.asked, ...shown.asked]).not.toContain("stage write");
  });

  test("ends with 4 while HTTPS is not live, with the last words said", async () => {
    const { code, asked } = await withDocker("attach", yes, '"stage follow") exit 4 ;;');
    expect({ code, last: asked.at(-1) }).toEqual({ code: 4, last: "stage after" });
    const stopped = await withDocker("attach", yes, '"stage write") echo ;;');
    expect(stopped).toMatchObject({
      code: 4,
      asked: [...start, "compose --file a.yaml --file - config --quiet", "stage write"],
    });
  });

  test("takes out again what cannot be started, and starts the person's certbot that ran before", async () => {
    const answers = `*" ps --services"*) echo certbot ;;\n*" certbot certbot-companion") exit 1 ;;\n*" detach F --yes"*) rm F/ours.yaml ;;`;
    const { code, output, asked } = await withDocker("attach", yes, answers);
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringContaining("what was written was removed again"),
    });
    const after = asked.slice(asked.indexOf(up) + 1);
    expect(after[0]).toMatch(/ detach F --yes$/);
    expect(after.slice(1)).toEqual(["stage compose", "compose --file a.yaml up --detach --no-deps certbot"]);
  });

  test("starts an unchanged stack's sidecar, and takes nothing out when that fails", async () => {
    const answers = `"stage propose") exit 0 ;;\n*" certbot certbot-companion") exit 1 ;;`;
    const { code, asked } = await withDocker("attach", yes, answers);
    expect({ code, last: asked.at(-1) }).toEqual({ code: 1, last: up });
  });
});

describe("docker/detach", () => {
  test("needs no Compose to take everything out, and never waits for it", async () => {
    const { code, asked } = await withDocker("detach", ["--yes"], '"compose "*) exit 1 ;;');
    expect(code).toBe(0);
    expect(asked[0]).toMatch(/ detach F --yes$/);
    expect(asked.join("\n")).not.toMatch(/ up | --dry-run/);
    expect(asked.at(-1)).toBe("stage after");
  });
});
