/** A part of a run that takes time; a terminal shows it meanwhile. */
export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;
