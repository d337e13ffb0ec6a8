import { phrase } from "../model/phrase.ts";
import type { Problem } from "../model/problem.ts";
import type { Services } from "./compose-model.ts";
import type { Owner } from "./host.ts";
import type { Kind } from "./kinds.ts";
import { leftAlone } from "./refuse.ts";

interface Program {
  words: RegExp;
  name: string;
  /** how it is given a name */
  advice: (domain: string, to: string) => string;
}

/** What ends TLS on other people's servers; the first that fits. */
const programs: readonly Program[] = [
  {
    words: /nginx-proxy-manager|jc21/,
    name: "Nginx Proxy Manager",
    advice: (domain, to) => phrase`add a proxy host ${domain} to ${to} there, and ask for its SSL certificate`,
  },
  {
    words: /caddy/,
    name: "Caddy",
    advice: (domain, to) =>
      phrase`add "${domain} { reverse_proxy ${to} }" to its Caddyfile; it obtains the certificate itself`,
  },
  {
    words: /cloudflared/,
    name: "Cloudflare Tunnel",
    advice: (domain, to) =>
      phrase`add a public hostname ${domain} to ${to} in the tunnel's settings; Cloudflare has the certificate`,
  },
  {
    words: /(?:jwilder|nginxproxy)\/nginx-proxy|acme-companion/,
    name: "nginx-proxy",
    advice: (domain) => phrase`set VIRTUAL_HOST=${domain} and LETSENCRYPT_HOST=${domain} on your app's service`,
  },
  {
    words: /traefik/,
    name: "Traefik",
    advice: (domain) =>
      phrase`add labels there for nginx: traefik.http.routers.app.rule=Host(\`${domain}\`) and a certresolver; Traefik obtains the certificate itself`,
  },
  {
    words: /cpsrvd|plesk|sw-cp-server|BT-Panel|openresty|lshttpd|litespeed/i,
    name: phrase`a hosting panel`,
    advice: (domain, to) =>
      phrase`create a site ${domain} in the panel as a reverse proxy to ${to}, and turn on HTTPS there`,
  },
  {
    words: /apache|httpd/,
    name: "Apache",
    advice: (domain, to) =>
      phrase`add a virtual host ${domain} with ProxyPass to ${to} there, then: certbot --apache -d ${domain}`,
  },
  {
    words: /nginx/,
    name: phrase`another nginx`,
    advice: (domain, to) =>
      phrase`add a server ${domain} with proxy_pass ${to} there, then: certbot --nginx -d ${domain}`,
  },
  {
    words: /haproxy/,
    name: "HAProxy",
    advice: (domain, to) => phrase`forward ${domain} to ${to} there, and terminate TLS there`,
  },
];

/** What stops attach when something else has the ports that visitors and the authority come to. */
export function tlsElsewhere(port: number, owner: Owner, domain: string, stackPort: number | undefined): Problem {
  const who = describeOwner(owner);
  const program = programs.find(({ words }) => words.test(`${"image" in owner ? owner.image : ""} ${who}`));
  const to = stackPort === undefined ? phrase`this stack` : `http://127.0.0.1:${stackPort}`;
  const advice =
    program?.advice(domain, to) ?? phrase`stop it, or let it forward ${domain} to ${to} and terminate TLS there`;
  const known = program && !who.includes(program.name) ? ` (${program.name})` : "";
  return leftAlone(
    "tls-elsewhere",
    phrase`port ${port} of this host belongs to ${who}${known}, so TLS for ${domain} is terminated there and not in this stack's nginx`,
    orForced(advice),
  );
}

const orForced = (advice: string) =>
  phrase`${advice}; if the world reaches this stack's own ports all the same, add --force`;

/** What a stack is known by, and which of its services run: one of a profile that is not used is in front of nothing. */
export interface SeenServices {
  services: Services;
  isRunning: (service: string) => boolean;
}

/** What stops attach when a proxy of the stack itself ends TLS, or a tunnel does; undefined: none does. */
export function proxyInStack({ services, isRunning }: SeenServices, domain: string): Problem | undefined {
  for (const [service, { image, ports, networkMode, keys }] of Object.entries(services)) {
    const program = programs.find(({ words, name }) => words.test(image) && endsTls.test(name));
    const isPublic = networkMode === "host" || ports.some(({ hostPort }) => hostPort === 80 || hostPort === 443);
    if (!program || !(isPublic || program.name === "Cloudflare Tunnel")) continue;
    if ("profiles" in keys && !isRunning(service)) continue;
    const app = Object.entries(services).find(([name, one]) => name !== service && one.ports.length > 0)?.[0];
    return leftAlone(
      "tls-elsewhere",
      phrase`in this stack ${program.name} (service ${service}) terminates TLS, so ${domain} needs no other certificate`,
      orForced(program.advice(domain, app === undefined ? phrase`your app` : `http://${app}`)),
    );
  }
  return undefined;
}

/** Those that obtain certificates, or are given them elsewhere, and not the web servers that may stand for anything. */
const endsTls = /^(?:Nginx Proxy Manager|Caddy|Cloudflare Tunnel|nginx-proxy|Traefik)$/;

/** In words. */
export function describeOwner(owner: Owner): string {
  switch (owner.by) {
    case "nobody":
      return phrase`none`;
    case "this-stack":
      return phrase`this stack's ${owner.service}`;
    case "container":
      return phrase`container ${owner.name} (${owner.image})${owner.project ? phrase` of project ${owner.project}` : ""}`;
    case "process":
      return owner.name ? phrase`${owner.name}, a program on this host` : phrase`a program on this host`;
  }
}

/** Panels that write the files of their stacks themselves, by where those lie. */
const panels: readonly { path: RegExp; name: string }[] = [
  { path: /^\/data\/compose\/\d+(?:\/|$)|\/portainer(?:_data)?\//, name: "Portainer" },
  { path: /^\/etc\/dokploy\//, name: "Dokploy" },
  { path: /^\/data\/coolify\//, name: "Coolify" },
  { path: /^\/opt\/1panel\//, name: "1Panel" },
];

/** Folders of docker/ in this repository. */
const templates: Readonly<Record<Kind, string>> = {
  ...{ dify: "dify", own: "dify", app: "open-webui", "own-conf": "own-conf", "renew-only": "renew-only" },
};

/** What stops attach in a folder whose files somebody else writes; undefined: nobody does. */
export function managedElsewhere(folder: string, labels: readonly string[], kind: Kind): Problem | undefined {
  const coolify = labels.some((label) => label.startsWith("coolify.")) ? "Coolify" : undefined;
  const panel = panels.find(({ path }) => path.test(folder))?.name ?? coolify;
  if (panel === undefined) return undefined;
  return leftAlone(
    "managed-elsewhere",
    phrase`${folder} belongs to ${panel}, which rewrites .env and the compose file on each deployment`,
    phrase`put the services of docker/${templates[kind]}/docker-compose.override.yaml and CERTBOT_DOMAIN into ${panel}'s own editor; or add --force`,
  );
}
