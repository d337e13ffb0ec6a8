/** Who can end a failure; it decides when the operator is called. */
export const responsibleParties = [
  "person", // nobody else: a setting, a record, a file, a door that is closed
  "stack", // a part of the stack that starts, or was stopped
  "outside", // the network, or another run that has the lock: it passes, mostly
  "authority", // it is busy, or holds us to its limits
] as const;
export type Responsible = (typeof responsibleParties)[number];
