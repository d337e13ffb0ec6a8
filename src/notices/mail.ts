import type { SecureContext } from "node:tls";
import { createTransport } from "nodemailer";
import type { Notice } from "../model/notice.ts";
import { phrase } from "../model/phrase.ts";
import type { Delivery } from "./delivery.ts";

/** Of a mail: greeting, hello, TLS, login, addresses, text. */
const mostSteps = 6;

/**
 * Mail by SMTP (RFC 5321): smtp://user:password@host:587/?from=a@example.org&to=b@example.org, smtps:// for TLS from
 * the start. A password is only sent over TLS. Throws the connection's error.
 */
export async function sendMail(
  url: URL,
  notice: Notice,
  limitMs: number,
  secureContext?: SecureContext,
): Promise<Delivery> {
  const transport = transportTo(url, limitMs, secureContext);
  // a server that says a letter now and then is never silent
  const signal = AbortSignal.timeout(mostSteps * limitMs);
  const { title, lines } = notice;
  const from = url.searchParams.get("from") ?? "";
  const mail = {
    from,
    to: url.searchParams.getAll("to"),
    subject: `httpsidecar: ${title}`,
    text: `${lines.join("\n")}\n`,
  };
  try {
    await transport.sendMail({ ...mail, disableFileAccess: true, disableUrlAccess: true, signal });
    return { arrived: true };
  } catch (error) {
    signal.throwIfAborted();
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    const said = responseCode ? [`SMTP ${responseCode}`] : [];
    const why = [code?.toLowerCase() ?? phrase`internal error`, ...said].join(", ");
    return { arrived: false, why, waitMs: undefined };
  } finally {
    transport.close();
  }
}

function transportTo(url: URL, limitMs: number, secureContext: SecureContext | undefined) {
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  return createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && user !== "",
    ...(user === "" ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    ...{ connectionTimeout: limitMs, greetingTimeout: limitMs, socketTimeout: limitMs },
    ...(secureContext ? { tls: { secureContext } } : {}),
  });
}
