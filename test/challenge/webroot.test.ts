import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { webroot } from "../../src/challenge/webroot.ts";

let base: string;
let folder: string;
const challenges = () => join(folder, ".well-known", "acme-challenge");
const mode = async (path: string) => ((await lstat(path)).mode & 0o7777).toString(8);

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "webroot-"));
  folder = join(base, "www");
  await mkdir(folder);
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe("presenting a token", () => {
  test("writes the key authorization, readable for everyone, without a newline", async () => {
    await webroot(folder).present("tok_en-1", "tok_en-1.thumbprint");
    expect(await readFile(join(challenges(), "tok_en-1"), "utf8")).toBe("tok_en-1.thumbprint");
    expect(await mode(join(challenges(), "tok_en-1"))).toBe("644");
  });

  test("makes folders that a web server can enter, whatever the umask is", async () => {
    const before = process.umask(0o077);
    try {
      await webroot(folder).present("token", "token.thumbprint");
    } finally {
      process.umask(before);
    }
    expect(await mode(join(folder, ".well-known"))).toBe("755");
    expect(await mode(challenges())).toBe("755");
    expect(await mode(join(challenges(), "token"))).toBe("644");
  });

  test.runIf(process.getuid?.() === 0)("gives new folders the owner of the webroot", async () => {
    await chown(folder, 1234, 2345);
    await webroot(folder).present("token", "token.thumbprint");
    const { uid, gid } = await stat(challenges());
    expect([uid, gid]).toEqual([1234, 2345]);
  });

  test("leaves the modes of folders that were there", async () => {
    await mkdir(challenges(), { recursive: true });
    await chmod(challenges(), 0o711);
    await webroot(folder).present("token", "token.thumbprint");
    expect(await mode(challenges())).toBe("711");
  });

  test("replaces a token that a killed run left", async () => {
    await mkdir(challenges(), { recursive: true });
    await writeFile(join(challenges(), "token"), "token.old");
    await webroot(folder).present("token", "token.new");
    expect(await readFile(join(challenges(), "token"), "utf8")).toBe("token.new");
  });
});

describe("cleaning up", () => {
  test("takes away the token and the folders that were made", async () => {
    const responder = webroot(folder);
    await responder.present("token", "token.thumbprint");
    await responder.cleanUp("token");
    expect(await readdir(folder)).toEqual([]);
  });

  test("keeps the folders while another token is in them", async () => {
    const responder = webroot(folder);
    await Promise.all([responder.present("one", "one.t"), responder.present("two", "two.t")]);
    await responder.cleanUp("one");
    expect(await readdir(challenges())).toEqual(["two"]);
    await responder.cleanUp("two");
    expect(await readdir(folder)).toEqual([]);
  });

  test("leaves folders that were there before", async () => {
    await mkdir(challenges(), { recursive: true });
    const responder = webroot(folder);
    await responder.present("token", "token.thumbprint");
    await responder.cleanUp("token");
    expect(await readdir(challenges())).toEqual([]);
  });

  test("has nothing to do when nothing was presented", async () => {
    await webroot(folder).cleanUp("token");
    expect(await readdir(folder)).toEqual([]);
  });

  test("has nothing to do when the webroot itself is gone", async () => {
    const responder = webroot(folder);
    await responder.present("token", "token.thumbprint");
    await rm(folder, { recursive: true });
    await expect(responder.cleanUp("token")).resolves.toBeUndefined();
  });
});

