export interface WakeUp {
  notify(): void;
  /** Resolves with a notification since the last call, after `ms`, or with the signal. */
  notified(ms: number): Promise<void>;
}

/** Notifications are latched and coalesced. */
export function wakeUp(signal: AbortSignal): WakeUp {
  let pending = false;
  let open: () => void = () => undefined;
  const notify = () => {
    pending = true;
    open();
  };
  signal.addEventListener("abort", notify, { once: true });
  return {
    notify,
    async notified(ms) {
      if (!pending) await notifiedOrTimeout(ms, (wake) => (open = wake));
      pending = signal.aborted;
    },
  };
}

function notifiedOrTimeout(ms: number, listen: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    listen(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
