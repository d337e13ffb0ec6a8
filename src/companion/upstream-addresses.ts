import type { ContainerInfo } from "dockerode";
import { composeLabels } from "../model/compose-labels.ts";
import type { CompanionMemory } from "./memory.ts";

/** Services of the stack by name, with the addresses of their running containers in one text. */
export type Addresses = ReadonlyMap<string, string>;

export interface UpstreamAddresses {
  /** After each observation. `workers`: asked only when an address is another than nginx has read. */
  note(start: string, now: Addresses, workers: () => Promise<readonly number[]>): Promise<void>;
  /** Services whose address is another than the running workers have read. */
  movedSince(workers: readonly number[]): readonly string[];
  /** for the next process; undefined: nothing is known yet */
  known(): CompanionMemory["upstreams"];
  /** an address has changed, and nginx may not have read it */
  isMoving(): boolean;
}

interface Move {
  now: Addresses;
  /** that had read the addresses from before */
  workers: readonly number[];
}

/**
 * nginx reads the addresses of names once, when it loads its configuration. What it has read is known from its start on,
 * and after each reload: workers that were there when an address changed have the one from before.
 */
export function upstreamAddresses(before?: CompanionMemory["upstreams"]): UpstreamAddresses {
  let known: { start: string; read: Addresses } | undefined = before && { ...before, read: new Map(before.read) };
  let move: Move | undefined;
  const changed = (now: Addresses) => [...now].filter(([name, at]) => (known?.read.get(name) ?? at) !== at);
  return {
    async note(start, now, workers) {
      if (known?.start !== start) [known, move] = [{ start, read: now }, undefined];
      known = { start, read: new Map([...now, ...known.read]) };
      if (changed(now).length === 0) move = undefined;
      else if (!move || !isSame(move.now, now)) move = { now, workers: await workers() };
    },
    movedSince(workers) {
      if (!known || !move) return [];
      if (workers.some((pid) => move?.workers.includes(pid))) return changed(move.now).map(([name]) => name);
      [known, move] = [{ ...known, read: new Map([...known.read, ...move.now]) }, undefined];
      return [];
    },
    known: () => known && { ...known, read: [...known.read] },
    isMoving: () => move !== undefined,
  };
}

const isSame = (one: Addresses, other: Addresses) =>
  one.size === other.size && [...one].every(([name, at]) => other.get(name) === at);

/** Of those that run as services, on all of their networks. */
export function addressesOf(containers: readonly ContainerInfo[]): Addresses {
  const running = containers.filter(
    ({ State, Labels }) => State === "running" && Labels[composeLabels.oneOff] !== "True",
  );
  const byService = Map.groupBy(running, ({ Labels }) => Labels[composeLabels.service] ?? "");
  const textOf = ({ NetworkSettings }: ContainerInfo) =>
    Object.values(NetworkSettings?.Networks ?? {}).flatMap(({ IPAddress, GlobalIPv6Address }) =>
      [IPAddress, GlobalIPv6Address].filter(Boolean),
    );
  return new Map([...byService].map(([service, all]) => [service, all.flatMap(textOf).sort().join(" ")]));
}
