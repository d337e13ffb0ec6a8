import type { Preflight } from "../model/contracts.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { startFix } from "./host-itself.ts";

/** The same looks through HAProxy, which hands the challenge to our own responder; in its words. */
export function haproxyPreflight(preflight: Preflight, host: string): Preflight {
  return inWords(preflight, (problem) => inHaproxyWords(problem, host));
}

/** The same looks through nginx's tasks in a swarm, which hand it there too. */
export function tasksPreflight(preflight: Preflight): Preflight {
  return inWords(preflight, (problem) => {
    const { code, retry } = problem;
    if (code !== "challenge-not-served") return problem;
    const message = phrase`nginx does not hand the challenge path to the sidecar's responder; the CA was not asked`;
    const fix = phrase`nginx needs docker/swarm/17-challenge.envsh and its place in the template; docker compose logs nginx`;
    return new Problem({ code, message, fix, retry });
  });
}

function inWords(preflight: Preflight, wordsFor: (problem: Problem) => Problem): Preflight {
  return {
    async check(lineage, how) {
      try {
        return await preflight.check(lineage, how);
      } catch (error) {
        throw error instanceof Problem ? wordsFor(error) : error;
      }
    },
  };
}

function inHaproxyWords(problem: Problem, host: string): Problem {
  const { code, retry } = problem;
  if (code === "nginx-silent") {
    const fix = startFix(host, phrase`docker compose up -d ${host}, and see why: docker compose logs ${host}`);
    return new Problem({ code: "haproxy-silent", message: phrase`HAProxy does not respond at ${host}:80`, fix, retry });
  }
  if (code !== "challenge-not-served") return problem;
  const message = phrase`HAProxy does not hand the challenge path to the sidecar's responder; the CA was not asked`;
  const fix = phrase`haproxy.cfg needs: acl challenge path_beg /.well-known/acme-challenge/, and use_backend with server certbot certbot:8688; no redirect before it`;
  return new Problem({ code, message, fix, retry });
}
