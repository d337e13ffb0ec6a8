import { describe, expect, test } from "vitest";
import {
  appliedTo,
  behind,
  envFileAfter,
  inEffect,
  isChallengeWanted,
  reconcileOperatorEdits as reconcile,
  type Start,
  toWrite,
  valuesFor,
} from "../../src/companion/desired-state.ts";
import type { Memory, SettingsPlan, SwitchValues } from "../../src/companion/parts.ts";

const memory = (given: Partial<Memory> = {}): Memory => ({
  https: "on",
  challenge: false,
  lastWritten: { NGINX_HTTPS_ENABLED: "true" },
  envFileSaid: undefined,
  writtenAt: "2026-11-20T12:00:00.000Z",
  said: [],
  extras: undefined,
  applied: undefined,
  ...given,
});

/** Where the env file itself is the file that was written, it has nothing to add. */
const reconcileOperatorEdits = (before: Memory, files: SwitchValues, at: Start) =>
  reconcile(before, files, at, { https: files.NGINX_HTTPS_ENABLED });

const start = (environment: Record<string, string> = {}, createdAt = "2026-11-20T11:00:00Z") => ({
  id: "nginx1",
  startedAt: "2026-11-20T11:00:01Z",
  createdAt,
  environment,
});

describe("the variables of a wish", () => {
  test("for on: the switch, the domain as typed, and the names of Let's Encrypt's files", () => {
    const shipped = { NGINX_SSL_CERT_FILENAME: "dify.crt", NGINX_SSL_CERT_KEY_FILENAME: "" };
    expect(valuesFor({ https: "on", challenge: false }, shipped, "A.example,b.example")).toEqual({
      NGINX_HTTPS_ENABLED: "true",
      NGINX_SSL_CERT_FILENAME: "fullchain.pem",
      NGINX_SSL_CERT_KEY_FILENAME: "privkey.pem",
      CERTBOT_DOMAIN: "A.example,b.example",
    });
  });

  test("keep file names that the operator chose", () => {
    const ownStack = { NGINX_SSL_CERT_FILENAME: "own.crt", NGINX_SSL_CERT_KEY_FILENAME: "own.key" };
    expect(valuesFor({ https: "on", challenge: true }, ownStack, "")).toEqual({
      NGINX_HTTPS_ENABLED: "true",
      NGINX_ENABLE_CERTBOT_CHALLENGE: "true",
    });
  });

  test("with HTTPS the challenge is wanted where the templates have a switch for it", () => {
    expect(isChallengeWanted({ challenge: false }, { NGINX_ENABLE_CERTBOT_CHALLENGE: "false" })).toBe(true);
    expect(isChallengeWanted({ challenge: false }, { NGINX_PORT: "80" })).toBe(false);
    expect(isChallengeWanted({ challenge: true }, {})).toBe(true);
  });

  test("for off: the switch alone; unset: none", () => {
    expect(valuesFor({ https: "off", challenge: false }, {}, "a.example")).toEqual({ NGINX_HTTPS_ENABLED: "false" });
    expect(valuesFor({ https: "unset", challenge: false }, {}, "a.example")).toEqual({});
  });

  test("never bring CERTBOT_DOMAIN into Compose's files", () => {
    expect(toWrite({ NGINX_HTTPS_ENABLED: "true", CERTBOT_DOMAIN: "a.example" })).toEqual({
      NGINX_HTTPS_ENABLED: "true",
    });
  });
});

describe("what is in effect", () => {
  const applied = { id: "nginx1", startedAt: "2026-11-20T11:00:01Z", values: { NGINX_HTTPS_ENABLED: "true" } };

  test("is the container's environment and what was replayed since this start", () => {
    expect(inEffect(start({ A: "1", NGINX_HTTPS_ENABLED: "false" }), applied)).toEqual({
      A: "1",
      NGINX_HTTPS_ENABLED: "true",
    });
  });

  test("forgets a replay once the container was started again", () => {
    expect(appliedTo({ id: "nginx1", startedAt: "2026-11-20T11:05:00Z" }, applied)).toEqual({});
  });

  test("is behind where a value differs; an unset switch is as good as false", () => {
    expect(behind({ NGINX_HTTPS_ENABLED: "false", CERTBOT_DOMAIN: "a" }, { CERTBOT_DOMAIN: "" })).toEqual({
      CERTBOT_DOMAIN: "a",
    });
  });
});

