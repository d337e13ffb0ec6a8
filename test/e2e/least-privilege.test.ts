import { chmod, chown, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { pebbleFolder } from "../support/pebble-service.ts";
import { certbotSettings, start } from "../support/secure.ts";
import { cases } from "../support/soak.ts";
import type { Kind, Stack } from "../support/stack.ts";
import { eventually } from "../support/wire.ts";
import { withStack } from "../support/with-stack.ts";

const owner = 1000;

/** What a person has made by hand: path below the stack's folder, and mode. */
const made = {
  ".": 0o700,
  "volumes/certbot/conf": 0o700,
  // nginx's workers are another user, and read it
  "volumes/certbot/www": 0o755,
  "volumes/certbot/logs": 0o700,
};

/** Where each kind of stack keeps HTTPS, as private as a person can make it. */
const written: Record<Kind, string> = { official: ".env", dify: "docker-compose.override.yaml" };

/** cap_add of the two services, in compose.yaml and in the drop-in alike. */
const capabilities = {
  certbot: ["CHOWN", "DAC_OVERRIDE"],
  "certbot-companion": ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
} as const;
type Service = keyof typeof capabilities;

/** Their bits, capabilities(7). */
const bits = { CHOWN: 1 << 0, DAC_OVERRIDE: 1 << 1, FOWNER: 1 << 3 };

const renew = "update-cert --force-renewal";
const switchOn = "httpsidecar enable-https";
const switchOff = "httpsidecar disable-https";

/** What root could do with a power, a device or a name space more. */
const attempts = [
  ...["mount -t tmpfs none /tmp", "mount -o remount,rw /", "mknod /tmp/disk b 8 0", "chroot / true"],
  ...["unshare --mount true", "unshare --user --map-root-user true", "nsenter --target 1 --net true"],
  ...["setpriv --reuid 1 true", "chmod 777 /etc/passwd", "echo 1 >/proc/sys/kernel/core_uses_pid"],
];

const atRest = [
  ...["/dev/null", "pipe:[N]", "socket:[N]"],
  ...["anon_inode:[eventfd]", "anon_inode:[eventpoll]", "anon_inode:[io_uring]"],
];

/** What certbot could say to the companion instead. */
const otherWords = [
  ...['{"verb":"restart"}', '{"verb":"exec","args":["id"]}', '{"verb":"look","service":"app"}', '{"verb":["reload"]}'],
  ...['{"verb":"enable-https","path":"/etc"}', "GET /containers/json HTTP/1.1\r\n\r\n", "{}", "look"],
];

const saysEach = `(async () => { for (const said of process.argv.slice(1)) await new Promise((resolve) => {
  const socket = require("node:net").connect("/run/httpsidecar/companion.sock", () => socket.end(said));
  socket.on("close", resolve).pipe(process.stdout, { end: false });
}); })()`;

/** What each can reach: the places of its mounts, its networks, and the names in its environment beside the image's. */
interface Surface {
  mounts: readonly string[];
  networks: readonly string[];
  names: readonly string[];
}

const ownNames = ["CERTBOT_AUTO", "CERTBOT_DOMAIN", "CERTBOT_EMAIL", "CERTBOT_OPTIONS", "NGINX_PORT", "NGINX_SSL_PORT"];
// of httpsidecar.env, which both get whole
const fileNames = ["REQUESTS_CA_BUNDLE"];
const difysUrls = [
  ...["APP_API_URL", "APP_WEB_URL", "CONSOLE_API_URL", "CONSOLE_WEB_URL", "ENDPOINT_URL_TEMPLATE", "FILES_URL"],
  ...["NEXT_PUBLIC_SOCKET_URL", "SERVICE_API_URL", "TRIGGER_URL"],
];
const certbotsMounts = [
  "/etc/letsencrypt",
  "/run/httpsidecar",
  "/var/lib/httpsidecar",
  "/var/log/letsencrypt",
  "/var/www/html",
  // the test's own CA
  `/${pebbleFolder}/ca.pem ro`,
];
// of Dify's own certbot service, which the override merges with
const difysMounts = ["/docker-entrypoint.sh", "/etc/letsencrypt/live", "/update-cert.template.txt"];
const companion: Surface = {
  mounts: ["/run/httpsidecar", "/stack", "/var/lib/httpsidecar", "/var/run/docker.sock"],
  networks: ["none"],
  names: ["CERTBOT_DOMAIN", "NGINX_SERVICE", ...fileNames],
};
const surfaces: Record<Kind, Record<Service, Surface>> = {
  official: {
    certbot: { mounts: certbotsMounts, networks: ["default"], names: [...ownNames, "NGINX_SERVICE", ...fileNames] },
    "certbot-companion": companion,
  },
  dify: {
    certbot: {
      mounts: [...certbotsMounts, ...difysMounts],
      networks: ["default"],
      names: [...ownNames, ...difysUrls, ...fileNames],
    },
    "certbot-companion": { ...companion, names: ["CERTBOT_DOMAIN", ...fileNames] },
  },
};
const limits = { memory: 256 * 1024 * 1024, processes: 256, privileged: false, devices: 0 };

/** Docker's own, which a service that says nothing has (moby's profiles). */
const dockersPowers = 0xa80425fb;
/** What stands beside the two in our own compose.yaml. nginx reads alone what it shares with certbot. */
const neighbours: Record<"nginx" | "app", Surface & { powers: number; gains: boolean }> = {
  nginx: {
    mounts: [
      ...["/docker-entrypoint.d/16-https.envsh ro", "/etc/letsencrypt ro", "/etc/nginx/templates ro"],
      "/var/www/html ro",
    ],
    networks: ["default"],
    names: [
      ...["CERTBOT_DOMAIN", "EXPOSE_NGINX_SSL_PORT", "HSTS_MAX_AGE", "NGINX_CLIENT_MAX_BODY_SIZE"],
      ...["NGINX_ENABLE_CERTBOT_CHALLENGE", "NGINX_HTTPS_ENABLED", "NGINX_KEEPALIVE_TIMEOUT", "NGINX_PORT"],
      ...["NGINX_PROXY_READ_TIMEOUT", "NGINX_PROXY_SEND_TIMEOUT", "NGINX_SERVER_NAME", "NGINX_SSL_CERT_FILENAME"],
      ...["NGINX_SSL_CERT_KEY_FILENAME", "NGINX_SSL_PORT", "NGINX_SSL_PROTOCOLS"],
      ...["NGINX_TRUSTED_PROXIES", "UPSTREAM"],
    ],
    powers: dockersPowers,
    gains: true,
  },
  app: { mounts: ["/app ro"], networks: ["default"], names: [], powers: 0, gains: false },
};

const official = stackOf("official");
const kinds = [
  { kind: "official", file: written.official, surface: surfaces.official, test: official },
  { kind: "Dify's", file: written.dify, surface: surfaces.dify, test: stackOf("dify") },
];

describe.each(kinds)(
  "the two containers on a stack of $kind kind, whose folder is user 1000's alone",
  ({ file, surface, test }) => {
    test("bring HTTPS, and every owner and mode stays", async ({ stack }) => {
      for (const [path, mode] of Object.entries({ ...made, [file]: 0o600 })) {
        const { uid, gid, mode: has } = await stat(join(stack.folder, path));
        expect({ path, uid, gid, mode: has & 0o777 }).toEqual({ path, uid: owner, gid: owner, mode });
      }
      expect(await stack.read(file)).toMatch(/^ *NGINX_HTTPS_ENABLED[=:] ?"?true/m);
    });

    test("keep a renewed key readable for the group that the operator gave it to", async ({ stack }) => {
      const archive = join(stack.folder, "volumes/certbot/conf/archive", stack.domain);
      await chown(join(archive, "privkey1.pem"), 0, 2345);
      await chmod(join(archive, "privkey1.pem"), 0o640);

      await stack.types("docker compose exec -T certbot update-cert --force-renewal");

      expect(await stat(join(archive, "privkey2.pem"))).toMatchObject({ gid: 2345, mode: 0o100640 });
    });

    test("cannot write their root or gain rights, and have the powers that are listed, no more", async ({ stack }) => {
      for (const [service, powers] of Object.entries(capabilities)) {
        expect((await stack.tries(`docker compose exec -T ${service} touch /opt/new`)).output).toContain(
          "Read-only file system",
        );
        const status = await stack.exec(service, "cat", "/proc/self/status");
        expect(status).toMatch(/^NoNewPrivs:\t1$/m);
        // Docker's own filter of system calls
        expect(status).toMatch(/^Seccomp:\t2$/m);
        expect(Number.parseInt(/^CapBnd:\t(\w+)$/m.exec(status)?.[1] ?? "", 16)).toBe(
          powers.reduce((mask, name) => mask | bits[name], 0),
        );
      }
    });

    test("leave no memory, in which keys are, where they crash", async ({ stack }) => {
      for (const service of Object.keys(capabilities)) {
        expect(await stack.exec(service, "cat", "/proc/1/limits")).toMatch(/^Max core file size +1 +1 /m);
        const crash = "cd /tmp; node -e 'process.abort()' 2>/dev/null; echo $?; ls -A | grep core; true";
        expect(await stack.exec(service, "sh", "-c", crash)).toBe("134");
      }
    });

    test("have the mounts, networks, names in the environment and limits that are listed, no more", async ({
      stack,
    }) => {
      for (const service of Object.keys(capabilities) as Service[])
        expect({ service, ...(await surfaceOf(stack, service)) }).toEqual({
          service,
          ...limits,
          ...inOrder(surface[service]),
        });
    });

    test("certbot has no way to the Docker socket", async ({ stack }) => {
      const inspected = await stack.types(`docker inspect ${await stack.container("certbot")}`);
      const [{ Mounts, Config }] = JSON.parse(inspected.output);
      const mounts: { Source: string }[] = Mounts;
      expect(mounts.filter(({ Source }) => /docker\.sock$|\/run$|^\/$/.test(Source))).toEqual([]);
      expect(Config.Env.filter((line: string) => /docker/i.test(line))).toEqual([]);
      // the last is its own, and tells a second serve that one runs
      const own = "/var/lib/httpsidecar/serve.sock";
      const companions = ["/run/httpsidecar/companion.sock", "/run/httpsidecar/companion.sock.alive"];
      expect(await socketsIn(stack, "certbot")).toEqual([...companions, own]);
      expect(await stack.exec("certbot", "stat", "--format", "%A %U", own)).toMatch(/^srw[x-]------ root$/);
    });

    test("hold no file open at rest: what the kernel keeps for Node, pipes and sockets alone", async ({ stack }) => {
      const list =
        "for d in /proc/[0-9]*; do case $(readlink $d/exe) in */node | */perl) readlink $d/fd/*;; esac; done; true";
      const openIn = async (service: Service) =>
        new Set((await stack.exec(service, "sh", "-c", list)).replaceAll(/\d+/g, "N").split("\n"));
      for (const service of Object.keys(capabilities) as Service[])
        await eventually(async () => {
          const open = await openIn(service);
          expect(open).toContain("socket:[N]");
          expect([...open].filter((file) => !atRest.includes(file))).toEqual([]);
        });
    });

    test("certbot has the companion do nothing but its seven words, and finds no file of the stack's", async ({
      stack,
    }) => {
      const before = await stack.containers();
      const answers = (await stack.exec("certbot", "node", "-e", saysEach, ...otherWords)).split("\n");
      expect(answers.map((answer) => JSON.parse(answer).code)).toEqual(otherWords.map(() => "bad-request"));
      expect(await stack.containers()).toEqual(before);
      const inside =
        "ls /stack /var/lib/docker 2>/dev/null; find / '(' -path /proc -o -path /sys -o -path /opt ')' -prune -o -name '*compose*.y*ml' -print";
      expect(await stack.exec("certbot", "sh", "-c", `${inside}; true`)).toBe("");
    });

    test("get no further than that as root of the container", async ({ stack }) => {
      const tries = attempts.map((line) => `(${line}) >/dev/null 2>&1 && echo 'did: ${line}'`).join("\n");
      for (const service of Object.keys(capabilities))
        expect(await stack.exec(service, "sh", "-c", `${tries}\nmknod -m 600 /tmp/pipe p && echo tried`)).toBe("tried");
    });

    test("the companion has no network interface but loopback, and reaches no address", async ({ stack }) => {
      const script = "console.log(Object.keys(require('node:os').networkInterfaces()).join())";
      expect(await stack.exec("certbot-companion", "node", "-e", script)).toBe("lo");
      const [{ NetworkSettings }] = JSON.parse(
        (await stack.types(`docker inspect ${await stack.container("nginx")}`)).output,
      );
      const [address = ""] = Object.values<{ IPAddress: string }>(NetworkSettings.Networks).map((one) => one.IPAddress);
      const connect = (host: string) =>
        `require('node:net').connect(80,'${host}',()=>process.exit(console.log('in'))).on('error',(e)=>console.log(e.code))`;
      expect(await stack.exec("certbot", "node", "-e", connect("nginx"))).toBe("in");
      expect(await stack.exec("certbot-companion", "node", "-e", connect(address))).toBe("ENETUNREACH");
      expect(await socketsIn(stack, "certbot-companion")).toContain("/run/docker.sock");
    });
  },
);

describe("the services beside them in our own compose file", () => {
  official.for(Object.entries(neighbours))(
    "%s has the powers, mounts, networks and names in the environment that are listed, no more",
    async ([service, { powers, gains, ...surface }], { stack }) => {
      const { mounts, networks, names, privileged, devices } = await surfaceOf(stack, service);
      const status = await stack.exec(service, "cat", "/proc/1/status");
      const has = Number.parseInt(/^CapBnd:\t(\w+)$/m.exec(status)?.[1] ?? "", 16);
      expect({ mounts, networks, names, privileged, devices }).toEqual({
        ...inOrder(surface),
        ...{ privileged: false, devices: 0 },
      });
      expect({ has, gains: !/^NoNewPrivs:\t1$/m.test(status) }).toEqual({ has: powers, gains });
    },
  );
});

interface Lost {
  service: Service;
  lost: keyof typeof bits;
  command: string;
  says: RegExp;
}

const withoutOne: readonly Lost[] = [
  { service: "certbot", lost: "DAC_OVERRIDE", command: renew, says: /may not be (read|written)/ },
  { service: "certbot-companion", lost: "CHOWN", command: switchOn, says: /^written in no file of the stack/m },
];

const withoutAnother: readonly Lost[] = [
  { service: "certbot", lost: "CHOWN", command: renew, says: /may not give files to it/ },
  {
    service: "certbot-companion",
    lost: "DAC_OVERRIDE",
    command: switchOn,
    says: /^written in no file of the stack/m,
  },
  { service: "certbot-companion", lost: "FOWNER", command: switchOn, says: /^written in no file of the stack/m },
];

// One kind is enough: that the drop-in lists the same capabilities is shown above.
describe("without one of its capabilities", () => {
  official.for(cases(withoutOne, withoutAnother))(
    "$service fails without $lost: $command",
    async ({ service, lost, command, says }, { stack }) => {
      await stack.types(start);
      await stack.exec("certbot", ...switchOn.split(" "));
      await stack.exec("certbot", ...switchOff.split(" "));
      await startWithout(stack, service, lost);

      const { output } = await stack.tries(`docker compose exec -T certbot ${command}`);

      expect(output).toMatch(says);
    },
  );
});

function stackOf(kind: Kind) {
  return withStack({
    kind,
    async prepare(stack) {
      await stack.install();
      await stack.setEnv(certbotSettings(stack));
      for (const path of ["conf", "www", "logs"]) {
        await mkdir(join(stack.folder, "volumes/certbot", path), { recursive: true });
      }
      await giveAway(stack, written[kind]);
      await stack.bringUp();
      await stack.types(start);
      await stack.waitForHttps();
      await stack.waitForLog("certbot", "next renewal");
    },
  });
}

async function surfaceOf(stack: Stack, service: string) {
  const [found] = JSON.parse((await stack.types(`docker inspect ${await stack.container(service)}`)).output);
  const [image] = JSON.parse((await stack.types(`docker image inspect ${found.Image}`)).output);
  const { HostConfig: host, NetworkSettings: net, Config: config } = found;
  const mounts: { Destination: string; RW: boolean }[] = found.Mounts;
  const ofImage = namesOf(image.Config.Env);
  return {
    mounts: mounts.map(({ Destination, RW }) => `${Destination}${RW ? "" : " ro"}`).sort(),
    networks: Object.keys(net.Networks).map((name) => name.replace(`${stack.project}_`, "")),
    names: namesOf(config.Env).filter((name) => !ofImage.includes(name)),
    ...{ memory: host.Memory, processes: host.PidsLimit, privileged: host.Privileged },
    devices: (host.Devices ?? []).length,
  };
}

const inOrder = ({ mounts, networks, names }: Surface) => ({
  mounts: mounts.toSorted(),
  networks,
  names: names.toSorted(),
});

const namesOf = (lines: readonly string[]) => lines.map((line) => line.split("=")[0] ?? "").sort();

async function giveAway({ folder }: Stack, file: string): Promise<void> {
  for (const [path, mode] of Object.entries({ ...made, [file]: 0o600 })) {
    await chown(join(folder, path), owner, owner);
    await chmod(join(folder, path), mode);
  }
}

/** The service made anew with one capability less, as if compose.yaml had never given it. */
async function startWithout(stack: Stack, service: Service, lost: keyof typeof bits): Promise<void> {
  const left = capabilities[service].filter((name) => name !== lost);
  const file = `services:\n  ${service}:\n    cap_add: !override [${left.join(", ")}]\n`;
  await writeFile(join(stack.folder, "without.yaml"), file);
  const files = ["compose.yaml", "compose.override.yaml", "without.yaml"].map((name) => `-f ${name}`);
  await stack.types(`docker compose ${files.join(" ")} up -d --no-deps ${service}`);
  await stack.waitForLog(service, /./);
}

/** Unix sockets that can be seen from inside; a bare `find -type s` is blind to those that are mounted. */
async function socketsIn(stack: Stack, service: Service): Promise<string[]> {
  const all = ["find", "/", "(", "-path", "/proc", "-o", "-path", "/sys", ")", "-prune", "-o", "!", "-type", "d"];
  const found = await stack.exec(service, ...all, "-exec", "stat", "--format", "%F %n", "{}", "+");
  return found
    .split("\n")
    .flatMap((line) => /^socket (.*)$/.exec(line)?.[1] ?? [])
    .sort();
}
