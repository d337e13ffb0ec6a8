import { describe, expect, test } from "vitest";
import { parseComposeConfig, toModel } from "../../src/attach/compose-model.ts";
import { modelOfTexts } from "../../src/attach/compose-text.ts";
import { nginxPorts } from "../../src/attach/nginx-ports.ts";

describe("what Compose prints of a stack", () => {
  test("is read as far as it matters: values with a dollar as they are, empty keys as none", () => {
    const config = {
      name: "prod",
      services: {
        nginx: {
          command: null,
          image: "nginx",
          environment: { A: "1$$2", B: null },
          volumes: [{ type: "bind", source: "/s", target: "/t/", bind: {} }],
          ports: [
            { mode: "ingress", host_ip: "127.0.0.1", target: 8443, published: "443", protocol: "tcp" },
            { target: 80 },
          ],
          networks: { default: null },
          depends_on: { app: { condition: "service_healthy", required: true } },
        },
      },
      networks: { default: { name: "prod_default", ipam: {} }, db: { internal: true } },
    };
    const { project, services, internalNetworks } = parseComposeConfig(JSON.stringify(config));
    expect({ project, internalNetworks }).toEqual({ project: "prod", internalNetworks: ["db"] });
    expect(services["nginx"]).toMatchObject({
      environment: { A: "1$2", B: "" },
      mounts: [{ type: "bind", source: "/s", target: "/t" }],
      ports: [
        { address: "127.0.0.1", hostPort: 443, containerPort: 8443 },
        { address: "", hostPort: undefined, containerPort: 80 },
      ],
      networks: ["default"],
      dependsOn: { app: "service_healthy" },
    });
    expect(services["nginx"]?.keys).not.toHaveProperty("command");
  });

  test.each(["", "services:", "[]", '{"services":{}}', '{"name":"x","services":{"a":[]}}'])("%j is refused", (text) => {
    expect(() => parseComposeConfig(text)).toThrow(expect.objectContaining({ code: "not-understood" }));
  });
});

