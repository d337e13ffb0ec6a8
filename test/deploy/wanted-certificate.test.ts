import { expect, it } from "vitest";
import { wantedCertificate } from "../../src/deploy/wanted-certificate.ts";
import type { CompanionAnswer } from "../../src/model/companion.ts";

const nothing = { nginx: false, https: false, challenge: false, off: false, notes: [] };
const saying = (code: CompanionAnswer["code"], output: string) => ({ ask: async () => ({ ...nothing, code, output }) });
const complaint = (path: string, what = "certificate") =>
  `nginx: [emerg] cannot load ${what} "${path}": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)`;
const wanted = (words: string, domainAsTyped = "dify.test") =>
  wantedCertificate(saying("certificate-missing", words), domainAsTyped);

it.each([
  ["/etc/letsencrypt/live/dify.test/fullchain.pem", { certificate: "fullchain.pem", key: "privkey.pem" }],
  ["/etc/letsencrypt/live/dify.test/site.crt", { certificate: "site.crt", key: "site.key" }],
  ["/etc/ssl/dify.crt", { certificate: "dify.crt", key: "dify.key" }],
])("the file that nginx names is wanted, and the key that goes with it: %s", async (path, files) => {
  expect(await wanted(complaint(path))).toEqual(files);
});

it("a key that is missing tells the certificate", async () => {
  expect(await wanted(complaint("/etc/ssl/dify.key", "certificate key"))).toEqual({
    certificate: "dify.crt",
    key: "dify.key",
  });
});

it.each(["/etc/letsencrypt/live/other.test/fullchain.pem", "/etc/letsencrypt/live/dify.test/../x.pem", "/root/a.pem"])(
  "a file elsewhere is none of ours, and nginx's words are told: %s",
  async (path) => {
    await expect(wanted(complaint(path))).rejects.toMatchObject({
      code: "certificate-missing",
      message: expect.stringContaining(path),
      fix: expect.stringContaining("NGINX_HTTPS_ENABLED=false"),
    });
  },
);

it("an nginx that something else keeps down is told in the companion's words", async () => {
  const words = "nginx exits as soon as it starts: unknown directive\nfix: mend it";
  await expect(wantedCertificate(saying("no-nginx", words), "dify.test")).rejects.toMatchObject({
    code: "no-nginx",
    message: expect.stringContaining("unknown directive"),
    fix: "mend it",
  });
});

it.each(["not-ready", "unchanged", "docker-failed"] as const)(
  "nothing is wanted when it is not that which keeps nginx from starting: %s",
  async (code) => {
    expect(await wantedCertificate(saying(code, ""), "dify.test")).toBeUndefined();
  },
);
