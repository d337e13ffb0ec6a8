import type { Deployer } from "../model/contracts.ts";
import type { Certificate } from "../model/lineage.ts";
import { Problem } from "../model/problem.ts";

export interface HaproxyDeployerOptions {
  /** asks the companion and proves what is served */
  server: Deployer;
  /** Writes the file that HAProxy reads; gives what puts the old one back. */
  writePem(certificate: Certificate): Promise<() => Promise<void>>;
}

/**
 * Deploys to HAProxy: its file first, then the companion tests and swaps. What HAProxy refuses is put back, so that its
 * next start finds what served until then.
 */
export function haproxyDeployer({ server, writePem }: HaproxyDeployerOptions): Deployer {
  return {
    ...server,
    async deploy(lineage, certificate) {
      const putBack = await writePem(certificate);
      try {
        return await server.deploy(lineage, certificate);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (refusals.includes(error.code)) await putBack();
        throw inHaproxyWords(error);
      }
    },
    async prove(lineage, certificate) {
      const { problem, outside } = await server.prove(lineage, certificate);
      return { problem: problem && inHaproxyWords(problem), outside: outside.replace(/^nginx/, "HAProxy") };
    },
  };
}

const refusals = ["config-test-failed", "reload-refused"];

/** What the companion's codes mean where the server is HAProxy. */
const words: Readonly<Record<string, { message: string; fix: string }>> = {
  "config-test-failed": {
    message: "HAProxy refused its configuration; the old one goes on serving, and the old certificate file is back",
    fix: "mend the file and line named above; it is tried again within a minute",
  },
  "reload-refused": {
    message: "HAProxy did not take the new certificate; the old one goes on serving, and the old file is back",
    fix: "read the reason above; docker compose logs haproxy",
  },
  "no-nginx": {
    message: "no running HAProxy container was found in this stack",
    fix: "docker compose up -d haproxy (another service name: set NGINX_SERVICE)",
  },
  "several-nginx": {
    message: "more than one running container of the HAProxy service was found in this stack, so none was touched",
    fix: "docker compose ps --all, and remove the one that is left over",
  },
  "not-served": {
    message: "HAProxy does not serve the certificate",
    fix: "see that `bind` with `ssl crt` in haproxy.cfg names the folder that certbot writes into, and no other file fits the name better",
  },
};

/** HAProxy's own output, behind the first line, stays. */
function inHaproxyWords(problem: Problem): Problem {
  const { code, retry, message } = problem;
  const said = words[code];
  if (!said) return problem;
  const [, ...output] = message.split("\n");
  return new Problem({
    code,
    retry,
    message: [output.length > 0 ? `${said.message}:` : said.message, ...output].join("\n"),
    fix: said.fix,
  });
}