describe("another process that removes the empty folders which it made", () => {
  type Removing = (until: Promise<unknown>) => Promise<void>;
  const notAtAll: Removing = async () => undefined;

  /** Presents and takes away, again and again, as doctor does beside the loop. */
  async function comeAndGo(token: string, removing = notAtAll): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      const responder = webroot(folder);
      const presented = responder.present(token, `${token}.thumbprint`);
      await Promise.all([presented, removing(presented)]);
      expect(await readFile(join(challenges(), token), "utf8")).toBe(`${token}.thumbprint`);
      await responder.cleanUp(token);
    }
  }

  /** Fewer removals than a presentation has tries: else a busy machine, not the responder, decides which of them wins. */
  const removals = (...paths: string[]): Removing => {
    return async (until) => {
      let isOver = false;
      until.finally(() => (isOver = true)).catch(() => undefined);
      for (let left = 5; !isOver && left > 0; await turn()) {
        for (const path of paths) if (left > 0 && (await removed(path))) left -= 1;
      }
    };
  };
  const removed = (path: string) =>
    rmdir(path).then(
      () => true,
      () => false,
    );

  test("is no reason to call the webroot missing", async () => {
    await comeAndGo("doctor", removals(challenges(), join(folder, ".well-known")));
  });

  test("nor where it presents and takes away itself", async () => {
    await Promise.all([comeAndGo("doctor"), comeAndGo("loop")]);
  });

  test("nor where .well-known stays, since it has other files", async () => {
    await mkdir(join(folder, ".well-known"));
    await writeFile(join(folder, ".well-known", "security.txt"), "");
    await comeAndGo("doctor", removals(challenges()));
    expect(await readdir(join(folder, ".well-known"))).toContain("security.txt");
  });
});

describe("a webroot in a stranger's hands", () => {
  test.each(["../escape", "a/b", "", ".", "a.b", "tok\nen", "ü", "x".repeat(201)])(
    "a token %j never becomes a file name",
    async (token) => {
      await expect(webroot(folder).present(token, "x")).rejects.toMatchObject({ code: "bad-token" });
      await expect(webroot(folder).cleanUp(token)).rejects.toMatchObject({ code: "bad-token" });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test("a link in the place of .well-known is refused, and its target stays empty", async () => {
    await mkdir(join(base, "elsewhere"));
    await symlink(join(base, "elsewhere"), join(folder, ".well-known"));
    await expect(webroot(folder).present("token", "x")).rejects.toMatchObject({
      code: "webroot-not-a-folder",
      retry: "look",
    });
    expect(await readdir(join(base, "elsewhere"))).toEqual([]);
  });

  test("a link in the place of acme-challenge is refused, and its target stays as it is", async () => {
    await mkdir(join(base, "elsewhere"));
    await writeFile(join(base, "elsewhere", "token"), "precious");
    await mkdir(join(folder, ".well-known"));
    await symlink(join(base, "elsewhere"), challenges());
    await expect(webroot(folder).present("token", "x")).rejects.toMatchObject({ code: "webroot-not-a-folder" });
    await expect(webroot(folder).cleanUp("token")).rejects.toMatchObject({ code: "webroot-not-a-folder" });
    expect(await readFile(join(base, "elsewhere", "token"), "utf8")).toBe("precious");
  });

  test("a link in the place of the token is replaced, not written through", async () => {
    await writeFile(join(base, "victim"), "precious");
    await mkdir(challenges(), { recursive: true });
    await symlink(join(base, "victim"), join(challenges(), "token"));
    await webroot(folder).present("token", "token.thumbprint");
    expect(await readFile(join(base, "victim"), "utf8")).toBe("precious");
    expect((await lstat(join(challenges(), "token"))).isFile()).toBe(true);
  });

  test("a folder in the place of the token is an error in words", async () => {
    await mkdir(join(challenges(), "token"), { recursive: true });
    await expect(webroot(folder).present("token", "x")).rejects.toMatchObject({ code: "webroot-not-a-folder" });
  });
});

test("a webroot that is not mounted says what to mount", async () => {
  const missing = join(base, "missing");
  await expect(webroot(missing).present("token", "x")).rejects.toMatchObject({
    code: "webroot-missing",
    message: `the webroot ${missing} is not there`,
    fix: expect.stringContaining(
      `mount the folder that nginx serves into the certbot service: ./volumes/certbot/www:${missing}`,
    ),
    retry: "look",
  });
});
