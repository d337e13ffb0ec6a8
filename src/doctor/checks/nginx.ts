import { challengeFix } from "../../model/challenge.ts";
import type { CompanionAnswer, CompanionNote } from "../../model/companion.ts";
import type { Lineage } from "../../model/lineage.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Check } from "../check.ts";
import { type CheckResult, fine, ofProblem, warning } from "../finding.ts";

/** nginx through the companion: its container, whether its configuration passes, HTTPS, the challenge location. */
export const nginx: Check = {
  name: "nginx",
  async look({ look, serverSeen, settings: { lineage } }) {
    try {
      const answer = await look();
      const { https, challenge, off, notes } = answer;
      const found = fine(phrase`${serverSeen}, HTTPS is ${https ? phrase`on` : phrase`off`}`);
      return [
        found,
        ...(off ? [offByHand] : []),
        ...(challenge ? [] : [noLocation]),
        ...elsewhere(notes, lineage),
        ...moved(answer),
      ];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return [ofProblem(error, "blocks", phrase`a certificate could not be handed to nginx`)];
    }
  },
};

const offByHand = warning({
  saw: phrase`HTTPS was turned off manually`,
  means: phrase`certificates are still renewed but not used: visitors get no HTTPS`,
  fix: "docker compose exec certbot httpsidecar enable-https",
});

/** nginx takes the block whose server_name fits, else the port's first or default_server. */
function elsewhere(notes: readonly CompanionNote[], { domains: [domain] }: Lineage): readonly CheckResult[] {
  if (!notes.includes("other-server-block")) return [];
  return [
    warning({
      saw: phrase`nginx answers for ${domain} with another server block than the one that has the challenge location or the certificate`,
      means: phrase`a domain that matches no server_name is answered by the first server block on that port, so that is the one the CA and visitors see`,
      fix: phrase`set NGINX_SERVER_NAME=${domain} in .env, then: docker compose up -d nginx; in a file of your own write into the right block: server_name ${domain};`,
    }),
  ];
}

/** nginx reads the addresses of names once, when it loads its configuration. */
function moved({ notes, output }: CompanionAnswer): readonly CheckResult[] {
  if (!notes.includes("upstream-moved")) return [];
  return [
    warning({
      saw: phrase`nginx still has the former addresses of ${output}, which got new ones when they were recreated`,
      means: phrase`it passes requests to the former addresses, where nothing responds, or another service does`,
      fix: "docker compose exec certbot httpsidecar reload",
      remedy: "reload",
    }),
  ];
}

const noLocation = warning({
  saw: phrase`nginx's configuration has no location for /.well-known/acme-challenge/`,
  means: phrase`the companion turns it on before the next order; without it no CA can validate the domain`,
  fix: challengeFix,
  remedy: "enable-challenge",
});
