import { phrase } from "./phrase.ts";

/** Said wherever HTTPS was asked for and the operator has switched it off: the operator wins. */
export const turnedOff = phrase`HTTPS was turned off manually; certificates are still renewed. Back on: docker compose exec certbot httpsidecar enable-https`;
