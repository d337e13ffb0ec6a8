import { phrase } from "../../model/phrase.ts";
import type { Directive } from "../../stack-files/nginx-tokens.ts";
import { chosenFor, rankIn } from "../../stack-files/server-blocks.ts";
import type { NginxPorts } from "../nginx-ports.ts";
import { type Block, byHand, deeper, directly } from "./blocks.ts";
import type { ByHand } from "./by-hand.ts";

interface Around {
  /** every block of nginx */
  all: readonly Block[];
  /** which this one answers */
  domains: readonly string[];
  ports: NginxPorts;
}

/** Why this block cannot simply listen on TLS as well. */
export function obstacleIn(block: Block, { all, domains, ports }: Around): ByHand | undefined {
  const { file } = block;
  if (!file.source) return byHand(phrase`${file.path} is not a file of the stack's folder`, block);
  if (generated.test(file.text.slice(0, file.directives[0]?.from)))
    return byHand(phrase`another program writes ${file.source.name}, as its first lines say`, block);
  if (!isBalanced(file.directives)) return byHand(phrase`its braces are not balanced`, block);
  return tlsIn(block, ports.https) ?? answerIn(block, domains) ?? tlsBeside(block, all, domains, ports.https);
}

/** What generators of files write on top. */
const generated =
  /^[ \t]*#.*(?:do not (?:edit|modify|change)|auto-?generated|generated (?:by|from)|managed by (?!certbot))/im;

function isBalanced(directives: readonly Directive[]): boolean {
  let depth = 0;
  for (const directive of directives) {
    depth += deeper(directive);
    if (depth < 0) return false;
  }
  return depth === 0;
}

function tlsIn(block: Block, https: number): ByHand | undefined {
  const listen = firstIn(block, ({ words: [name, ...rest] }) => name === "listen" && rest.includes("ssl"));
  if (listen) return byHand(phrase`it listens on TLS already`, ...listen);
  if (block.listens.some(({ port }) => port === https)) return byHand(phrase`it listens on TLS already`, block);
  const pair = firstIn(block, ({ words: [name] }) => name === "ssl_certificate");
  return pair && byHand(phrase`it has a certificate already`, ...pair);
}

function answerIn(block: Block, domains: readonly string[]): ByHand | undefined {
  const wrapped = firstIn(block, ({ words: [name, ...rest] }) => name === "listen" && rest.includes("proxy_protocol"));
  if (wrapped) return byHand(phrase`it expects the PROXY protocol`, ...wrapped);
  const isRedirect = redirecting(block, domains);
  const redirect = firstIn(block, isRedirect);
  if (redirect) return byHand(phrase`it redirects to HTTPS already`, ...redirect);
  const answer = directly(block).find(({ words: [name] }) => name === "return");
  return answer && byHand(phrase`it answers every request itself`, block, answer);
}

/** Another block with TLS that answers one of the names, or would come in this one's way. */
function tlsBeside(block: Block, all: readonly Block[], domains: readonly string[], https: number): ByHand | undefined {
  const there = all.filter((each) => each === block || each.listens.some(({ port }) => port === https));
  for (const domain of domains) {
    const isBetter = (other: Block) => rankIn(other, domain) >= Math.max(0, rankIn(block, domain));
    const other = there.find((each) => each !== block && isBetter(each)) ?? chosenFor(domain, https, there);
    if (other !== block) return byHand(phrase`another server block answers over HTTPS there`, other ?? block);
  }
  return undefined;
}

function firstIn({ parts }: Block, fits: (directive: Directive) => boolean) {
  for (const part of parts) {
    const found = part.directives.find(fits);
    if (found) return [part, found] as const;
  }
  return undefined;
}

/** Tells a redirect to the site's own HTTPS, also one through a variable, from one to another site. */
function redirecting({ parts, names }: Block, domains: readonly string[]): (directive: Directive) => boolean {
  const variables = new Map(
    parts.flatMap(({ directives }) =>
      directives.flatMap(({ words: [name, variable = "", value = ""] }) =>
        name === "set" ? [[variable, value] as const] : [],
      ),
    ),
  );
  const leadsHere = (value: string) => {
    const [, host = ""] =
      /^https:\/\/([^/:?]*)/.exec(value.replace(/^\$\w+/, (name) => variables.get(name) ?? name)) ?? [];
    return host.includes("$") || [...domains, ...names].includes(host);
  };
  return ({ words: [name, ...values] }) => ["return", "rewrite"].includes(name ?? "") && values.some(leadsHere);
}
