export type NoncePool = ReturnType<typeof noncePool>;

/** Nonces of earlier responses (RFC 8555 section 6.5): each saves a request. The newest is taken first. */
export function noncePool(most = 16) {
  let nonces: string[] = [];
  return {
    put(nonce: string | undefined): void {
      if (nonce !== undefined) nonces = [...nonces, nonce].slice(-most);
    },
    take: (): string | undefined => nonces.pop(),
    /** After a failure it is unknown which of them the CA has seen. */
    clear(): void {
      nonces = [];
    },
  };
}
