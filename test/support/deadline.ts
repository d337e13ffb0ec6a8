import { beforeEach } from "vitest";

/** Moment (ms since 1970) after which no further story begins: cut off in the middle it would count as a failure. */
const deadline = Number(process.env["HTTPSIDECAR_DEADLINE"] ?? Number.POSITIVE_INFINITY);

beforeEach(({ skip }) => skip(Date.now() > deadline, "the time of this run is over on this machine"));
