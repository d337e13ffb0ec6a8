export interface Doorbell {
  ring(): void;
  /** Resolves when it rings or rang since the last time, after `ms`, or with the signal. */
  rung(ms: number): Promise<void>;
}

/** A ring is never lost, and two rings are one. */
export function doorbell(signal: AbortSignal): Doorbell {
  let ringing = false;
  let open: () => void = () => undefined;
  const ring = () => {
    ringing = true;
    open();
  };
  signal.addEventListener("abort", ring, { once: true });
  return {
    ring,
    async rung(ms) {
      if (!ringing) await ringOrTime(ms, (wake) => (open = wake));
      ringing = signal.aborted;
    },
  };
}

function ringOrTime(ms: number, listen: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    listen(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
