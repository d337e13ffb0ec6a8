import { urlHost } from "../../model/address.ts";
import type { InnerProof, OuterProof } from "../../model/contracts.ts";
import type { Check } from "../check.ts";
import { blocks, fine, type Sight, warning } from "../finding.ts";

/** Port 443: what nginx serves against what is on disk, and what the public name shows. */
export const wire: Check = {
  name: "port 443",
  async look(parts) {
    const stored = await parts.certificate();
    if (!stored) return [fine("nothing to serve yet")];
    // whoever does not know is a finding of nginx's check
    const seen = await parts.look().catch(() => undefined);
    if (seen?.off) return [fine("HTTPS is off")];
    if (seen && !seen.https) return [unused];
    const [inner, outer] = await Promise.all([parts.proof.inner(stored), parts.proof.outer(stored)]);
    return [inside(inner), outside(stored.domains[0] ?? stored.name, outer)];
  },
};

const unused = warning({
  saw: "a certificate is stored, and nginx does not serve HTTPS with it",
  means: "visitors get no HTTPS",
  fix: "docker compose exec certbot httpsidecar enable-https",
  remedy: "enable-https",
});

const handOver = "docker compose exec certbot update-cert";

function inside(proof: InnerProof): Sight {
  if (proof.served === "same") return fine("nginx serves the certificate that is on disk");
  const saw =
    proof.served === "other"
      ? `nginx serves another certificate than the one on disk, serial ${proof.serial}`
      : `nginx serves no certificate: ${proof.why}`;
  const means = "visitors get an old certificate, a foreign one, or none";
  return blocks({
    saw,
    means,
    fix: `${handOver}; if it stays so, see ssl_certificate in: docker compose exec nginx nginx -T`,
    ...(proof.served === "other" && { remedy: "reload" }),
  });
}

function outside(domain: string, proof: OuterProof): Sight {
  const url = `https://${urlHost(domain)}`;
  switch (proof.seen) {
    case "yes":
      return fine(`${url} shows it (${proof.addresses.join(", ")})`);
    case "edge":
      return fine(`${url} shows a trusted certificate by ${proof.issuer}: an edge stands in front`);
    case "no":
      return warning({
        saw: `${url} shows another certificate: ${proof.why}`,
        means: "another web server of this host, a router or another machine has port 443 of the public name",
        fix: "see who has port 443 of this host: ss -ltnp 'sport = :443'",
      });
    case "unknown":
      return warning({
        saw: `${url} cannot be seen from here: ${proof.why}`,
        means: "port 443 is closed, or this host cannot reach its own public address, which does no harm",
        fix: `look from outside, with mobile data for example: curl -I ${url}/; if it fails, open port 443 in firewall and router`,
      });
  }
}
