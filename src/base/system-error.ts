/** The system's name of an error (ENOENT and the like), or "". */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** True for an error with this code, such as ENOENT. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(systemCode(error));
}

/** True for what a system call answered; false for a bug and for what a library made up. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

/** For `.catch`: undefined when there is no such file, else the error again. */
export function missingToUndefined(error: unknown): undefined {
  if (hasCode(error, "ENOENT")) return undefined;
  throw error;
}
