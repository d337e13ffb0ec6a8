import { Problem } from "../model/problem.ts";

/** Why the stack was left alone, and what makes it possible. */
export function leftAlone(code: AttachCode, message: string, fix: string, cause?: unknown): Problem {
  return new Problem({ code, message, fix, retry: "after-a-fix", cause });
}

export type AttachCode =
  | "no-stack" // the folder has no compose file
  | "broken-yaml" // a compose file cannot be read
  | "not-understood" // no nginx that we know how to work with
  | "conflict" // a person's file says otherwise
  | "not-ours" // a person's lines stand between ours
  | "tls-elsewhere" // something else has ports 80 and 443
  | "managed-elsewhere" // a panel writes the folder's files
  | "project-taken" // another folder's stack has the same project name
  | "several-stacks" // two projects run from one folder
  | "several-nginx" // more than one container of nginx's service
  | "old-engine" // not a Docker Engine that the companion can work with
  | "no-links" // the folder cannot hold symbolic links
  | "docker-failed"
  | "declined";
