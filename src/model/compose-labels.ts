/** Compose's labels on each of its containers. */
export const composeLabels = {
  project: "com.docker.compose.project",
  service: "com.docker.compose.service",
  workingFolder: "com.docker.compose.project.working_dir",
  configFiles: "com.docker.compose.project.config_files",
  environmentFile: "com.docker.compose.project.environment_file",
  oneOff: "com.docker.compose.oneoff",
} as const;
