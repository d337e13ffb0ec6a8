import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { resolve } from "node:path";
import { build } from "esbuild";

// A few files instead of node_modules take less time to start and less memory, and keep code that is never called out of
// the image.

/** Dependencies of packages whose code is never reached: acme-client's own transport and legacy crypto, which
 * src/acme/transport.ts replaces; dockerode's ssh and BuildKit sessions. */
const unreached = ["axios", "node-forge", "ssh2", "@grpc/grpc-js", "@grpc/proto-loader", "protobufjs", "cpu-features"];

// Packages configure them as they load, so a stub that accepts any call replaces them.
const stub =
  "const nobody = new Proxy(function () {}, { get: (_, key) => key === '__esModule' || typeof key === 'symbol' ? undefined : nobody, apply: () => nobody, construct: () => nobody }); module.exports = nobody;";

const leaveOut = {
  name: "leave-out",
  setup(bundle) {
    const filter = new RegExp(`^(${unreached.join("|")})$`);
    bundle.onResolve({ filter }, ({ path }) => ({ path, namespace: "unreached" }));
    bundle.onLoad({ filter: /.*/, namespace: "unreached" }, () => ({ contents: stub, loader: "js" }));
  },
};

// Importing a module of Node's as an ES module reads all of its exports, and loads parts that nothing here uses (undici
// behind node:http, Web Crypto behind node:crypto): a tenth of a check with nothing due, and some memory. Exports of the
// plain object are read one by one. Modules in `late` load with their first use, so that importing them costs nothing.
const late = ["node:dns/promises", "node:http", "node:https", "node:net", "node:tls"];
const plainNode = {
  name: "plain-node",
  setup(bundle) {
    bundle.onResolve({ filter: /^node:/ }, ({ path, kind }) => {
      return { path, namespace: late.includes(path) && kind === "import-statement" ? "late" : "plain" };
    });
    bundle.onLoad({ filter: /.*/, namespace: "plain" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: "js",
    }));
    bundle.onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => ({ contents: getters(path), loader: "js" }));
  },
};

function getters(path) {
  const names = Object.keys(process.getBuiltinModule(path)).filter((name) => /^\w+$/.test(name));
  const all = names.map((name) => `get ${name}() { return process.getBuiltinModule("${path}").${name}; }`);
  return `module.exports = { ${all.join(", ")} };`;
}

// Otherwise each of Node's modules becomes a file of the bundle, twenty more at each start. A module that every file
// imports keeps them in one; it is never called.
const nodeModules = builtinModules.filter((name) => !/^_|^sys$|:/.test(name));
const together = {
  name: "together",
  setup(bundle) {
    bundle.onResolve({ filter: /^together$/ }, ({ path }) => ({ path, namespace: "together" }));
    bundle.onLoad({ filter: /.*/, namespace: "together" }, () => ({
      contents: `module.exports = () => [${nodeModules.map((name) => `require("node:${name}")`)}];`,
      loader: "js",
    }));
  },
};

// Otherwise what every command loads is in forty files, one for each set of commands that share a part, which take a
// quarter of a start. Each entry that loads later imports it again, so that all of it has the same users and is one file.
const always = "src/assemble.ts";
/** These load before it, since its tables are made of texts in the chosen language. */
const before = ["src/main.ts", "src/languages/catalogue.ts"];

/** Entries of the bundle that load after `always` and are no part of it. */
function loadedLater({ inputs, outputs }) {
  const atOnce = new Set();
  const follow = (path) => {
    if (atOnce.has(path)) return;
    atOnce.add(path);
    for (const { path: next, kind } of inputs[path]?.imports ?? []) if (kind !== "dynamic-import") follow(next);
  };
  follow(always);
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  return entries.filter((path) => path.startsWith("src/") && !atOnce.has(path) && !before.includes(path));
}

const afterAlways = (paths) => ({
  name: "after-always",
  setup(bundle) {
    const later = new Set(paths.map((path) => resolve(path)));
    bundle.onLoad({ filter: /[/]src[/].*[.]ts$/ }, async ({ path }) => {
      if (!later.has(path)) return undefined;
      const contents = `${await readFile(path, "utf8")}\nimport ${JSON.stringify(resolve(always))};\n`;
      return { contents, loader: "ts" };
    });
  },
});

const options = {
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node24",
  loader: { ".node": "empty" },
  // V8 keeps the text of all that it loads, and twice the bytes of a file with one dash of the wrong kind in a comment.
  // Lines stay short and names whole: a stack trace still says where.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 120,
  // The packages are CommonJS and ask for these; ES modules have them under other names.
  banner: {
    js: 'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url); const __dirname = import.meta.dirname;',
  },
  plugins: [leaveOut, plainNode, together],
  inject: ["together"],
  logLevel: "warning",
  metafile: true,
};

await rm("dist", { recursive: true, force: true });
const { metafile } = await build({ ...options, write: false });
await build({ ...options, plugins: [...options.plugins, afterAlways(loadedLater(metafile))] });

/** Name, version and licence of every package that the bundle has code of, then the words of their licences, each once. */
async function thirdParty() {
  const folders = Object.keys(metafile.inputs).flatMap(
    (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  const packages = await Promise.all([...new Set(folders)].sort().map(describePackage));
  const alike = Object.values(
    Object.groupBy(packages, ({ terms }) => terms.replaceAll(/[\s"'*]+/g, " ").toLowerCase()),
  );
  const words = alike.map((those) => {
    const owners = those.map(({ line, notices }) => [`--- ${line}`, ...notices].join("\n"));
    return `\n${owners.join("\n")}\n\n${those[0].terms}`;
  });
  return [...packages.map(({ line }) => line), ...words, ""].join("\n");
}

/** Who has the rights stands apart from the terms, which many packages share. */
async function describePackage(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const words = file === undefined ? "(its package has no file with it)" : await readFile(`${folder}/${file}`, "utf8");
  const lines = words.split(/\r?\n/);
  const isNotice = (line) => /^\W*copyright (?:\(c\)|©|\d)/i.test(line);
  const terms = lines
    .filter((line) => !isNotice(line))
    .join("\n")
    .trim();
  return { line: `${name} ${version} ${license ?? "unknown"}`, notices: lines.filter(isNotice), terms };
}

await writeFile("dist/third-party.txt", await thirdParty());
