import type { Check } from "./check.ts";
import { app } from "./checks/app.ts";
import { authority } from "./checks/authority.ts";
import { caa } from "./checks/caa.ts";
import { certificate } from "./checks/certificate.ts";
import { challenge } from "./checks/challenge.ts";
import { dns } from "./checks/dns.ts";
import { edge } from "./checks/edge.ts";
import { ledger } from "./checks/ledger.ts";
import { nginx } from "./checks/nginx.ts";
import { openWebui } from "./checks/open-webui.ts";
import { portEighty } from "./checks/port-eighty.ts";
import { storage } from "./checks/storage.ts";
import { tasks } from "./checks/tasks.ts";
import { urls } from "./checks/urls.ts";
import { watched } from "./checks/watched.ts";
import { wire } from "./checks/wire.ts";

/** Every check, in the order of the screen: from what is closest to what is farthest. A new check is a file and a line here. */
export const checks: readonly Check[] = [
  storage,
  ledger,
  certificate,
  nginx,
  tasks,
  challenge,
  dns,
  caa,
  portEighty,
  authority,
  wire,
  edge,
  app,
  urls,
  openWebui,
  watched,
];
