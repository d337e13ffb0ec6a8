import { phrase } from "../../model/phrase.ts";
import type { NginxAddress } from "../../model/settings.ts";
import { reloaded, type StrategyTraits } from "./traits.ts";

/** The companion restarts the service: a start takes its time, and one more would not help. */
export const restarted = ({ host, sslPort }: NginxAddress): StrategyTraits => ({
  server: host,
  looks: 120,
  repeat: false,
  done: phrase`${host} was restarted`,
  fix: (name) =>
    phrase`see that ${host} serves live/${name}/fullchain.pem on port ${sslPort} (NGINX_SSL_PORT): docker compose logs ${host}; then: docker compose exec certbot update-cert`,
  // each further try is an interruption
  retry: "after-a-fix",
});

/** A signal to nginx's master: nothing was tested before, so a mistake in its files shows only here. */
export const signalled: StrategyTraits = {
  ...reloaded,
  looks: 10,
  repeat: false,
  done: phrase`nginx was told to reload, and started new workers`,
  fix: (name) =>
    phrase`docker compose exec nginx nginx -t shows a mistake; without one, ssl_certificate should name live/${name}/fullchain.pem`,
};

/** Whoever watches the stamp file may take some seconds. */
export const stamped: StrategyTraits = {
  ...reloaded,
  looks: 12,
  repeat: false,
  done: phrase`the stamp was written; whoever watches it reloads`,
  fix: () =>
    phrase`docker compose exec nginx nginx -t shows a mistake; without one, see that the stamp is watched: docker compose logs nginx, or journalctl on the host`,
};

/** What certbot's hooks do is theirs. */
export const hooked: StrategyTraits = {
  ...reloaded,
  looks: 10,
  repeat: false,
  done: phrase`nothing is done besides the hooks of a renewal (DEPLOY=hook)`,
  fix: () => phrase`see what the deploy-hook said in this log, and do by hand what it should have done`,
};

/** The operator's own reload comes when it comes. */
export const leftAlone: StrategyTraits = {
  ...reloaded,
  looks: 1,
  repeat: false,
  done: phrase`nothing is done: your own reload is to come (DEPLOY=none)`,
  fix: () =>
    phrase`run the reload that your own timer should have run, and see why it did not: crontab -l, systemctl list-timers`,
};
