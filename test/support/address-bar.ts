import type { Page } from "playwright-core";
import { eventually } from "./wire.ts";

/** What Chromium shows at the left of an address: a warning, or the sign of a connection that is safe. */
export type SecurityState = "insecure" | "secure";

/** Before docker/attach and after it, as attach-dify.test.ts sees it in a real Chromium. */
export const judgements: readonly [SecurityState, SecurityState] = ["insecure", "secure"];

/** Chromium's own judgement of the page that it opens at this address. */
export async function judgementOf(page: Page, url: string): Promise<string> {
  const session = await page.context().newCDPSession(page);
  let state = "unknown";
  session.on("Security.visibleSecurityStateChanged", ({ visibleSecurityState }) => {
    state = visibleSecurityState.securityState;
  });
  await session.send("Security.enable");
  await page.goto(url);
  await eventually(async () => {
    if (!["insecure", "secure"].includes(state)) throw new Error(`Chromium judges ${url} as ${state}`);
  });
  await session.detach();
  return state;
}

const [width, height] = [460, 44];

/** Two address bars, one below the other: before and after. */
export function addressBars(bars: readonly { state: SecurityState; url: string; warning: string }[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bars.length * height + 8}">`,
    `<title>${bars.map(({ url }) => url).join(", ")}</title>`,
    `<g font-family="system-ui,sans-serif" font-size="15">`,
    ...bars.map((bar, at) => `<g transform="translate(4 ${4 + at * height})">${drawn(bar)}</g>`),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function drawn({ state, url, warning }: { state: SecurityState; url: string; warning: string }): string {
  const pill = `<rect width="${width - 8}" height="${height - 6}" rx="19" fill="#f1f3f4"/>`;
  if (state === "secure") return `${pill}${lock}<text x="42" y="24" fill="#202124">${url}</text>`;
  return `${pill}${sign}<text x="42" y="24" fill="#c5221f">${warning}<tspan dx="12" fill="#202124">${url}</tspan></text>`;
}

const lock =
  '<g fill="none" stroke="#188038" stroke-width="2"><rect x="17" y="17" width="14" height="11" rx="2" fill="#188038"/><path d="M20 17v-3a4 4 0 0 1 8 0v3"/></g>';
const sign =
  '<path d="M24 10l9 17h-18z" fill="none" stroke="#c5221f" stroke-width="2" stroke-linejoin="round"/><path d="M24 16v5m0 2v2" stroke="#c5221f" stroke-width="2"/>';
