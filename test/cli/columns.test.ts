import { expect, it } from "vitest";
import { columnsOf, padded, wrapped } from "../../src/cli/columns.ts";

it("counts two columns for a Chinese or Japanese character and one for a Latin letter", () => {
  expect(columnsOf("nginx 证书")).toBe(10);
  expect(columnsOf("証明書、OK")).toBe(10);
});

it("pads to the same column in every language", () => {
  expect([padded("next", 8), padded("下一步", 8)]).toEqual(["next    ", "下一步  "]);
});

it("breaks between words, and leaves whole what is longer than a line", () => {
  expect(wrapped("see  what\nstands there", 10)).toEqual(["see what", "stands", "there"]);
  expect(wrapped("a https://dify.test/long b", 6)).toEqual(["a", "https://dify.test/long", "b"]);
});

it("breaks between wide characters, never before what closes a phrase nor within a command", () => {
  expect(wrapped("证书还没有，请等待", 10)).toEqual(["证书还没", "有，请等待"]);
  expect(wrapped("（次の更新）です", 12)).toEqual(["（次の更新）", "です"]);
  expect(wrapped("请运行：update-cert", 14)).toEqual(["请运行：", "update-cert"]);
});
