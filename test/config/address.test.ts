import { expect, test } from "vitest";
import { isPublicAddress } from "../../src/config/address.ts";

test.each([
  ...[
    "127.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
  ],
  ...[
    "255.255.255.255",
    "192.0.0.170",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "ff02::1",
  ],
  ...["::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001::7f00:1"],
  ...["2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:db8::1", "fec0::1", "redis", "0x7f000001", "127.1", ""],
])("%s is not asked", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["8.8.8.8", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"])(
  "%s may be asked",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);
