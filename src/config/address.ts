import { BlockList, isIP } from "node:net";

/** IANA's special-purpose registries: networks inside, examples, multicast. No public CA is there, or signs them. */
const notPublic = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  notPublic.addSubnet(net, bits, "ipv4");
}
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  // 6to4, which leads to the IPv4 address in it
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  notPublic.addSubnet(net, bits, "ipv6");
}

/** All that IANA ever assigned of the v6 space: the rest is local, mapped or reserved. */
const given = new BlockList();
given.addSubnet("2000::", 3, "ipv6");

/** True if the number alone allows it to be reached from the internet. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (!address.includes(":")) return !notPublic.check(address, "ipv4");
  return given.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}
