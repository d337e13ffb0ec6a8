import { describe, expect, test } from "vitest";
import { attached } from "../support/attached.ts";

const ports = "    ports: ['80:80', '443:443']\n";
const volumes = "    volumes: [./conf:/etc/letsencrypt, ./www:/var/www/certbot]\n";
const nginx = (keys: string) => `services:\n  nginx:\n    image: nginx\n${keys}`;
const certbot = (keys = volumes) => `  certbot:\n    image: certbot/certbot\n${keys}`;
const conf = (path: string) => `[renewalparams]\nwebroot_path = ${path},\n`;

interface Shape {
  is: string;
  yaml: string;
  files?: Record<string, string>;
  /** there are these in the running nginx */
  seen?: readonly string[];
  /** where certbot has nginx's folders from, `type:source(/subpath):target`, without the stack's own folder */
  mounts?: readonly string[];
  options?: string;
  /** NGINX_PORT and NGINX_SSL_PORT, of the container and as typed; empty: as usual */
  ports?: readonly string[];
}

const usual = ["bind:/conf:/etc/letsencrypt", "bind:/www:/var/www/certbot"];

const shapes: readonly Shape[] = [
  {
    is: "one named volume with a subpath for each",
    yaml: `${nginx("    volumes:\n      - {type: volume, source: data, target: /etc/letsencrypt, volume: {subpath: le}}\n      - {type: volume, source: data, target: /var/www/certbot, volume: {subpath: www}}\n")}volumes: {data: }\n`,
    mounts: ["volume:data/le:/etc/letsencrypt", "volume:data/www:/var/www/certbot"],
  },
  {
    is: "a folder outside with a colon in its name",
    yaml: nginx(
      "    volumes:\n      - {type: bind, source: '/srv/a:b', target: /etc/letsencrypt}\n      - ./www:/var/www/certbot\n",
    ),
    mounts: ["bind:/srv/a:b:/etc/letsencrypt", "bind:/www:/var/www/certbot"],
  },
  {
    is: "certbot's mounts by volumes_from",
    yaml: nginx(`    volumes_from: [certbot]\n${ports}`) + certbot(),
    mounts: usual,
  },
  {
    is: "nginx with a folder that certbot's lies in",
    yaml: nginx("    volumes: ['.:/data:ro', ./www:/var/www/certbot]\n") + certbot(),
    mounts: usual,
  },
  {
    is: "certbot's folder below a mount, as the running nginx sees it",
    yaml: nginx("    volumes: [./data:/srv/data, ./www:/var/www/certbot]\n"),
    seen: ["/srv/data/letsencrypt/live"],
    mounts: ["bind:/data/letsencrypt:/etc/letsencrypt", "bind:/www:/var/www/certbot"],
  },
  {
    is: "a mount above /etc/letsencrypt",
    yaml: nginx("    volumes: [./etc:/etc, ./www:/var/www/certbot]\n"),
    seen: ["/etc/letsencrypt/live"],
    mounts: ["bind:/etc/letsencrypt:/etc/letsencrypt", "bind:/www:/var/www/certbot"],
  },
  {
    is: "a webroot that only the numbered lineage names, with a CRLF conf and a BOM",
    yaml: nginx("    volumes: [./conf:/etc/letsencrypt, ./site:/srv/site]\n"),
    files: { "conf/renewal/chat.test-0001.conf": `\ufeff${conf("/srv/site").replaceAll("\n", "\r\n")}` },
    mounts: ["bind:/conf:/etc/letsencrypt", "bind:/site:/srv/site"],
    options: "-w /srv/site ",
  },
  {
    is: "a webroot with a space and a quote, and a slash at its end",
    yaml: nginx('    volumes: [./conf:/etc/letsencrypt, "./site:/srv/it\'s my site"]\n'),
    files: { "conf/renewal/chat.test.conf": conf("/srv/it's my site/") },
    mounts: ["bind:/conf:/etc/letsencrypt", "bind:/site:/srv/it's my site"],
    options: "-w '/srv/it'\\''s my site' ",
  },
  {
    is: "the site's own folder, where nothing else is like a webroot",
    yaml: nginx("    volumes: [./conf:/etc/letsencrypt, ./site:/usr/share/nginx/html]\n"),
    mounts: ["bind:/conf:/etc/letsencrypt", "bind:/site:/usr/share/nginx/html"],
  },
  {
    is: "HTTP/3 beside HTTPS, with another port inside",
    yaml: nginx(`${volumes}    ports: ['80:80', '443:8443/udp', '443:443']\n`),
    mounts: usual,
    ports: [],
  },
  {
    is: "Dify's switch by env_file, with ports of its own there",
    yaml:
      nginx(`    env_file: n.env\n${volumes.replace("certbot]", "html]")}`) +
      certbot(volumes.replace("certbot]", "html]")),
    files: { "n.env": "NGINX_HTTPS_ENABLED=false\nNGINX_PORT=8056\n" },
    ports: ["8056", "443"],
  },
  {
    is: "Dify's switch by an include under a quoted key",
    yaml: '"include": [dify.yaml]\n',
    files: {
      "dify.yaml":
        nginx(`    environment: {NGINX_HTTPS_ENABLED: "false"}\n${volumes.replace("certbot]", "html]")}`) +
        certbot(volumes.replace("certbot]", "html]")),
    },
    ports: ["80", "443"],
  },
  {
    is: "hooks of certbot's own image",
    yaml:
      nginx(volumes + ports) +
      certbot(`${volumes}    post_start: [{command: [apk]}]\n    pre_stop: [{command: [apk]}]\n`),
    mounts: usual,
  },
  {
    is: "its keys by anchors that are merged",
    yaml: `x-v: &v\n${volumes}${nginx(ports).replace("image: nginx", "<<: *v\n    image: nginx")}`.replace(
      "    volumes:",
      "  volumes:",
    ),
    mounts: usual,
  },
  {
    is: "an include with a project folder of its own",
    yaml: "include: [{path: sub/c.yaml, project_directory: sub}]\n",
    files: { "sub/c.yaml": nginx(volumes + ports) + certbot() },
    mounts: ["bind:/sub/conf:/etc/letsencrypt", "bind:/sub/www:/var/www/certbot"],
  },
  {
    is: "external volumes, and an external network that certbot is not in",
    yaml: `${nginx(`    volumes: [le:/etc/letsencrypt, www:/var/www/certbot]\n    networks: [web]\n${ports}`)}${certbot("")}volumes: {le: {external: true, name: my_le}, www: {external: true}}\nnetworks: {web: {external: true, name: proxy}}\n`,
    mounts: ["volume:le:/etc/letsencrypt", "volume:www:/var/www/certbot"],
  },
  {
    is: "files that are listed with a separator of their own",
    yaml: "services: {old: {image: x}}\n",
    files: {
      ".env": "COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=a.yaml;b.yaml\n",
      "a.yaml": nginx(volumes + ports),
      "b.yaml": "services: {nginx: {init: true}}\n",
    },
    mounts: usual,
  },
  {
    is: "an override that replaces nginx's ports and resets what we reset",
    yaml: nginx(volumes + ports) + certbot(`${volumes}    profiles: [tools]\n`),
    files: {
      "compose.override.yaml":
        "services:\n  nginx:\n    ports: !override ['80:8080', '443:8443']\n  certbot:\n    profiles: !reset []\n",
    },
    mounts: usual,
    ports: ["8080", "8443", "8080", "8443"],
  },
  {
    is: "certbot extended from another file, and nginx included with an env file of its own",
    yaml: "include: [{path: web.yaml, env_file: web.env}]\nservices: {certbot: {extends: {file: base.yaml, service: le}}}\n",
    files: {
      "web.yaml": nginx(`${volumes}    ports: ['80:\${IN}', '443:8443']\n`),
      "web.env": "IN=8056\n",
      "base.yaml": `services:\n${certbot().replace("certbot:", "le:")}`,
    },
    mounts: usual,
    ports: ["8056", "8443", "8056", "8443"],
  },
  ...[
    "# 上書き\r\nservices: # サービス\r\n  nginx: # 前段\r\n    labels: # 札\r\n      a: 値 # 注\r\n",
    "---\nservices:\n  nginx:\n    init: true\n...\n",
    "services:\r\n  nginx:\r\n    init: true",
    "# mine",
    "\ufeffname: shop\n",
  ].map(
    (text): Shape => ({
      is: `an override that says ${JSON.stringify(text)}`,
      yaml: nginx(volumes + ports),
      files: { "compose.override.yaml": text },
      mounts: usual,
    }),
  ),
];

