// Imported first of all: every clock of this process is ahead by the `aheadMs` of its argument.
const { aheadMs }: { aheadMs: number } = JSON.parse(process.argv[2] ?? "");
const now = Date.now;
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [now() + aheadMs] : given) as [number]));
  }

  static override now(): number {
    return now() + aheadMs;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;

export {};
