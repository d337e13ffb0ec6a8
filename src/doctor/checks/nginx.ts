import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Deploy } from "../../model/settings.ts";
import type { Check } from "../check.ts";
import { fine, ofProblem, warning } from "../finding.ts";

/** nginx through the companion: its container, whether its configuration holds, HTTPS, the challenge location. */
export const nginx: Check = {
  name: "nginx",
  async look({ look, settings: { deploy } }) {
    try {
      const { https, challenge, off } = await look();
      const holds = deploy === "reload" ? phrase`one running container, its configuration holds` : untested[deploy];
      const found = fine(phrase`${holds}, HTTPS is ${https ? "on" : "off"}`);
      return [found, ...(off ? [offByHand] : []), ...(challenge ? [] : [noLocation])];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return [ofProblem(error, "blocks", phrase`a certificate could not be handed to nginx`)];
    }
  },
};

/** What is not known of the server, by the way that it is given certificates. */
const untested: Record<Exclude<Deploy, "reload">, string> = {
  restart: phrase`one running container, restarted for a new certificate (DEPLOY=restart)`,
  signal: phrase`told by a signal (DEPLOY=signal), its configuration is not tested`,
  stamp: phrase`told by a stamp file (DEPLOY=stamp), its configuration is not tested here`,
  hook: phrase`left to hooks (DEPLOY=hook) and not asked`,
  none: phrase`left to your own reload (DEPLOY=none) and not asked`,
};

const offByHand = warning({
  saw: phrase`HTTPS was switched off by a person`,
  means: phrase`certificates are renewed, and nobody gets them`,
  fix: "docker compose exec certbot httpsidecar enable-https",
});

const noLocation = warning({
  saw: phrase`nginx's configuration has no location for /.well-known/acme-challenge/`,
  means: phrase`the companion turns it on before the next order; without that no authority can check the name`,
  fix: phrase`set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx`,
  remedy: "enable-challenge",
});
