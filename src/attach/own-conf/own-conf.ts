import type { AttachOptions, Conversation } from "../../model/attach.ts";
import { phrase } from "../../model/phrase.ts";
import { includedFolder } from "../../stack-files/nginx-tokens.ts";
import { applyEdits, lineEnding } from "../../stack-files/text-edits.ts";
import { shareable } from "../certificates-folder.ts";
import { type Change, readFileOf, type StackFile } from "../changes.ts";
import type { Mount, Service } from "../compose-model.ts";
import type { Engine } from "../engine.ts";
import { nginxPorts } from "../nginx-ports.ts";
import { addedBegin, addedEnd, linesOf, withoutOurs } from "../our-lines.ts";
import { runningService, type StackState } from "../read-stack.ts";
import type { ExtraFile } from "../template-bundle.ts";
import { type ByHand, brokenAlready, byHandAt, linesByHand, notOurs, notRunning, notUnderstood } from "./by-hand.ts";
import { confFilesIn, mountOver } from "./conf-files.ts";
import { environmentFor, type OwnChallenge, scriptPath } from "./override-lines.ts";
import { type Place, type Places, placesFor } from "./places.ts";

/** What goes into the configuration files of the operator's nginx, and what our override has to know of them. */
export interface OwnConf {
  changes: readonly Change[];
  challenge: OwnChallenge | undefined;
}

export interface OwnConfTools {
  engine: Pick<Engine, "run" | "rehearse">;
  talk: Pick<Conversation, "print">;
  /** a self-signed certificate for this name */
  temporaryPair: (name: string) => { certificatePem: string; privateKeyPem: string };
}

interface Given {
  stack: StackState;
  service: string;
  domain: AttachOptions["domain"];
  /** what our override mounts beside nginx's entrypoint */
  scripts: readonly ExtraFile[];
}

/**
 * One line in each server block that answers the names, tried on a copy of the running container. Throws Problem where
 * that cannot be; what the operator would write is printed before.
 */
export async function planOwnConf(given: Given, tools: OwnConfTools): Promise<OwnConf> {
  const { stack, service, domain } = given;
  const { [service]: nginx } = stack.compose.services;
  const running = runningService(stack, service);
  if (!nginx || !running) throw notRunning(service);
  const dump = await tools.engine.run(running.id, ["nginx", "-T"]);
  if (dump === undefined) throw brokenAlready(service);

  const files = await confFilesIn(dump, nginx, stack.folder);
  const found = placesFor(files, domain.split(","), nginxPorts(nginx));
  const why = "why" in found ? found : await whyNot(found, { ...given, nginx, id: running.id }, tools);
  if (!why && "places" in found) {
    const changes = [...changesAt(found.places), ...(await leftBehind(stack, found.places))];
    return { changes, challenge: challengeOf(found, nginx) };
  }
  const hand = why ?? { why: "", path: "", line: 1 };
  const [name = ""] = domain.split(",");
  for (const line of linesByHand(hand, service, name, nginxPorts(nginx).https)) tools.talk.print(line);
  throw notUnderstood(hand);
}

const challengeOf = ({ challengeRoot: root }: Places, nginx: Service): OwnChallenge | undefined =>
  root === undefined ? undefined : { root, mount: sharedAt(mountOver(nginx, root)) };

const sharedAt = (mount: Mount | undefined) => mount && shareable(mount);

/** An earlier attach may have had other names, which other files answer. */
async function leftBehind({ note, folder }: StackState, places: readonly Place[]): Promise<readonly Change[]> {
  const now = filesOf(places).map(({ source }) => source?.name);
  const names = (note?.confs ?? []).filter((name) => !now.includes(name));
  const files = await Promise.all(names.map((name) => readFileOf(folder, name)));
  return files.filter(({ seen }) => seen).map((file) => ({ file, bytes: confWithoutOurs(file) }));
}

