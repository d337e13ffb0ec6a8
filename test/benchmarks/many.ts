import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "../support/certificates.ts";
import { startPebble } from "../support/pebble.ts";
import { bundleOurs, certbot, knowsNames, ours, type Place, typedCertbot, typedOurs } from "./clients.ts";
import { mebibytes, seconds } from "./figures.ts";
import type { Row, Section } from "./table.ts";

const day = 24 * 60 * 60 * 1000;
const all = 1000;
const due = 200;
/** certbot waits up to eight minutes where nobody types */
const renew = ["renew", "--no-random-sleep-on-renew"] as const;
const mostBytes = 120 * 1024 * 1024;

/**
 * `certbot renew` over a folder of 1,000 lineages, ours and certbot's own, each as a process that starts, reads and ends:
 * with nothing due, at first with a question about each to the CA on this machine, then with 200 that it renews.
 */
export async function measureMany(): Promise<Section> {
  await bundleOurs();
  const pebble = await startPebble();
  const base = await mkdtemp(join(tmpdir(), "httpsidecar-bench-"));
  const { directory } = pebble;
  try {
    const placeOf = async (name: string): Promise<Place> => {
      await mkdir(join(base, name));
      return { folder: join(base, name), directory, pebble };
    };
    const [own, theirs] = [await placeOf("ours"), await placeOf("certbot")];
    await fill(own, ours);
    await fill(theirs, certbot);
    const asked = {
      own: await timedRun(typedOurs(own, ...renew)),
      theirs: await timedRun(typedCertbot(theirs, ...renew)),
    };
    const decided = { own: await timedRun(typedOurs(own, ...renew)), theirs: asked.theirs };
    await Promise.all([own, theirs].map(makeDue));
    const renewed = {
      own: await timedRun(typedOurs(own, ...renew)),
      theirs: await timedRun(typedCertbot(theirs, ...renew)),
    };
    return {
      title: `${all} lineages, renew`,
      ours: "httpsidecar",
      before: "certbot",
      rows: rowsOf({ asked, decided, renewed }),
    };
  } finally {
    await pebble.stop();
    await rm(base, { recursive: true, force: true });
  }
}

interface Run {
  ms: number;
  /** the most memory that it had, in bytes */
  most: number;
  renewed: number;
}

type Both = Record<"own" | "theirs", Run>;

function rowsOf({ asked, decided, renewed }: Record<"asked" | "decided" | "renewed", Both>): Row[] {
  const row = (what: string, runs: Both, show: (run: Run) => string, aim: Row["aim"]) => ({
    what,
    ...{ ours: show(runs.own), before: show(runs.theirs) },
    ...(aim && { aim }),
  });
  const time = ({ ms }: Run) => seconds(ms);
  const isEighth = renewed.own.ms * 8 <= renewed.theirs.ms && renewed.own.renewed === due;
  return [
    row("nothing due, the CA asked about each (ARI)", asked, time, {
      wanted: "no longer",
      met: asked.own.ms <= asked.theirs.ms,
    }),
    row("nothing due", decided, time, { wanted: "a second and the start", met: decided.own.ms <= 1500 }),
    row("nothing due, memory", decided, ({ most }) => mebibytes(most), {
      wanted: "120 MiB at most",
      met: decided.own.most <= mostBytes,
    }),
    row(`${due} due`, renewed, (run) => `${time(run)}, ${run.renewed} renewed`, { wanted: "an eighth", met: isEighth }),
  ];
}

async function timedRun(running: ReturnType<typeof typedOurs>): Promise<Run> {
  const began = performance.now();
  let most = 0;
  const look = setInterval(async () => {
    const status = await readFile(`/proc/${running.pid}/status`, "utf8").catch(() => "");
    most = Math.max(most, 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
  }, 20);
  try {
    const { stdout, stderr } = await running;
    const said = `${stdout}\n${stderr}`;
    return { ms: performance.now() - began, most, renewed: said.match(/fullchain\.pem \(success\)/g)?.length ?? 0 };
  } finally {
    clearInterval(look);
  }
}

const nameOf = (nth: number) => `n${nth}.many.test`;
const names = Array.from({ length: all }, (_, nth) => nameOf(nth));

/** The client gets the first one, and with it an account; the others are that one's conf with certificates of 90 days. */
async function fill(place: Place, client: typeof ours): Promise<void> {
  await knowsNames(place.folder, names);
  const first = nameOf(0);
  await client.first({ ...place, names: [first] });
  const config = join(place.folder, "config");
  const conf = await readFile(join(config, "renewal", `${first}.conf`), "utf8");
  for (const name of names.slice(1)) {
    await writeFile(join(config, "renewal", `${name}.conf`), conf.replaceAll(first, name));
    await mkdir(join(config, "archive", name), { mode: 0o700 });
    await mkdir(join(config, "live", name));
    await keep(config, name, new Date(Date.now() + 90 * day));
    for (const kind of kinds)
      await symlink(`../../archive/${name}/${kind}1.pem`, join(config, "live", name, `${kind}.pem`));
  }
}

async function makeDue({ folder }: Place): Promise<void> {
  for (const name of names.slice(1, due + 1)) await keep(join(folder, "config"), name, new Date(Date.now() + 10 * day));
}

const kinds = ["cert", "chain", "fullchain", "privkey"] as const;

async function keep(config: string, name: string, notAfter: Date): Promise<void> {
  const { certPem, chainPem, fullchainPem, privateKeyPem } = await makeCertificate({
    domains: [name],
    notBefore: new Date(notAfter.getTime() - 90 * day),
    notAfter,
  });
  const texts = { cert: certPem, chain: chainPem, fullchain: fullchainPem, privkey: privateKeyPem };
  for (const kind of kinds)
    await writeFile(join(config, "archive", name, `${kind}1.pem`), texts[kind], { mode: 0o600 });
}
