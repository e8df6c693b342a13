import type { LookupAddress } from "node:dns";
import type { ResolveAddresses } from "../../src/lib/safe-agent.js";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "loopback.test": ["127.0.0.1"],
  "private.test": ["10.1.2.3"],
  "metadata.test": ["169.254.169.254"],
  "mixed.test": ["93.184.215.14", "127.0.0.1"],
  "loopback6.test": ["::1"],
  "mapped.test": ["::ffff:127.0.0.1"],
  "inside.test": ["127.0.0.1"], // on the allow-list where a test says so
};

/** A name server on which some names lead inside. */
export const resolveNames: ResolveAddresses = (hostname, callback) => {
  const addresses = (NAMES[hostname] ?? []).map((address): LookupAddress => ({
    address,
    family: address.includes(":") ? 6 : 4,
  }));
  callback(addresses.length === 0 ? new Error(`getaddrinfo ENOTFOUND ${hostname}`) : null, addresses);
};

/** URLs that must never be asked. PORT stands for a listener on loopback that would notice. */
export const HOSTILE = [
  "http://127.0.0.1:PORT/",
  "http://127.1:PORT/",
  "http://2130706433:PORT/", // decimal
  "http://0x7f000001:PORT/", // hexadecimal
  "http://0177.0.0.1:PORT/", // octal
  "http://0.0.0.0:PORT/",
  "http://[::1]:PORT/",
  "http://[::]:PORT/",
  "http://[::ffff:127.0.0.1]:PORT/", // IPv4-mapped
  "http://[::ffff:7f00:1]:PORT/",
  "http://[64:ff9b::7f00:1]:PORT/", // NAT64
  "http://[64:ff9b:1::7f00:1]:PORT/", // local NAT64
  "http://[2002:7f00:1::]:PORT/", // 6to4
  "http://[fe80::1]:PORT/",
  "http://[fd00::1]:PORT/",
  "http://10.0.0.1/",
  "http://172.16.0.1/",
  "http://192.168.1.1/",
  "http://100.64.0.1/", // carrier-grade NAT
  "http://169.254.169.254/latest/meta-data/",
  "http://224.0.0.1/",
  "http://localhost:PORT/",
  "http://LOCALHOST.:PORT/",
  "http://loopback.test:PORT/",
  "http://private.test/",
  "http://metadata.test/",
  "http://mixed.test:PORT/",
  "http://loopback6.test:PORT/",
  "http://mapped.test:PORT/",
  "http://user:secret@example.com/",
  "ftp://example.com/a.jpg",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "http://",
];
