import { phrase } from "./phrase.ts";

/** Lines for the operator to paste. */
export const byHand = "docker compose exec certbot update-cert";
export const importLine = "docker compose exec certbot httpsidecar import --cert FILE --chain FILE";
/** The command that applies a changed .env, httpsidecar.env or mount, and leaves the rest of the stack alone. */
export const start = "docker compose up -d certbot certbot-companion";

/** The fix of a mount, or of a setting whose file it names: it counts once the containers are made again. */
export const applied = (fix: string) => phrase`${fix}; then: ${start}`;

/** Starts the web server's service, whose name may be another. */
export const startServer = (service: string, settings = "NGINX_SERVICE=NAME") =>
  phrase`docker compose up -d ${service}; if the service has another name, in .env: ${applied(settings)}`;

/** The fix of a setting that is in `.env` in every stack, though it names the variable alone. */
export const inEnv = (fix: string) => applied(phrase`in .env: ${fix}`);
