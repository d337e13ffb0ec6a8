/**
 * One form for the spellings of a folder: Docker on Windows labels with C:\dify, a shell in WSL says /mnt/c/dify, Docker
 * Desktop /run/desktop/mnt/host/c/dify.
 */
export function folderKey(path: string): string {
  const slashed = path.replaceAll("\\", "/").replace(/(?<=.)\/+$/, "");
  const linux = slashed.replace(/^\/\/wsl(?:\.localhost|\$)\/[^/]+/i, "");
  const [, drive, rest = ""] =
    /^([A-Za-z]):(\/.*)?$/.exec(linux) ??
    /^\/(?:(?:run\/desktop\/)?mnt\/(?:host\/)?|host_mnt\/)([A-Za-z])(\/.*)?$/.exec(linux) ??
    [];
  return drive ? `${drive}:${rest}`.toLowerCase() : linux;
}

export const isSameFolder = (one: string, other: string): boolean => folderKey(one) === folderKey(other);
