/** The system's name of an error (ENOENT and the like), or "". */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** True for an error with this code, such as ENOENT. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(systemCode(error));
}

/** True for an error of a system call; false for a bug or a library's own error. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

/** For `.catch`: undefined for a missing file, else throws the error again. */
export function missingToUndefined(error: unknown): undefined {
  if (hasCode(error, "ENOENT")) return undefined;
  throw error;
}

/** What a file system without symbolic links answers to symlink(2) (SMB, exFAT, NTFS by some drivers). */
const withoutLinks = ["EPERM", "EOPNOTSUPP", "ENOTSUP", "ENOSYS", "EINVAL"];

export function lacksLinks(error: unknown): boolean {
  return withoutLinks.includes(systemCode(error));
}
