/** Lines for the operator to paste. */
export const byHand = "docker compose exec certbot update-cert";
export const importLine = "docker compose exec certbot httpsidecar import --cert FILE --chain FILE";
