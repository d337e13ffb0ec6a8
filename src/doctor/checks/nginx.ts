import { Problem } from "../../model/problem.ts";
import type { Check } from "../check.ts";
import { fine, ofProblem, warning } from "../finding.ts";

/** nginx through the companion: its container, whether its configuration holds, HTTPS, the challenge location. */
export const nginx: Check = {
  name: "nginx",
  async look({ look }) {
    try {
      const { https, challenge, off } = await look();
      const found = fine(`one running container, its configuration holds, HTTPS is ${https ? "on" : "off"}`);
      return [found, ...(off ? [offByHand] : []), ...(challenge ? [] : [noLocation])];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return [ofProblem(error, "blocks", "a certificate could not be handed to nginx")];
    }
  },
};

const offByHand = warning({
  saw: "HTTPS was switched off by a person",
  means: "certificates are renewed, and nobody gets them",
  fix: "docker compose exec certbot httpsidecar enable-https",
});

const noLocation = warning({
  saw: "nginx's configuration has no location for /.well-known/acme-challenge/",
  means: "the companion turns it on before the next order; without that no authority can check the name",
  fix: "set NGINX_ENABLE_CERTBOT_CHALLENGE=true in .env and run: docker compose up -d nginx",
  remedy: "enable-challenge",
});
