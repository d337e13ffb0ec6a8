import type { IncomingHttpHeaders } from "node:http";

export interface Message {
  method: "GET" | "POST";
  url: string;
  /** becomes JSON */
  body?: unknown;
}

/** An answer of any status. `data` is parsed where the content type says JSON, else the text. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  data: unknown;
}
