import { lastOf } from "../../config/given.ts";
import { phrase } from "../../model/phrase.ts";
import { Problem } from "../../model/problem.ts";
import type { Context } from "../context.ts";
import { isServed } from "./served-lineage.ts";
import type { CertbotVerb } from "./verb.ts";

/** Takes a lineage out of use; its files are kept aside. Never the stack's own, which nginx reads. */
export const deleteLineage: CertbotVerb = async (context, { given }) => {
  const { assembly } = context;
  const name = lastOf(given, "certName");
  if (name === undefined)
    throw problem(phrase`--cert-name is missing`, phrase`certbot delete --cert-name NAME; see: certbot certificates`);
  const store = await assembly.store();
  if (!(await store.list()).some((lineage) => lineage.name === name)) {
    throw problem(`No certificate found with name ${name}`, phrase`see the names: certbot certificates`);
  }
  if (isServed(name, context)) {
    const fix = phrase`remove it from CERTBOT_DOMAIN in .env first, then: docker compose up -d certbot certbot-companion`;
    throw problem(
      phrase`${name} is the certificate of CERTBOT_DOMAIN, which nginx reads; it would be obtained again at once`,
      fix,
    );
  }
  await putAside(context, name);
  return 0;
};

export async function putAside({ assembly, print }: Context, name: string): Promise<void> {
  const kept = await assembly.setAside(name);
  print(`Deleted all files relating to certificate ${name}.`);
  print(phrase`They are kept in ${kept}; delete that folder when nothing needs them any more.`);
}

function problem(message: string, fix: string): Problem {
  return new Problem({ code: "cannot-delete", message, fix, retry: "after-a-fix" });
}
