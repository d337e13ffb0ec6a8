import { expect, test } from "vitest";
import { noncePool } from "../../src/acme/nonces.ts";

test("the newest nonce is taken first, and each only once", () => {
  const pool = noncePool();
  for (const nonce of ["old", "new"]) pool.put(nonce);
  expect([pool.take(), pool.take(), pool.take()]).toEqual(["new", "old", undefined]);
});

test("an answer without a nonce adds none", () => {
  const pool = noncePool();
  pool.put(undefined);
  expect(pool.take()).toBeUndefined();
});

test("only so many are kept, the oldest go", () => {
  const pool = noncePool(2);
  for (const nonce of ["a", "b", "c"]) pool.put(nonce);
  expect([pool.take(), pool.take(), pool.take()]).toEqual(["c", "b", undefined]);
});

test("after a failure all are forgotten", () => {
  const pool = noncePool();
  pool.put("a");
  pool.clear();
  expect(pool.take()).toBeUndefined();
});
