/** A service in the words of a compose file. */
export type Service = Readonly<Record<string, unknown>>;
export type Services = Readonly<Record<string, Service>>;
