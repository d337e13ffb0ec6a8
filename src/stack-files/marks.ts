/** Around the keys of the switch in a compose file; attach and the companion write them. */
export const switchBegin = "# httpsidecar: begin";
export const switchEnd = "# httpsidecar: end";
