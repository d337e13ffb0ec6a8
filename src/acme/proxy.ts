import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { applied } from "../model/typed-lines.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface ProxyChoice {
  /** for Node's agent */
  proxyEnv: Record<string, string>;
  /** Throws Problem `authority-proxy` when this host would be asked through an unusable proxy. */
  checkFor(host: string): void;
}

/**
 * The proxy for HTTPS as curl and requests choose it: HTTPS_PROXY, else ALL_PROXY, lower case first; without a scheme
 * it is an HTTP proxy. Node itself reads NO_PROXY.
 */
export function chooseProxy(environment: Environment): ProxyChoice {
  const [name = "", value = ""] = firstOf(environment, ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]);
  const [, noProxy = ""] = firstOf(environment, ["no_proxy", "NO_PROXY"]);
  const url = value === "" || value.includes("://") ? value : `http://${value}`;
  const scheme = /^([a-z\d+.-]+):\/\//i.exec(url)?.[1]?.toLowerCase();
  const usable = scheme === undefined || scheme === "http" || scheme === "https";
  return {
    proxyEnv: { no_proxy: noProxy, ...(url !== "" && usable ? { https_proxy: url } : {}) },
    checkFor(host) {
      if (!usable && !isExempt(host, noProxy)) throw notUsable(name, scheme);
    },
  };
}

function firstOf(environment: Environment, names: readonly string[]): [string?, string?] {
  const name = names.find((each) => environment[each]?.trim());
  return name === undefined ? [] : [name, environment[name]?.trim() ?? ""];
}

/** As curl reads NO_PROXY: `*`, a host, or the end of its name. */
function isExempt(host: string, noProxy: string): boolean {
  const ends = noProxy.split(/[\s,]+/).map((end) => end.replace(/^\*?\./, "").replace(/:\d+$/, ""));
  return ends.some((end) => end === "*" || (end !== "" && (host === end || host.endsWith(`.${end}`))));
}

/** The value may hold a password, so only its scheme is shown. */
function notUsable(name: string, scheme: string): Problem {
  return new Problem({
    code: "authority-proxy",
    message: phrase`${name} names a ${scheme} proxy, and only HTTP proxies can be used here`,
    fix: applied(
      phrase`put an HTTP proxy into httpsidecar.env, HTTPS_PROXY=http://<host>:<port>, or leave the CA out of it with NO_PROXY`,
    ),
    retry: "after-a-fix",
  });
}
