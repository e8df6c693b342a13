import ipaddr from "ipaddr.js";

type IPv6 = ReturnType<typeof ipaddr.IPv6.parse>;

const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR("2000::/3"); // RFC 4291 §2.4 with IANA's allocations: nothing public lies outside
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96"); // RFC 6052 §2.1: the last 32 bits are the IPv4 address that is reached

/**
 * Whether an IP address literal lies on the public internet: not private, loopback, link-local, reserved, multicast or
 * documentation, also when it is wrapped as IPv4-mapped IPv6 or in NAT64. False for what is not an IP address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address); // unwraps ::ffff:a.b.c.d
  if (parsed.kind() === "ipv4") return parsed.range() === "unicast";
  const v6 = parsed as IPv6; // the only other kind
  if (v6.match(NAT64)) return isPublicAddress(v6.toByteArray().slice(12).join("."));
  return v6.range() === "unicast" && v6.match(GLOBAL_UNICAST_V6);
}

/** The address in a URL's host name when it is a literal (brackets removed), else undefined. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? bare : undefined;
}
