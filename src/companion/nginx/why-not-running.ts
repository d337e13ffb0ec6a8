import type { ContainerInfo } from "dockerode";
import { composeLabels } from "../../model/compose-labels.ts";
import { phrase } from "../../model/phrase.ts";
import { plainName } from "../../model/plain-text.ts";
import type { Problem } from "../../model/problem.ts";
import { type Engine, goneToUndefined } from "../docker/engine.ts";
import type { OwnStack } from "../docker/own-stack.ts";
import { refusal } from "../refusal.ts";

/**
 * Why nginx does not run, in the words of Docker or nginx: Problem `certificate-missing` where Docker restarts it again
 * and again for want of a certificate, else `no-nginx`; undefined: unknown. Throws Problem `docker-failed`.
 */
export async function whyNotRunning(engine: Engine, ownStack: OwnStack, service: string): Promise<Problem | undefined> {
  const all = await engine.list({
    [composeLabels.project]: ownStack.project,
    [composeLabels.workingFolder]: ownStack.workingFolder,
    [composeLabels.oneOff]: "False",
  });
  const [only, ...more] = all.filter((each) => serviceOf(each) === service);
  if (!only) return otherService(service, all);
  if (more.length > 0) return undefined;
  const state = (await engine.inspect(only.Id).catch(goneToUndefined))?.State;
  if (!state) return undefined;
  if (state.Error) return notStarted(service, state.Error);
  const said = (await engine.logs(only.Id, new Date(Date.parse(state.StartedAt) - 1000)).catch(goneToUndefined)) ?? "";
  // one that runs may have refused a reload since it started
  return missingCertificate(said) ?? (state.Running && !state.Restarting ? undefined : ended(service, said));
}

const cannotLoad = ["[emerg]", "cannot load certificate", "No such file or directory"];

function missingCertificate(said: string): Problem | undefined {
  const words = said.split("\n").findLast((line) => cannotLoad.every((part) => line.includes(part)));
  return words === undefined ? undefined : refusal("certificate-missing", words, phrase`wait for the certificate`);
}

/** The service has another name, or Compose has not created its container. */
function otherService(service: string, all: readonly ContainerInfo[]): Problem | undefined {
  const likely = all.filter(({ Image }) => /\bnginx\b/.test(Image)).map(serviceOf)[0];
  if (!likely) return undefined;
  return refusal(
    "no-nginx",
    phrase`this stack has no container of a service ${service}, and one of a service ${likely}`,
    phrase`set NGINX_SERVICE=${plainName(likely)} in .env, then: docker compose up -d certbot certbot-companion`,
  );
}

/** Docker's words when another program of the host has the address. */
const taken = /(?:listen \w+ |Bind for )(\S+?):? (?:bind: address already in use|failed: port is already allocated)/;

function notStarted(service: string, error: string): Problem {
  const [, address] = taken.exec(error) ?? [];
  const [, port] = /:(\d+)$/.exec(address ?? "") ?? [];
  if (address === undefined || port === undefined) {
    const again = phrase`correct that, then: docker compose up -d ${service}`;
    return refusal("no-nginx", phrase`Docker could not start ${service}: ${error}`, again);
  }
  return refusal(
    "no-nginx",
    phrase`Docker could not start ${service}: something else on this host has ${address} already`,
    phrase`stop what ss -ltnp 'sport = :${port}' shows, or change that port in .env (EXPOSE_NGINX_PORT, EXPOSE_NGINX_SSL_PORT), then: docker compose up -d ${service}`,
  );
}

function ended(service: string, said: string): Problem | undefined {
  const [, words] = [...said.matchAll(/\[emerg\] (?:\d+#\d+: )?(.*)$/gm)].at(-1) ?? [];
  if (words === undefined) return undefined;
  return refusal(
    "no-nginx",
    phrase`${service} exits as soon as it starts: ${words}`,
    phrase`correct what it names (in the template, if a template produces that file), then: docker compose up -d ${service}`,
  );
}

function serviceOf({ Labels }: ContainerInfo): string {
  return Labels[composeLabels.service] ?? "";
}
