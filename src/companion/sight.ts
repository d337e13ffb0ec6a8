import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import type { Facts } from "./answers.ts";
import { findNginx, type NginxContainer, type OwnStack, stackFacts } from "./docker/own-stack.ts";
import { heedPerson } from "./heeding.ts";
import type { Dump } from "./nginx/dump.ts";
import { servesTls } from "./nginx/dump.ts";
import type { EnvFile, Memory, StackFacts } from "./parts.ts";
import { rollBack } from "./replay/rollback.ts";
import type { Room } from "./room.ts";
import { behind, inEffect, isOff, type Values, valuesFor } from "./wishes.ts";

/** What there is before anything is done. */
export interface Sight {
  nginx: NginxContainer;
  stack: StackFacts;
  memory: Memory;
  envFile: EnvFile;
  /** what nginx's files were rendered with */
  effective: Values;
}

/** Finds nginx, undoes what a killed companion began, and heeds what a person edited. Throws Problem. */
export async function see(room: Room): Promise<Sight> {
  const own = await room.own();
  const nginx = await findNginxOrClean(room, own);
  room.engine.expectExec(nginx.id);
  if (await rollBack(room, nginx))
    room.print(phrase`an earlier switch was cut off: nginx and the settings are as they were before it`);
  const stack = await stackFacts(room.engine, own, nginx, room.environments);
  const { memory, envFile } = await heedPerson(room, nginx, stack);
  return { nginx, stack, memory, envFile, effective: inEffect(nginx, memory.applied) };
}

/** What is known without asking nginx. */
export const roughFacts = ({ memory, effective }: Sight): Facts => ({
  nginx: true,
  https: effective["NGINX_HTTPS_ENABLED"] === "true",
  challenge: effective["NGINX_ENABLE_CERTBOT_CHALLENGE"] === "true",
  off: isOff(memory),
});

export const exactFacts = (room: Pick<Room, "domain">, sight: Sight, dump: Dump): Facts => ({
  nginx: true,
  https: servesOurs(room, sight, dump),
  challenge: dump.challenge,
  off: isOff(sight.memory),
});

/** TLS with the certificate of our domain; TLS with another one has still to be switched. */
export function servesOurs({ domain }: Pick<Room, "domain">, { nginx, effective }: Sight, dump: Dump): boolean {
  if (!servesTls(dump)) return false;
  if (dump.certificates.some((path) => path.includes(`/live/${domain}/`))) return true;
  const wanted = valuesFor({ https: "on", challenge: false }, nginx.environment, domain);
  return Object.keys(behind(wanted, effective)).length === 0;
}

async function findNginxOrClean(room: Room, own: OwnStack) {
  try {
    return await findNginx(room.engine, own, room.service);
  } catch (error) {
    if (error instanceof Problem && error.code === "no-nginx") await rollBack(room, undefined);
    throw error;
  }
}
