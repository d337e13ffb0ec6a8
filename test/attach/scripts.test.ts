import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { repository } from "../support/repository.ts";

/** A docker that writes down what it is asked, and answers as it is told: `pattern: lines` of a shell's case. */
async function withDocker(
  script: "attach" | "detach",
  words: readonly string[],
  answers: string,
  files: Record<string, string> = {},
  shell: Record<string, string> = {},
  typed?: string,
) {
  const root = await temporaryFolder();
  const [folder, bin, diary] = [join(root, "stack"), join(root, "bin"), join(root, "diary")];
  await mkdir(folder);
  await mkdir(bin);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const docker = `#!/usr/bin/env bash
said=$*
said=\${said//$'\\n'/ }
case $said in *" --stage "*) said="stage \${said##* --stage }" ;; esac
echo "$said" >>${diary}
case $said in "stage probe" | "stage propose") { tr '\\0\\n' '| '; echo; } >>${diary}.told ;; esac
case $said in
${answers}
"compose version --short") echo 2.40.3 ;;
"stage compose") printf 'read %s\\n' --file a.yaml; printf 'run %s\\n' --file a.yaml; echo "proposed ${folder}/ours.yaml"; echo text ;;
"compose --file a.yaml --profile * config --format json") echo '{"name":"x"}' ;;
"stage dns") printf '%s\n' 'hide CF_DNS_API_TOKEN' 'take CLOUDFLARE_BASE_URL' ;;
"stage probe") echo CF_DNS_API_TOKEN=tried ;;
"stage propose") echo 'services: {}'; exit 3 ;;
"stage write") touch ${folder}/ours.yaml; echo certbot certbot-companion ;;
esac
`;
  await writeFile(join(bin, "docker"), docker);
  await chmod(join(bin, "docker"), 0o755);
  const env = { PATH: `${bin}${delimiter}${process.env["PATH"]}`, HTTPSIDECAR_IMAGE: "x/y", ...shell };
  const command = [repository(`docker/${script}`), folder, ...words];
  const { code, output } = await (typed === undefined ? run(command, env) : atTerminal(command, env, typed));
  const told = (await readFile(`${diary}.told`, "utf8").catch(() => "")).trimEnd().split("\n");
  const asked = (await readFile(diary, "utf8").catch(() => "")).replaceAll(folder, "F").trim().split("\n");
  return { code, output, told, asked: asked.filter((line) => !/^(?:version$|(?:ps|image|context) )/.test(line)) };
}

/** Somebody who types this half a second after a question stands there; Ctrl-C again and again, as people do. */
async function atTerminal(command: readonly string[], env: Record<string, string>, typed: string) {
  const child = execa("script", ["-qefc", `exec ${command.join(" ")}`, "/dev/null"], { env, reject: false, all: true });
  let seen = "";
  child.all.on("data", (bytes: Buffer) => {
    seen += bytes.toString();
  });
  // bash may miss a Ctrl-C that comes in the moment between its question and its reading
  const typing = setInterval(() => {
    if (!seen.includes("CF_DNS_API_TOKEN: ")) return;
    child.stdin.write(typed);
    if (typed !== "\u0003") clearInterval(typing);
  }, 500);
  const { exitCode: code, all: output } = await child;
  clearInterval(typing);
  return { code, output };
}

