/** Program names of nginx and its descendants. */
export const serverPrograms = ["nginx", "nginx-debug", "angie", "angie-debug", "openresty", "tengine", "freenginx"];

export function isServerProgram(path: string): boolean {
  return serverPrograms.includes(path.slice(path.lastIndexOf("/") + 1));
}

/** Where to look for such a program when the container's start does not name it: in PATH first. */
export const usualPrograms = [
  "nginx",
  "angie",
  "openresty",
  "/usr/local/nginx/sbin/nginx",
  "/usr/local/openresty/nginx/sbin/nginx",
  "/usr/local/angie/sbin/angie",
  "/usr/local/tengine/sbin/nginx",
  "/opt/nginx/sbin/nginx",
];
