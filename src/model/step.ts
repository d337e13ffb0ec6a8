/** A part of a run that takes time; on a terminal it is shown while it does. */
export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;
