import type { IncomingHttpHeaders } from "node:http";

export interface Message {
  method: "GET" | "HEAD" | "POST";
  url: string;
  body?: unknown;
  /** true: the CA may take minutes for it */
  slow?: boolean;
}

/** A response of any status. `data` is parsed where it is JSON, else the text. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  data: unknown;
}