describe("what the files say, where Compose cannot be asked", () => {
  const env = new Map([
    ["DATA", "/data"],
    ["EMPTY", ""],
  ]);
  const files = new Map([
    [
      "n.env",
      new Map([
        ["NGINX_HTTPS_ENABLED", "false"],
        ["A", "1"],
      ]),
    ],
  ]);
  const model = (...texts: string[]) =>
    modelOfTexts(
      texts.map((text, at) => ({ name: `${at}.yaml`, text })),
      {
        folder: "/srv/x",
        project: undefined,
        usualProject: "x",
        lookUp: (name) => env.get(name),
        envFile: (path) => files.get(path),
      },
    );

  test.each(["env_file: n.env", "env_file: [{ path: n.env, required: false }, gone.env]"])(
    "has what an env_file says, below the environment itself: %s",
    (line) => {
      const { services: all } = model(`services:\n  nginx:\n    ${line}\n    environment: { A: "2" }\n`);
      expect(all["nginx"]?.environment).toEqual({ NGINX_HTTPS_ENABLED: "false", A: "2" });
    },
  );

  test("has the files' own name for the project, the last one that gives any, else the folder's", () => {
    expect(model("services: {}\n").project).toBe("x");
    expect(model("name: shop\nservices: {}\n", "services: {}\n").project).toBe("shop");
    const around = {
      folder: "/srv/x",
      project: "prod",
      usualProject: "x",
      lookUp: () => undefined,
      envFile: () => undefined,
    };
    expect(modelOfTexts([{ name: "a.yaml", text: "name: shop\nservices: {}\n" }], around).project).toBe("prod");
  });

  test("comes to the same for short and long forms, variables, anchors and a later file", () => {
    const { services } = model(
      `x-base: &base { image: nginx }
services:
  nginx:
    <<: *base
    environment: ["A=\${DATA}/a", "B=\${EMPTY:-b}", "C=\${NONE-c}\${DATA:+d}", "D=$$x"]
    volumes: [./conf:/etc/letsencrypt:ro, "\${DATA}/www:/www", le:/le]
    ports: ["80:8080", "127.0.0.1:443:8443/tcp", "[::1]:81:81", 82, "90-91:90-91"]
    depends_on: [app]
`,
      "services:\n  nginx:\n    environment: { A: later }\n    ports: ['83:83']\n  host: { network_mode: host }\n",
    );
    expect(services["nginx"]).toMatchObject({
      image: "nginx",
      environment: { A: "later", B: "b", C: "cd", D: "$x" },
      networks: ["default"],
      dependsOn: { app: "service_started" },
    });
    expect(services["nginx"]?.mounts.map(({ type, source, target }) => [type, source, target])).toEqual([
      ["bind", "/srv/x/conf", "/etc/letsencrypt"],
      ["bind", "/data/www", "/www"],
      ["volume", "le", "/le"],
    ]);
    expect(
      services["nginx"]?.ports.map(({ address, hostPort, containerPort }) => [address, hostPort, containerPort]),
    ).toEqual([
      ["", 80, 8080],
      ["127.0.0.1", 443, 8443],
      ["[::1]", 81, 81],
      ["", undefined, 82],
      ["", 90, 90],
      ["", 83, 83],
    ]);
    expect(services["host"]).toMatchObject({ networks: [], networkMode: "host" });
  });

  test.each([
    ["include: [a.yaml]\nservices: {}\n", 'line 1: only Docker Compose itself resolves "include"'],
    [
      "services:\n  nginx:\n    image: x\n    extends: { service: a }\n",
      'line 4: only Docker Compose itself resolves "extends"',
    ],
    [
      "services:\n  nginx:\n    ports: !override ['8080:80']\n",
      'line 3: only Docker Compose itself resolves "!override"',
    ],
    ["services:\n  certbot: !reset null\n", 'line 2: only Docker Compose itself resolves "!reset"'],
  ])("is refused by its line where Compose alone knows: %j", (text, message) => {
    expect(() => model(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
  });

  test("is refused when its aliases multiply without measure, as a Problem that quotes nothing", () => {
    const level = (n: number) => `a${n}: &a${n} [${`*a${n - 1}, `.repeat(12)}]\n`;
    const bomb = `a0: &a0 [secret]\n${[1, 2, 3, 4, 5, 6, 7].map(level).join("")}services: {}\n`;
    expect(() => model(bomb)).toThrow(
      expect.objectContaining({ code: "broken-yaml", message: "0.yaml: its aliases are too many" }),
    );
  });

  test("is refused by file and line when it is not YAML, without a word of the line, which may be a password", () => {
    const broken = "services:\n  db:\n    environment: { PASSWORD: 'hunter2\n";
    const message = expect.stringMatching(/^0\.yaml line \d is not YAML \([A-Z_]+\)$/);
    expect(() => model(broken)).toThrow(expect.objectContaining({ message }));
  });
});

test.each([
  [
    [
      { target: 80, published: "80" },
      { target: 443, published: "443" },
    ],
    {},
    { http: 80, https: 443 },
  ],
  [
    [
      { target: 8080, published: "80" },
      { target: 8443, published: "443" },
    ],
    {},
    { http: 8080, https: 8443 },
  ],
  [
    [
      { target: 8080, published: "8080" },
      { target: 8443, published: "8443" },
    ],
    {},
    { http: 8080, https: 8443 },
  ],
  [
    [
      { target: 80, published: "31080" },
      { target: 443, published: "31443" },
    ],
    {},
    { http: 80, https: 443 },
  ],
  [[{ target: 8056, published: "80" }], { NGINX_PORT: "8056", NGINX_SSL_PORT: "8057" }, { http: 8056, https: 8057 }],
  [[], {}, { http: 80, https: 443 }],
])("nginx that publishes %j, made with %j, listens on %j", (ports, environment, listens) => {
  const { nginx } = toModel({ name: "x", services: { nginx: { ports, environment } } }).services;
  expect(nginx && nginxPorts(nginx)).toEqual(listens);
});
