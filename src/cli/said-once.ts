import type { Context } from "./context.ts";

/** Of a state that is checked again and again. */
export interface State {
  /** the same for what is the same to a reader */
  mark: string;
  isBad: boolean;
  lines: readonly string[];
}

const most = 100;

/** Says each state once until all is well: causes may stay for days, and may take turns from minute to minute. `said`: marks. */
export function saidOnce(
  { print, complain }: Pick<Context, "print" | "complain">,
  said: Set<string> = new Set(),
): (state: State) => void {
  return ({ mark, isBad, lines }) => {
    if (!said.has(mark)) for (const line of lines) (isBad ? complain : print)(line);
    if (!isBad || said.size === most) said.clear();
    said.add(mark);
  };
}