type Tried = Given & { nginx: Service; id: string };

/** undefined: it can be, as far as a copy tells; nothing is tried where the lines are there already. */
async function whyNot(found: Places, tried: Tried, tools: OwnConfTools): Promise<ByHand | undefined> {
  const [first] = found.places;
  if (!first) return undefined;
  const hand = (why: string) => byHandAt(first.file, first.at, why);
  if (mountOver(tried.nginx, includedFolder)) return hand(phrase`all of /etc/nginx is mounted`);
  if (changesAt(found.places).every(({ file, bytes }) => bytes?.equals(file.bytes))) return undefined;
  const why = await failureOnCopy(found, tried, tools);
  return why === undefined ? undefined : hand(why);
}

async function failureOnCopy(found: Places, { id, domain, nginx, scripts }: Tried, tools: OwnConfTools) {
  const { certificatePem, privateKeyPem } = tools.temporaryPair(domain.split(",")[0] ?? "");
  const live = `/etc/letsencrypt/live/${domain}`;
  const confs = changesAt(found.places).map(({ bytes = Buffer.alloc(0) }, at) => ({
    ...{ path: filesOf(found.places)[at]?.writtenAt ?? "", bytes, mode: 0o644 },
  }));
  const tried = await tools.engine.rehearse(id, {
    environment: { ...environmentFor(challengeOf(found, nginx), nginx), ...switchedOn, CERTBOT_DOMAIN: domain },
    files: [
      ...scripts.map(({ bytes, mode }) => ({ path: scriptPath, bytes, mode })),
      { path: `${live}/fullchain.pem`, bytes: Buffer.from(certificatePem), mode: 0o644 },
      { path: `${live}/privkey.pem`, bytes: Buffer.from(privateKeyPem), mode: 0o600 },
      ...confs,
    ],
  });
  const otherStart = phrase`its container does not start nginx as the official image does`;
  if (tried === undefined) return otherStart;
  const said = tried.stderr.split("\n").find((line) => /\[(?:emerg|alert|crit)\]/.test(line));
  if (tried.exitCode !== 0) return phrase`nginx does not take it: ${said?.trim() ?? String(tried.exitCode)}`;
  // nginx -T names every file that was read.
  return tried.stdout.includes(`# configuration file ${includedFolder}/server.conf:\n`) ? undefined : otherStart;
}

const switchedOn = { NGINX_HTTPS_ENABLED: "true" };

const filesOf = (places: readonly Place[]) => [...new Set(places.map(({ file }) => file))];

function changesAt(places: readonly Place[]): readonly Change[] {
  return filesOf(places).flatMap(({ source, text }) => {
    const here = places.filter(({ file }) => file.source === source);
    const edits = here.map(({ at, indentation }) => ({ start: at, end: at, text: ourLines(indentation, text) }));
    return source ? [{ file: source, bytes: Buffer.from(applyEdits(text, edits), "latin1") }] : [];
  });
}

/** Includes nothing where nothing is there yet, or any more. */
const ourLine = `include ${includedFolder}/*.conf;`;

const ourLines = (indentation: string, text: string) =>
  [addedBegin, ourLine, addedEnd].map((line) => indentation + line + lineEnding(text)).join("");

/** A configuration file as it was before attach. Throws Problem `not-ours` where the operator wrote between our marks. */
export function confWithoutOurs({ name, bytes }: StackFile): Buffer {
  const text = bytes.toString("latin1");
  const { text: rest, runs, unpaired } = withoutOurs(text);
  const lines = linesOf(text);
  const foreign = runs.flatMap(({ from, to }) =>
    lines.slice(from, to - 1).flatMap((line, at) => (line.trim() === ourLine ? [] : [from + at + 1])),
  );
  const [line] = unpaired === undefined ? foreign : [unpaired];
  if (line !== undefined) throw notOurs(name, line);
  return Buffer.from(rest, "latin1");
}
