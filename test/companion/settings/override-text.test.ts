import { describe, expect, test } from "vitest";
import {
  changeOverrideText,
  readOverrideText,
  restoreOverrideText,
} from "../../../src/companion/settings/override-text.ts";

const name = "compose.override.yaml";
const change = (text: string | undefined, values: Record<string, string>) =>
  changeOverrideText(text === undefined ? undefined : Buffer.from(text), "nginx", values, name).toString();

const attached = [
  "services:",
  "  certbot:",
  "    image: httpsidecar",
  '  "nginx":',
  "    environment:",
  "      OTHER: person's",
  "      # httpsidecar: begin",
  '      NGINX_ENABLE_CERTBOT_CHALLENGE: "true"',
  "      # httpsidecar: end",
  "    restart: always",
  "",
].join("\n");

describe("a file of our own", () => {
  test("says what it is and how to be rid of it, and holds only our keys", () => {
    expect(
      change(undefined, { NGINX_HTTPS_ENABLED: "true", NGINX_SSL_CERT_FILENAME: "fullchain.pem" }),
    ).toMatchInlineSnapshot(`
      "# httpsidecar: this file belongs to certbot-companion, which writes it anew when a value below changes.
      # A new nginx container starts with what was switched on in the running one, because Compose reads this file by itself.
      # To go back: docker compose exec certbot httpsidecar disable-https; to be rid of it: delete this file and run docker compose up -d.
      services:
        "nginx":
          environment:
            NGINX_HTTPS_ENABLED: "true"
            NGINX_SSL_CERT_FILENAME: "fullchain.pem"
      "
    `);
  });

  test("keeps what it set before", () => {
    const first = change(undefined, { NGINX_ENABLE_CERTBOT_CHALLENGE: "true" });
    const second = changeOverrideText(Buffer.from(first), "nginx", { NGINX_HTTPS_ENABLED: "true" }, name);
    expect(readOverrideText(second, "nginx", name)).toEqual({
      NGINX_HTTPS_ENABLED: "true",
      NGINX_ENABLE_CERTBOT_CHALLENGE: "true",
    });
  });
});

describe("a person's file with our block", () => {
  test("changes inside the block only", () => {
    expect(change(attached, { NGINX_HTTPS_ENABLED: "true" })).toBe(
      attached.replace(
        "      # httpsidecar: begin\n",
        '      # httpsidecar: begin\n      NGINX_HTTPS_ENABLED: "true"\n',
      ),
    );
  });

  test("keeps CRLF line ends", () => {
    const windows = attached.replaceAll("\n", "\r\n");
    expect(change(windows, { NGINX_HTTPS_ENABLED: "true" })).toBe(
      windows.replace("# httpsidecar: begin\r\n", '# httpsidecar: begin\r\n      NGINX_HTTPS_ENABLED: "true"\r\n'),
    );
  });

  test("goes back to the block as it was, keeping other edits", () => {
    const now = `# typed since\n${change(attached, { NGINX_HTTPS_ENABLED: "true" })}`;
    const back = restoreOverrideText(Buffer.from(now), Buffer.from(attached), "nginx", name);
    expect(back?.toString()).toBe(`# typed since\n${attached}`);
  });

  test.each([
    ["no block", attached.replace("      # httpsidecar: begin\n", ""), "has no httpsidecar block"],
    [
      "two blocks",
      attached.replace("    restart: always\n", "      # httpsidecar: begin\n"),
      "has no httpsidecar block",
    ],
    [
      "another indentation at the end",
      attached.replace("      # httpsidecar: end", "    # httpsidecar: end"),
      "has no httpsidecar block",
    ],
    [
      "a block under another service",
      attached.replace('  "nginx":', "  web:"),
      "is not under services.nginx.environment",
    ],
    ["a block that is not under environment", attached.replace("environment:", "labels:"), "is not under"],
    ["an anchor on the way", attached.replace("environment:", "environment: &e"), "is not under"],
    [
      "one of our keys beside the block",
      attached.replace("OTHER: person's", "NGINX_HTTPS_ENABLED: x"),
      "outside its block",
    ],
    [
      "one of our keys as a list item",
      attached.replace("OTHER: person's", "- NGINX_HTTPS_ENABLED=x"),
      "outside its block",
    ],
  ])("is left alone with %s", (_, text, message) => {
    expect(() => change(text, { NGINX_HTTPS_ENABLED: "true" })).toThrow(message);
  });
});

test("a value that YAML or Compose could take for something else is not written", () => {
  expect(() => change(undefined, { NGINX_SSL_CERT_FILENAME: '"$X' })).toThrow("needs quoting");
});
