import { once } from "node:events";

/** Resolves once the signal is aborted, and keeps Node up until then: who only listens does not, a timer does. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const up = setInterval(() => {}, 2 ** 31 - 1);
  await once(signal, "abort");
  clearInterval(up);
}