function run([program = "", ...words]: readonly string[], env: Record<string, string>) {
  return new Promise<{ code: unknown; output: string }>((done) => {
    const child = execFile(program, words, { env }, (error, stdout, stderr) =>
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

  test.each(["attach", "detach"] as const)(
    "%s says at once that Docker does not answer, and asks nothing else",
    async (script) => {
      const { code, output, asked } = await withDocker(script, ["--yes"], '"version") echo denied >&2; exit 1 ;;');
      expect({ code, asked }).toEqual({ code: 1, asked: [] });
      expect(output).toMatch(/^the Docker Engine does not respond to you\n {2}what to do: .*with sudo/);
    },
  );

  test.each([
    ["is built where there is none", "httpsidecar:local", "", ["buildx build"]],
    [
      "comes from its registry where that has it",
      "r.test/x",
      '"pull --quiet r.test/x") echo sha256:1 ;;',
      ["pull --quiet"],
    ],
    [
      "is built where its registry has none",
      "r.test/x",
      '"pull --quiet r.test/x") exit 1 ;;',
      ["pull --quiet", "buildx build"],
    ],
  ])("the image %s, before the stack is asked about", async (_, image, answers, first) => {
    const none = `"image inspect"*) exit 1 ;;\n${answers}`;
    const { code, asked, output } = await withDocker("attach", yes, none, {}, { HTTPSIDECAR_IMAGE: image });
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(asked.slice(1, first.length + 2).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      ...first,
      "stage compose",
    ]);
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

  test("asks Compose itself what it would recreate where it does not read what it printed", async () => {
    const { asked } = await withDocker("attach", yes, '"compose --file - --profile"*) exit 15 ;;');
    const at = asked.indexOf("compose --file - --profile * config --hash *");
    expect(asked[at + 1]).toBe("compose --file a.yaml --file F/ours.yaml config --hash *");
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

describe("docker/attach --dns", () => {
  const words = [...yes, "--dns", "cloudflare"];
  const given = { CF_DNS_API_TOKEN: "from the shell" };
  const own = { "httpsidecar.env": "DOCTOR_RESOLVERS=192.0.2.53\n" };

  test("tries the key before anything is proposed; it goes by standard input, and no command line has it", async () => {
    const { code, asked, told } = await withDocker("attach", words, "", own, given);
    expect(asked.slice(2, 6)).toEqual([...start.slice(2, 3), "stage dns", "stage probe", "stage propose"]);
    expect(told).toEqual([
      "CF_DNS_API_TOKEN=from the shell CLOUDFLARE_BASE_URL= ||DOCTOR_RESOLVERS=192.0.2.53 ",
      'CF_DNS_API_TOKEN=tried {"name":"x"}',
    ]);
    expect(code).toBe(0);
  });

  test("takes a file, whole, and asks for nothing then", async () => {
    const file = join(await temporaryFolder(), "cf.ini");
    await writeFile(file, "dns_cloudflare_api_token = t\n");
    const { told, code } = await withDocker("attach", [...words, `--dns-credentials=${file}`], "");
    expect(told[0]).toBe("CF_DNS_API_TOKEN= CLOUDFLARE_BASE_URL= |dns_cloudflare_api_token = t |");
    expect(code).toBe(0);
    const without = await withDocker("attach", [...words, "--dns-credentials", `${file}s`], "");
    expect(without).toMatchObject({ code: 1, output: expect.stringContaining(`the file ${file}s cannot be read`) });
  });

  test.each([
    ["the key does not work", '"stage probe") exit 1 ;;', 1],
    ["something is missing", '"stage probe") exit 2 ;;', 2],
    ["there is no such provider", '"stage dns") exit 2 ;;', 2],
  ])("proposes and writes nothing when %s", async (_, answers, code) => {
    const ended = await withDocker("attach", words, answers, own, given);
    expect(ended.code).toBe(code);
    expect(ended.asked.join("\n")).not.toMatch(/stage (?:propose|write)|up --detach/);
  });

  test("asks at a terminal without echo; Ctrl-C is a quiet no", async () => {
    const words = ["--domain", "x.test", "--dns", "cloudflare", "--dry-run"];
    const typed = await withDocker("attach", words, "", {}, {}, "s3cr3t\n");
    expect(typed.told[0]).toBe("CF_DNS_API_TOKEN=s3cr3t CLOUDFLARE_BASE_URL= ||");
    expect(typed.output).not.toContain("s3cr3t");
    const left = await withDocker("attach", words, "", {}, {}, "\u0003");
    expect(left).toMatchObject({ code: 3, output: expect.stringMatching(/CF_DNS_API_TOKEN: (?:\^C)?\s*$/) });
    expect(left.asked).not.toContain("stage probe");
  });

  test("persist asks for nothing, and shows the record once the sidecar has an account", async () => {
    const { asked, code } = await withDocker("attach", [...yes, "--dns=persist"], '"stage dns") ;;');
    const record = "compose --file a.yaml --file F/ours.yaml exec -T certbot httpsidecar dns-record";
    expect(asked.slice(asked.indexOf(up)).slice(0, 3)).toEqual([up, record, "stage follow"]);
    expect({ code, isTried: asked.includes("stage probe") }).toEqual({ code: 0, isTried: false });
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
