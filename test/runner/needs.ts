import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Step } from "./steps.ts";

/** What one test file wants to find. */
export interface Needs {
  steps: readonly Step[];
  packages: readonly string[];
  images: readonly string[];
}

/** By what stands in the file or in what it imports from test/. */
const packageSigns: Readonly<Record<string, RegExp>> = {
  acl: /\bsetfacl\b/,
  certbot: /execa\("certbot"|"certbot", \[/,
  "python3-configobj": /configobj/,
  "python3-aiosmtpd": /mail\.py/,
  systemd: /systemd-analyze/,
  tmux: /"tmux"/,
  knot: /"knotd"/,
  unbound: /"unbound"/,
  "pdns-backend-sqlite3": /"pdns_server"/,
  lego: /"lego"/,
  "python3-certbot-dns-rfc2136": /"--dns-rfc2136"/,
  "testssl.sh": /setup\/testssl/,
  chromium: /playwright-core/,
  "libnss3-tools": /playwright-core/,
};

const stepSigns: Partial<Record<Step, RegExp>> = {
  pebble: /setup\/pebble/,
  nginx: /setup\/nginx/,
  prometheus: /setup\/prometheus/,
  "web-servers": /setup\/web-servers/,
  image: /\breadImages\(/,
};

/** What a test file needs, by its words and those of what it imports. */
export function needsOf(file: string): Needs {
  const own = readFileSync(file, "utf8");
  const all = [...closure(file)].map((path) => readFileSync(path, "utf8")).join("\n");
  const found = <K extends string>(signs: Partial<Record<K, RegExp>>) =>
    (Object.entries(signs) as [K, RegExp][]).filter(([, sign]) => sign.test(all)).map(([name]) => name);
  const packages = found(packageSigns);
  const steps = found(stepSigns);
  const stack = all.includes("pebbleService(") ? ["nginx", "pebble"] : [];
  const others = ["certbot", "certbot4", "certbot2", "haproxy"].filter((image) => isNamed(image, own, all));
  return {
    steps: packages.length > 0 ? ["packages", ...steps] : steps,
    packages,
    images: ["node", ...stack, ...others],
  };
}

/** An image of a stack's kind is named by the story (Dify's has certbot); certbot's are asked for where they are used. */
function isNamed(image: string, own: string, all: string): boolean {
  if (image === "haproxy") return /["']haproxy["']/.test(own);
  if (image === "certbot" && /["']dify["']/.test(own)) return true;
  return new RegExp(`(?:images|readImages\\(\\))\\.${image}\\b|\\{[^}]*\\b${image}\\b[^}]*\\} = readImages`).test(all);
}

/** The file and what it imports under test/, each once. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)) {
    const imported = join(dirname(file), path);
    if (/(?:^|\/)test\/(?!runner\/)/.test(imported)) closure(imported, seen);
  }
  return seen;
}
