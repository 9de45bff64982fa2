/**
 * From configuration to address plan, as data: which subnet gets which block.
 *
 * Every tier and zone has a fixed slot, with spares, so adding a zone or a tier never moves an existing subnet:
 *
 *     VPC /16 │ public /18             │ private /18            │ slot 2 │ slot 3 │
 *             │ a b c d e f g h (/21)  │ a b c d e f g h (/21)  │        │        │
 */
import { type Cidr, cidrOf, type ParsedCidr, parseCidr, subBlock } from "../../net/cidr";
import type { Issue } from "../../net/issue";
import {
  type AddressConfig,
  type AddressPlan,
  type PlannedSubnet,
  PRIVATE,
  PUBLIC,
  SLOT_BITS,
  TIER_NAME,
  type Tier,
  ZONE_SLOTS,
} from "./config";
import { type BlocksByHand, blockIssues, overlapIssues, tierIssues, vpcIssues, zoneIssues } from "./issues";
import { ZONES, type Zone } from "./zone";

/** An address plan, and what was wrong with the configuration. */
export interface PlanResult {
  /** Complete even where there are issues, with stand-ins for bad blocks, so that all errors can be found in one run. */
  readonly plan: AddressPlan;
  /** None for a configuration that is right. */
  readonly issues: readonly Issue[];
}

/**
 * From configuration to address plan, as data: which subnet gets which block. Every tier and zone has a fixed slot,
 * so adding one never moves an existing subnet.
 * @param path where the configuration stands in the user's input, e.g. `network`
 */
export function planAddresses(config: AddressConfig, path: string): PlanResult {
  const { tiers = [] } = config;
  const written = { text: config.cidr, parsed: parseCidr(config.cidr) };
  const vpc = vpcBlock(written.parsed);
  const byHand = blocksByHand(config);
  const zones = ZONES.filter((zone) => config.zones.includes(zone));
  const subnets = tiersOf(tiers)
    .toSorted((a, b) => a.slot - b.slot)
    .flatMap((tier) => zones.map((zone) => subnetOf(byHand, vpc, tier, zone)));
  const shape = [
    ...vpcIssues(written, `${path}.cidr`),
    ...zoneIssues(config, `${path}.zones`),
    ...tierIssues(tiers, `${path}.tiers`),
  ];
  const blocks = shape.length > 0 ? [] : blockIssues(byHand, vpc, subnets, path);
  const clean = shape.length === 0 && blocks.length === 0;
  return {
    plan: { cidr: vpc, subnets },
    issues: [...shape, ...blocks, ...(clean ? overlapIssues(byHand, subnets, path) : [])],
  };
}

/** By the subnet's name: `public_a`. */
function blocksByHand({ subnets = {} }: AddressConfig): BlocksByHand {
  return new Map(
    Object.entries(subnets).flatMap(([tier, zones]) =>
      Object.entries(zones).map(([zone, text]) => [
        `${tier}_${zone}`,
        { text, parsed: parseCidr(text), place: `${tier}.${zone}` },
      ]),
    ),
  );
}

/** Every tier once by its name; those whose name cannot be part of an address are left out. */
function tiersOf(more: readonly Tier[]): readonly Tier[] {
  const all = [PUBLIC, PRIVATE, ...more.filter(({ name }) => TIER_NAME.test(name))];
  return all.filter((tier, i) => all.findIndex(({ name }) => name === tier.name) === i);
}

function vpcBlock(parsed: ParsedCidr): Cidr {
  switch (parsed.kind) {
    case "cidr":
      return parsed.cidr;
    case "unaligned":
      return parsed.below;
    case "malformed":
      return cidrOf("10.0.0.0/16");
  }
}

function subnetOf(byHand: BlocksByHand, vpc: Cidr, tier: Tier, zone: Zone): PlannedSubnet {
  const name = `${tier.name}_${zone}`;
  const parsed = byHand.get(name)?.parsed;
  return { name, tier, zone, cidr: parsed?.kind === "cidr" ? parsed.cidr : slotBlock(vpc, tier, zone) };
}

/** The block that a tier and zone own by their slot; the VPC's own block where it is too small to have slots. */
function slotBlock(vpc: Cidr, tier: Tier, zone: Zone): Cidr {
  const prefix = vpc.prefix + SLOT_BITS;
  const index = tier.slot * ZONE_SLOTS + ZONES.indexOf(zone);
  const isSlot = Number.isInteger(index) && index >= 0 && index < 2 ** SLOT_BITS;
  return isSlot && prefix <= 32 ? subBlock(vpc, prefix, index) : vpc;
}
