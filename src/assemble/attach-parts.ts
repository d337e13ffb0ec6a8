import { readFile } from "node:fs/promises";
import { afterAttach, afterDetach } from "../attach/afterwards.ts";
import { type AttachTools, attach, propose } from "../attach/attach.ts";
import { composeCall } from "../attach/compose-call.ts";
import { detach } from "../attach/detach.ts";
import { openEngine } from "../attach/engine.ts";
import { follow } from "../attach/follow.ts";
import { extraNames, type TemplateBundles } from "../attach/template-bundle.ts";
import { ask } from "../base/prompt.ts";
import type { Attaching } from "../model/attach.ts";
import type { Print } from "../model/contracts.ts";
import { languageOf } from "../model/language.ts";
import { phrase } from "../model/phrase.ts";
import { Problem } from "../model/problem.ts";
import { selfSigned } from "../store/self-signed.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where docker/attach mounts the Engine's socket. */
const mountedSocket = "/var/run/docker.sock";

/** The environment is what docker/attach passes. */
export async function openAttaching(print: Print, shipped: URL, environment: Environment): Promise<Attaching> {
  const spoken = languageOf(environment);
  const tools: AttachTools = {
    engine: openEngine(mountedSocket),
    host: {
      listeners: environment["HOST_LISTENERS"],
      dockerSocket: environment["HOST_SOCKET"] || mountedSocket,
      image: environment["HOST_IMAGE"] || "httpsidecar:local",
      language: spoken === "en" ? "" : spoken,
      composeFile: environment["HOST_COMPOSE_FILE"] ?? "",
      composeProject: environment["HOST_COMPOSE_PROJECT"] ?? "",
    },
    bundles: await readBundles(shipped),
    talk: { print, agrees },
    temporaryPair: selfSigned,
  };
  return {
    composeCall: (choice) => composeCall(choice, tools),
    propose: (options, config) => propose(options, config, tools),
    attach: (options, config) => attach(options, config, tools),
    follow: (choice) => follow(choice, tools),
    detach: (options) => detach(options, tools),
    afterAttach: (choice, said) => afterAttach(choice, said, tools),
    afterDetach: (choice, said) => afterDetach(choice, said, tools),
  };
}

/** From the folder docker/ of this repository, as far as the image has it. */
async function readBundles(shipped: URL): Promise<TemplateBundles> {
  const bytesOf = (name: string) => readFile(new URL(name, shipped));
  const template = async (stack: string) => (await bytesOf(`${stack}/docker-compose.override.yaml`)).toString();
  const [conf = "", script = "", ownScript = ""] = extraNames;
  const files = [
    { name: conf, bytes: await bytesOf("nginx/templates/default.conf.template"), mode: 0o644 },
    // nginx's image sources it only if it is executable.
    { name: script, bytes: await bytesOf("nginx/16-https.envsh"), mode: 0o755 },
  ];
  return {
    dify: { template: await template("dify"), files: [] },
    app: { template: await template("open-webui"), files },
    "own-conf": {
      template: await template("own-conf"),
      files: [{ name: ownScript, bytes: await bytesOf("nginx/40-https.sh"), mode: 0o755 }],
    },
    "renew-only": { template: await template("renew-only"), files: [] },
  };
}

/** Ctrl-C and Ctrl-D are a no. */
async function agrees(question: string): Promise<boolean> {
  const typed = await ask(phrase`\n${question} Type yes: `);
  if (typed.kind !== "nobody") return typed.kind === "typed" && typed.text.trim().toLowerCase() === "yes";
  const fix = phrase`preview it with --dry-run, then add --yes`;
  throw new Problem({ code: "declined", message: phrase`there is no terminal to ask on`, fix });
}
