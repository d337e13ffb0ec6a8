import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  cozeStack,
  fastGptStack,
  flowiseStack,
  langfuseStack,
  libreChatStack,
  lobeHubStack,
  n8nStack,
  openWebUiStack,
  ragFlowStack,
} from "./app-stacks.ts";
import { type Authority, authorityOf } from "./authority.ts";
import { type DockerWords, dockerWords } from "./docker-words.ts";
import { type EnvLines, editEnv } from "./env-file.ts";
import { newProjectName, projectFolder, removeLeftovers, removeProject } from "./leftovers.ts";
import { type Operator, operator } from "./operator.ts";
import { freePorts } from "./ports.ts";
import { difyStack, dropIn, type FolderOptions, haproxyStack, officialStack } from "./stack-folders.ts";
import { eventually, fetchSecurely, neverWithin, promptly, type Served, servedCertificate, type View } from "./wire.ts";

export const kinds = ["official", "dify"] as const;
/** The two kinds of nginx container: configured as the official image is, and as Dify's. */
export type Kind = (typeof kinds)[number];

const makers = {
  ...{ official: officialStack, dify: difyStack, haproxy: haproxyStack, "open-webui": openWebUiStack },
  ...{ langfuse: langfuseStack, librechat: libreChatStack, coze: cozeStack, flowise: flowiseStack, n8n: n8nStack },
  ...{ lobehub: lobeHubStack, fastgpt: fastGptStack, ragflow: ragFlowStack },
};

type Given = "otherNames" | "env" | "authority" | "profiles" | "services" | "whole" | "network" | "volumes";

export interface StackOptions extends Pick<FolderOptions, Given> {
  kind: keyof typeof makers;
  domain?: string;
  /** what all tests of a file that share the stack want to find done */
  prepare?: (stack: Stack) => Promise<void>;
}

/** A Compose project in a folder of its own, with an authority of its own. Nothing runs until it is brought up. */
export interface Stack extends Operator, DockerWords {
  readonly folder: string;
  readonly project: string;
  readonly domain: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly authority: Authority;
  /** puts the sidecar's services into the stack's files, where they are not part of it */
  install(): Promise<void>;
  /** docker compose up -d, and serving over HTTP when this returns */
  bringUp(): Promise<void>;
  /** Tries until the log has the words; gives the log. */
  waitForLog(service: string, words: string | RegExp): Promise<string>;
  /** The file as an operator's editor saves it: the key set where it stands, else at the end. */
  setEnv(values: EnvLines): Promise<void>;
  /** a file of the stack's folder */
  read(path: string): Promise<string>;
  /** what a visitor needs to look at HTTPS */
  view(): Promise<View>;
  served(): Promise<Served>;
  entry(path: string): Promise<{ status: number; body: string }>;
  /** Tries until HTTPS answers with a certificate that holds; gives it. */
  waitForHttps(): Promise<Served>;
  /** The same after nginx was started again. */
  waitForHttpsBack(): Promise<Served>;
  /** Resolves after so many ms in which HTTPS never answered. */
  staysWithoutHttps(ms: number): Promise<void>;
  /** Everything goes: containers, networks, volumes, the folder. */
  down(): Promise<void>;
}

/** Makes the project's folder; whoever makes it takes it down. */
export async function makeStack(options: StackOptions): Promise<Stack> {
  await removeLeftovers();
  const project = newProjectName();
  const folder = projectFolder(project);
  const [httpPort = 0, httpsPort = 0, managementPort = 0] = await freePorts(3);
  const domain = options.domain ?? "dify.example.test";
  const makeFolder = makers[options.kind];
  const authorityRoot = await makeFolder({ ...options, folder, domain, httpPort, httpsPort, managementPort });

  const transport = operator(folder);
  const docker = dockerWords(transport, project);
  const authority = authorityOf({ ...docker, managementPort, authorityRoot });
  const view = async () => ({ port: httpsPort, domain, roots: await authority.roots() });
  return {
    ...transport,
    ...docker,
    ...{ folder, project, domain, httpPort, httpsPort, authority, view },
    install: async () => (options.kind === "dify" ? dropIn(folder) : undefined),
    async bringUp() {
      await transport.types("docker compose up -d");
      await eventually(async () => answering(await fetch(`http://127.0.0.1:${httpPort}/`)));
    },
    waitForLog: (service, words) => eventually(async () => having(await docker.logs(service), words)),
    setEnv: (values) => editEnv(join(folder, ".env"), values),
    read: (path) => readFile(join(folder, path), "utf8"),
    served: async () => servedCertificate(await view()),
    entry: async (path) => fetchSecurely(await view(), path),
    waitForHttps: () => eventually(async () => servedCertificate(await view())),
    waitForHttpsBack: () => promptly(async () => servedCertificate(await view())),
    staysWithoutHttps: (ms) => neverWithin(ms, async () => servedCertificate(await view())),
    down: () => removeProject(project),
  };
}

function answering({ status }: Response): void {
  if (status !== 200) throw new Error(`HTTP answers with status ${status}`);
}

function having(log: string, words: string | RegExp): string {
  if (typeof words === "string" ? log.includes(words) : words.test(log)) return log;
  throw new Error(`the log does not have ${words}:\n${log}`);
}
