import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
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
// behind node:http, Web Crypto behind node:crypto): a tenth of a check with nothing due, and some memory. Here the exports
// that are used are read from the plain object. Modules in `late` load with their first use, so that importing them costs
// nothing.
const late = ["node:dns/promises", "node:http", "node:https", "node:net", "node:tls"];
const plainNode = {
  name: "plain-node",
  setup(bundle) {
    bundle.onResolve({ filter: /^node:/ }, ({ path, kind }) => {
      if (kind !== "import-statement") return { path, namespace: "plain" };
      return { path, namespace: late.includes(path) ? "late" : "used", sideEffects: false };
    });
    for (const [namespace, contents] of Object.entries({ plain, late: getters, used })) {
      bundle.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: contents(path), loader: "js" }));
    }
  },
};

const plain = (path) => `module.exports = process.getBuiltinModule("${path}");`;

function getters(path) {
  const all = namesOf(path).map((name) => `get ${name}() { return process.getBuiltinModule("${path}").${name}; }`);
  return `module.exports = { ${all.join(", ")} };`;
}

/** An export that nothing imports is left out: reading it is marked as doing nothing else. */
function used(path) {
  const read = (what) => `/* @__PURE__ */ (() => process.getBuiltinModule("${path}")${what})()`;
  const all = namesOf(path).map((name) => `export const ${name} = ${read(`.${name}`)};`);
  return [`export default ${read("")};`, ...all].join("\n");
}

const namesOf = (path) => Object.keys(process.getBuiltinModule(path)).filter((name) => /^\w+$/.test(name));

// Otherwise what a check loads is in seventy files, one for each set of commands that share a part, and finding them takes an
// eighth of it. What every command loads, and what every check does besides, is one file: an import of one of its parts that
// waits in the source has that part evaluated later, not loaded. Each entry that loads later imports the file again, so that
// all of it has the same users.
const always = "src/assemble.ts";
const everyCheck = [
  ...["assemble/certbot-parts", "assemble/challenge-parts", "assemble/deploy-parts", "assemble/renewal-parts"],
  ...["challenge/every-folder", "challenge/http-solver", "challenge/webroot", "cli/update-cert", "config/ini-options"],
  ...["deploy/extras", "deploy/nginx-deployer", "deploy/proof", "deploy/shown", "deploy/strategies/reload"],
  ...["store/log-file", "store/status-file"],
].map((name) => `src/${name}.ts`);
/** These load before it, since its tables are made of texts in the chosen language. */
const before = ["src/main.ts", "src/languages/catalogue.ts"];

/** Those files and all that they import. */
function partsOf({ inputs }) {
  const all = new Set();
  const follow = (path) => {
    if (all.has(path)) return;
    all.add(path);
    for (const { path: next, kind } of inputs[path]?.imports ?? []) if (kind !== "dynamic-import") follow(next);
  };
  for (const path of [always, ...everyCheck]) follow(path);
  return all;
}

const inOneFile = ({ inputs, outputs }) => ({
  name: "in-one-file",
  setup(bundle) {
    const parts = partsOf({ inputs });
    const entries = new Set(Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []));
    bundle.onLoad({ filter: /[/]src[/].*[.]ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const name = relative(".", path);
      if (before.includes(name)) return undefined;
      const imports = text.replaceAll(/\bimport\("(\.[^"]+)"\)/g, (whole, other) =>
        parts.has(relative(".", resolve(dirname(path), other)))
          ? `Promise.resolve().then(() => require("${other}"))`
          : whole,
      );
      const isLater = entries.has(name) && !parts.has(name);
      const contents = isLater ? `${imports}\nimport ${JSON.stringify(resolve(always))};\n` : imports;
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
  plugins: [leaveOut, plainNode],
  logLevel: "warning",
  metafile: true,
};

await rm("dist", { recursive: true, force: true });
const { metafile } = await build({ ...options, write: false });
await build({ ...options, plugins: [...options.plugins, inOneFile(metafile)] });

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
