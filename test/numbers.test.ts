import { expect, test } from "vitest";
import { numbersOf } from "./numbers.ts";

test("the table counts lines, functions that have a body, lines of comment and circles", () => {
  const files = new Map([
    [
      "src/a.ts",
      '/** What it is. */\nexport function a(): number {\n  // why\n  return 1;\n}\nconst b = () => "/* no */";\n',
    ],
    ["src/b.ts", 'import type { C } from "./c.ts";\n/*\n * two\n */\nexport const d = { e() {} };\n'],
    ["src/c.ts", 'import { d } from "./b.ts";\nexport type C = typeof d;\n'],
  ]);
  expect(numbersOf(files)).toEqual({
    ...{ files: 3, lines: 13, medianFile: 5, longestFile: 6 },
    ...{ functions: 2, medianFunction: 4, longestFunction: 4, shortShare: 1 },
    ...{ commentShare: 5 / 13, circles: 1 },
  });
});
