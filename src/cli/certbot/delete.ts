import { lastOf } from "../../config/given.ts";
import { Problem } from "../../model/problem.ts";
import type { CertbotVerb } from "./certbot.ts";

/** Takes a lineage out of use; what belonged to it is kept aside. Never the stack's own, which nginx reads. */
export const deleteLineage: CertbotVerb = async ({ assembly, environment, print }, { given }) => {
  const name = lastOf(given, "certName");
  if (name === undefined)
    throw problem("--cert-name is missing", "certbot delete --cert-name NAME; see: certbot certificates");
  const store = await assembly.store();
  if (!(await store.list()).some((lineage) => lineage.name === name)) {
    throw problem(`No certificate found with name ${name}`, "see the names: certbot certificates");
  }
  const own = (environment["CERTBOT_DOMAIN"] ?? "").split(",")[0]?.toLowerCase().replace(/\.$/, "");
  if (own === name) {
    const fix = "take it out of CERTBOT_DOMAIN in .env first, then: docker compose up -d certbot certbot-companion";
    throw problem(
      `${name} is the certificate of CERTBOT_DOMAIN, which nginx reads; it would be obtained anew at once`,
      fix,
    );
  }
  const kept = await assembly.setAside(name);
  print(`Deleted all files relating to certificate ${name}.`);
  print(`They are kept in ${kept}; remove that folder when nothing needs them.`);
  return 0;
};

function problem(message: string, fix: string): Problem {
  return new Problem({ code: "cannot-delete", message, fix, retry: "after-a-fix" });
}