describe("a stack that has", () => {
  test.each(shapes)("$is gets a sidecar that Compose takes, once, and goes back byte for byte", async (shape) => {
    const result = await attached({ "compose.yaml": shape.yaml, ...shape.files }, shape.seen);
    const { certbot: service, services, settings } = result;
    expect(service).toMatchObject({ command: ["serve"] });
    expect(service).not.toHaveProperty("post_start");
    if (shape.mounts) expect(mountsOf(service, result.folder)).toEqual(shape.mounts);
    if (shape.options) expect(service.environment.CERTBOT_OPTIONS).toBe(shape.options);
    const given = /^NGINX_.*PORT=(.*)$/gm;
    const typed = [...settings.matchAll(given)].map(([, value]) => value);
    const { NGINX_PORT: http, NGINX_SSL_PORT: https } = service.environment;
    if (shape.ports) expect([...(http ? [http, https] : []), ...typed]).toEqual(shape.ports);
    expect(services.nginx.environment ?? {}).not.toHaveProperty("CERTBOT_DOMAIN");
  });

  test.each([
    [
      "certificates in an image",
      nginx("    volumes: [{type: image, source: 'c:1', target: /etc/letsencrypt}, ./w:/var/www/certbot]\n"),
      {},
      /\/etc\/letsencrypt \(image\) is one that no other container can share/,
    ],
    [
      "an anonymous volume",
      nginx("    volumes: [/etc/letsencrypt, ./w:/var/www/certbot]\n"),
      {},
      /\/etc\/letsencrypt \(volume\) is one that no other/,
    ],
    [
      "a webroot in nginx's own memory",
      nginx("    volumes: [./conf:/etc/letsencrypt, {type: tmpfs, target: /var/www/certbot}]\n"),
      {},
      /\/var\/www\/certbot \(tmpfs\) is one that no other/,
    ],
    [
      "a mount that is not understood",
      nginx("    volumes: [./pki:/pki:ro]\n"),
      {},
      /none of its mounts is certbot's folder \(.*\/pki:\/pki\)/,
    ],
    [
      "an app that waits until certbot has ended",
      `${nginx(volumes)}${certbot()}  app: {image: app, depends_on: {certbot: {condition: service_completed_successfully}}}\n`,
      {},
      /services\.app\.depends_on waits for certbot/,
    ],
    [
      "its first file in another folder",
      "services: {}\n",
      { ".env": "COMPOSE_FILE=deploy/a.yaml\n", "deploy/a.yaml": nginx(volumes) },
      /takes \S+\/deploy for the project directory, because a\.yaml is there/,
    ],
    [
      "certbot's variables as a list in the override",
      nginx(volumes) + certbot(),
      { "compose.override.yaml": "services:\n  certbot:\n    environment:\n      - A=b\n" },
      /line 3: services\.certbot\.environment is not written in lines of KEY: value/,
    ],
  ])("%s is refused by its name", async (_, yaml, files, message) => {
    await expect(attached({ "compose.yaml": yaml, ...files })).rejects.toThrow(message);
  });
});

interface Mounted {
  type: string;
  source: string;
  target: string;
  volume?: { subpath?: string };
}

const mountsOf = ({ volumes: all }: { volumes: readonly Mounted[] }, folder: string) =>
  all
    .filter(({ target }) => !target.includes("httpsidecar"))
    .map(({ type, source, target, volume }) => {
      const from = source.startsWith(`${folder}/`) ? source.slice(folder.length) : source;
      return `${type}:${from}${volume?.subpath ? `/${volume.subpath}` : ""}:${target}`;
    })
    .sort();
