/** The address plan as a text map, for people: what each subnet has, and what is still free. */

import { type Cidr, formatCidr, lastOf, sizeOf } from "../../net/cidr";
import { bitsOf } from "../../net/ip";
import type { AddressPlan } from "./config";

/** AWS keeps the first four addresses and the last one of every subnet. @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
export const RESERVED_ADDRESSES = 5n;

/** One line a subnet, in order of addresses, and one line of free blocks. */
export function drawPlan(plan: AddressPlan): string {
  const subnets = plan.subnets.toSorted((a, b) => (a.cidr.base < b.cidr.base ? -1 : 1));
  const width = Math.max(...subnets.map(({ name }) => name.length), 0);
  const lines = subnets.map(({ cidr, name, zone, tier }) =>
    [
      formatCidr(cidr).padEnd(18),
      name.padEnd(width),
      `zone ${zone}`,
      tier.kind.padEnd(8),
      `${sizeOf(cidr) - RESERVED_ADDRESSES} addresses`,
    ].join("  "),
  );
  const free = freeBlocks(plan).map(formatCidr);
  const shown = free.slice(0, 6).join(", ") + (free.length > 6 ? `, and ${free.length - 6} more` : "");
  return [...lines, free.length === 0 ? "nothing is free" : `free: ${shown}`].join("\n");
}

/** The largest aligned blocks that cover what no subnet uses, in order of addresses. */
export function freeBlocks({ cidr, subnets }: AddressPlan): readonly Cidr[] {
  const used = subnets.map((subnet) => subnet.cidr).toSorted((a, b) => (a.base < b.base ? -1 : 1));
  const end = lastOf(cidr) + 1n;
  const gaps: Cidr[] = [];
  let next = cidr.base;
  for (const block of used) {
    gaps.push(...blocksBetween(cidr, next, block.base));
    next = lastOf(block) + 1n > next ? lastOf(block) + 1n : next;
  }
  return [...gaps, ...blocksBetween(cidr, next, end)];
}

/** The fewest aligned blocks from `start` up to, not including, `end`. */
function blocksBetween({ family }: Cidr, start: bigint, end: bigint): readonly Cidr[] {
  const blocks: Cidr[] = [];
  let base = start;
  while (base < end) {
    let size = 1n;
    let prefix = bitsOf(family) as number;
    while (base % (size * 2n) === 0n && base + size * 2n <= end) {
      size *= 2n;
      prefix -= 1;
    }
    blocks.push({ family, base, prefix });
    base += size;
  }
  return blocks;
}
