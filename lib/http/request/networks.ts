// Which networks an address counts for. A client seldom has one address only: limits by address go by these.

export interface Network {
  name: string;
  /** How many times the limit of a single network this one has. */
  shares: number;
}

/** A provider gives its customers out of one /48, or gives one customer a whole one. */
const SHARES_OF_48 = 4;

/**
 * The networks that what comes from `address` counts for, the smallest first: an IPv4 address by itself; of an IPv6
 * address its /64, which is what one customer has, and its /48, which many have (RFC 6177 §2). Text that is no
 * address counts for itself.
 */
export function networksOf(address: string): [Network, ...Network[]] {
  const ipv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4 || !address.includes(":")) return [{ name: ipv4 ?? address, shares: 1 }];
  const [left = [], right = []] = address
    .toLowerCase()
    .split("::")
    .map((side) => side.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  const groups = [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, ""));
  const prefix = (count: number) => groups.slice(0, count).join(":");
  return [
    { name: `${prefix(4)}::/64`, shares: 1 },
    { name: `${prefix(3)}::/48`, shares: SHARES_OF_48 },
  ];
}
