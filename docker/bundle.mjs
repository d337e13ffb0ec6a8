import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { resolve } from "node:path";
import { build } from "esbuild";

// One folder of a few files instead of node_modules: measured on the idle containers it halves their memory, and
// what is never called (see below) is not in the image at all.

/** Packages that our packages load and that no path of ours reaches: acme-client's own transport and its legacy
 * crypto (src/acme/transport.ts takes their place), dockerode's ssh and BuildKit sessions. */
const unreached = ["axios", "node-forge", "ssh2", "@grpc/grpc-js", "@grpc/proto-loader", "protobufjs", "cpu-features"];

// They are configured while they are loaded, so something that takes any call must stand in their place.
const nobody =
  "const nobody = new Proxy(function () {}, { get: (_, key) => key === '__esModule' || typeof key === 'symbol' ? undefined : nobody, apply: () => nobody, construct: () => nobody }); module.exports = nobody;";

const leaveOut = {
  name: "leave-out",
  setup(bundle) {
    const filter = new RegExp(`^(${unreached.join("|")})$`);
    bundle.onResolve({ filter }, ({ path }) => ({ path, namespace: "unreached" }));
    bundle.onLoad({ filter: /.*/, namespace: "unreached" }, () => ({ contents: nobody, loader: "js" }));
  },
};

// A module of Node's that is imported as an ES module has all that it exports read at once, and with that loaded what
// nothing here uses (undici behind node:http, all of Web Crypto behind node:crypto): a tenth of a start that finds nothing
// to do, and some memory. The exports of the plain object are read one by one; of those that take longest to load, none
// before it is used, so that source files may import them at their top and still be loaded for nothing.
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

// Each of these would be a file of its own beside the module that needs it, and a start of twenty files more. What every file is
// given is kept in one; none of it is called here.
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

// What every command loads would lie in forty files, one for each set of commands that share a part of it, and they were
// a quarter of a start. All that is loaded later imports it once more, so that all of it is shared by the same and is one.
const always = "src/assemble.ts";
/** Loaded before it: its tables are made of texts in the language that was chosen. */
const before = ["src/main.ts", "src/languages/catalogue.ts"];

/** Source files that begin a file of the bundle, are loaded later than `always`, and are no part of it. */
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

/** Name, version and licence of every package that the bundle has code of, then the words of their licences. */
async function thirdParty() {
  const folders = Object.keys(metafile.inputs).flatMap(
    (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  const packages = await Promise.all([...new Set(folders)].sort().map(describePackage));
  const words = packages.map(({ line, licence }) => `\n--- ${line}\n${licence}`);
  return [...packages.map(({ line }) => line), ...words, ""].join("\n");
}

async function describePackage(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const licence =
    file === undefined ? "(its package has no file with it)" : await readFile(`${folder}/${file}`, "utf8");
  return { line: `${name} ${version} ${license ?? "unknown"}`, licence };
}

await writeFile("dist/third-party.txt", await thirdParty());