describe("a person's edit", () => {
  test("from our true to false switches off, and is remembered as theirs", () => {
    const heard = reconcileOperatorEdits(
      memory(),
      { NGINX_HTTPS_ENABLED: "false" },
      start({ NGINX_HTTPS_ENABLED: "false" }),
    );
    expect(heard.news).toBe("switched-off");
    expect(heard.memory).toMatchObject({ https: "off-by-operator", lastWritten: { NGINX_HTTPS_ENABLED: "false" } });
  });

  test("that removed the line is none: a tool may have written the file anew", () => {
    expect(reconcileOperatorEdits(memory(), {}, start())).toEqual({ memory: memory(), news: undefined });
  });

  test("is not seen where we wrote nothing", () => {
    const never = memory({ lastWritten: {} });
    expect(reconcileOperatorEdits(never, { NGINX_HTTPS_ENABLED: "false" }, start()).news).toBeUndefined();
  });

  test("to true, with nginx made anew, switches on again", () => {
    const off = memory({ https: "off-by-operator", lastWritten: { NGINX_HTTPS_ENABLED: "false" } });
    const heard = reconcileOperatorEdits(off, { NGINX_HTTPS_ENABLED: "true" }, start({ NGINX_HTTPS_ENABLED: "true" }));
    expect(heard).toMatchObject({ news: "switched-on", memory: { https: "on" } });
  });

  test("does not switch on while nginx only repeats the value of before disable-https", () => {
    const off = memory({ https: "off", lastWritten: { NGINX_HTTPS_ENABLED: "false" } });
    expect(
      reconcileOperatorEdits(off, { NGINX_HTTPS_ENABLED: "false" }, start({ NGINX_HTTPS_ENABLED: "true" })).news,
    ).toBeUndefined();
  });
});

describe("a container made with another value than the files say", () => {
  const files = { NGINX_HTTPS_ENABLED: "true" };

  test("after our write is overruled", () => {
    expect(
      reconcileOperatorEdits(memory(), files, start({ NGINX_HTTPS_ENABLED: "false" }, "2026-11-20T12:00:01Z")).news,
    ).toBe("overruled");
  });

  test("before our write is only behind", () => {
    expect(reconcileOperatorEdits(memory(), files, start({ NGINX_HTTPS_ENABLED: "false" })).news).toBeUndefined();
  });
});

describe("an env file beneath our override that says true", () => {
  const override = { NGINX_HTTPS_ENABLED: "true" };
  const reconcileBeneath = (envFileSaid: string | undefined, https: string | undefined) =>
    reconcile(memory({ envFileSaid }), override, start({ NGINX_HTTPS_ENABLED: "true" }), { https });

  test("switches off when it changes to something other than true", () => {
    expect(reconcileBeneath("true", "false")).toMatchObject({
      news: "switched-off-beneath",
      memory: { https: "off-by-operator" },
    });
    expect(reconcileBeneath("", "false").news).toBe("switched-off-beneath");
  });

  test.each([
    ["that said false already, as it is shipped", "false", "false"],
    ["from which the line was removed", "true", undefined],
    ["of which nothing is known from before", undefined, "false"],
    ["that agrees", "true", "true"],
  ])("%s tells nothing", (_, before, now) => {
    expect(reconcileBeneath(before, now)).toEqual({ memory: memory({ envFileSaid: before }), news: undefined });
  });

  test("that was brought to true meanwhile switches off when it goes back", () => {
    const { memory: agreed, news } = reconcileBeneath("false", "true");
    expect(news).toBeUndefined();
    expect(reconcile(agreed, override, start(), { https: "false" }).news).toBe("switched-off-beneath");
  });

  describe("while HTTPS is off", () => {
    const off = { NGINX_HTTPS_ENABLED: "false" };
    const reconcileOff = (envFileSaid: string | undefined, https: string | undefined) =>
      reconcile(memory({ https: "off", lastWritten: off, envFileSaid }), off, start(off), { https });

    test("switches on when it comes to true", () => {
      expect(reconcileOff("false", "true")).toMatchObject({ news: "switched-on-beneath", memory: { https: "on" } });
    });

    test("tells nothing when it said true all along, until it went to false and back", () => {
      expect(reconcileOff("true", "true").news).toBeUndefined();
      expect(reconcileOff(undefined, "true").news).toBeUndefined();
      const { memory: went, news } = reconcileOff("true", "false");
      expect(news).toBeUndefined();
      expect(reconcile(went, off, start(off), { https: "true" }).news).toBe("switched-on-beneath");
    });

    test("is heard again after it switched off itself", () => {
      const { memory: wentOff } = reconcileBeneath("true", "false");
      expect(reconcile(wentOff, off, start(off), { https: "true" }).news).toBe("switched-on-beneath");
    });
  });

  test("is remembered as it is, or as we write it", () => {
    const plan = { path: "", service: "nginx", before: undefined, after: Buffer.from(""), passedOver: [] };
    const into = (where: "env" | "override"): SettingsPlan => ({ ...plan, where, values: override });
    const envFile = { readable: true, domain: undefined };
    expect(envFileAfter(into("override"), { ...envFile, https: "false" })).toBe("false");
    expect(envFileAfter(into("override"), { ...envFile, https: undefined })).toBe("");
    expect(envFileAfter(into("env"), { ...envFile, https: "false" })).toBe("true");
    expect(envFileAfter(into("override"), { ...envFile, readable: false, https: undefined })).toBeUndefined();
  });
});
