import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { readImages } from "./images.ts";
import { newProjectName, projectFolder } from "./leftovers.ts";
import { eventually } from "./wire.ts";

/** A Docker Engine of its own in a network namespace: another machine, as far as a swarm is concerned. Needs root. */
export interface SecondEngine {
  /** where the first engine is reached from it */
  manager: string;
  /** Starts it, and waits until it answers. */
  start(): Promise<void>;
  /** Ends it with its containers, as a machine that is switched off. */
  stop(): Promise<void>;
  /** Makes it a worker of the first engine's swarm. */
  join(): Promise<void>;
  /** Stops it, and removes all of it. */
  end(): Promise<void>;
}

const [manager, worker] = ["10.88.0.1", "10.88.0.2"];

export async function secondEngine(hostname: string): Promise<SecondEngine> {
  const folder = projectFolder(newProjectName());
  const socket = join(folder, "docker.sock");
  const [network, ours, theirs] = ["hssecond", "hssecond0", "hssecond1"];
  await mkdir(folder, { recursive: true });
  const sh = async (line: string) => (await execa("sh", ["-ec", line])).stdout;
  const docker = async (...words: string[]) => await execa("docker", ["--host", `unix://${socket}`, ...words]);
  const removeNetwork = () => sh(`ip link del ${ours} || true; ip netns del ${network} || true`);
  await removeNetwork();
  await sh(`ip netns add ${network}; ip link add ${ours} type veth peer name ${theirs}; ip link set ${theirs} netns ${network}
    ip addr add ${manager}/24 dev ${ours}; ip link set ${ours} up
    ip netns exec ${network} sh -ec 'ip link set lo up; ip addr add ${worker}/24 dev ${theirs}; ip link set ${theirs} up; ip route add default via ${manager}'`);
  // a /run of its own; names of registries are refused at once, where a swarm asks for images that are there
  const inside = `mount -t tmpfs tmpfs /run; mkdir /run/lock; echo nameserver 127.0.0.1 >/run/resolv.conf
    mount --bind /run/resolv.conf /etc/resolv.conf; hostname ${hostname}
    exec dockerd --data-root ${folder}/data --host unix://${socket}`;
  const words = ["--mount", "--uts", "--propagation", "private", "nsenter", `--net=/run/netns/${network}`];
  const run = () =>
    execa("unshare", [...words, "sh", "-ec", inside], { reject: false, buffer: false, stdio: "ignore" });
  let daemon: ReturnType<typeof run> | undefined;
  const engine: SecondEngine = {
    manager,
    async start() {
      daemon = run();
      await eventually(() => docker("version"), 500);
    },
    async stop() {
      daemon?.kill("SIGTERM");
      await daemon;
    },
    async join() {
      const { node, nginx } = readImages();
      await sh(`docker save ${node} ${nginx} | docker --host unix://${socket} load`);
      const token = await sh("docker swarm join-token --quiet worker");
      await docker("swarm", "join", "--token", token, "--advertise-addr", worker, `${manager}:2377`);
    },
    async end() {
      await engine.stop();
      await removeNetwork();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return engine;
}
