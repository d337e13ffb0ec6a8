import { expect, test } from "vitest";
import { filesOf } from "./imports.ts";
import { badInputs, numbersOf } from "./numbers.ts";

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

/** Their inputs are what we make ourselves, no stranger's. */
const ours = ["test/notices/notices.test.ts", "test/renewal/schedule.test.ts"];

test("each file of npm run check that makes up bad inputs is an edge of the page, and each edge has its file", () => {
  const files = [...filesOf("test/**/*.test.ts")].filter(([path]) => !/e2e|integration|simulation|soak/.test(path));
  const making = files.filter(([, text]) => /^import .+ from "fast-check"/m.test(text)).map(([path]) => path);
  expect(badInputs().map(({ file }) => file)).toEqual(
    expect.arrayContaining(making.filter((path) => !ours.includes(path))),
  );
  expect(making).toEqual(expect.arrayContaining(badInputs().map(({ file }) => file)));
});
