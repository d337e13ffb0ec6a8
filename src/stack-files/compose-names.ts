/** Compose's own file names, in its order (compose-spec, "Compose file" and "Merge"). */
export const composeNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
/** Our override in a stack whose files are named one by one (-f, COMPOSE_FILE), if they name it too. */
export const ownOverride = "httpsidecar.yaml";
export const overrideNames = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
] as const;
