import { once } from "node:events";
import { connect } from "node:tls";
import type { NginxAddress } from "../../model/settings.ts";

/** Does anything speak TLS there, with whatever certificate? `timeout` in ms. Never throws. */
export async function answersTls({ host, sslPort: port }: NginxAddress, timeout = 5000): Promise<boolean> {
  const socket = connect({ host, port, rejectUnauthorized: false });
  socket.setTimeout(timeout, () => socket.destroy(new Error("no answer in time")));
  try {
    await once(socket, "secureConnect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
