/** What can be wrong with an address configuration, each with its fix. */
import { type Cidr, containsCidr, formatCidr, overlaps, type ParsedCidr } from "../../net/cidr";
import { type Issue, type Requirement, unmet } from "../../net/issue";
import {
  type AddressConfig,
  type PlannedSubnet,
  PRIVATE,
  PUBLIC,
  SLOT_BITS,
  TIER_NAME,
  TIER_SLOTS,
  type Tier,
} from "./config";
import { zonesOf } from "./zone";

/** AWS's limits for a VPC and for a subnet. @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const LARGEST = 16;
const SMALLEST = 28;

/** A block as it was written, and what it is. */
export interface WrittenBlock {
  readonly text: string;
  readonly parsed: ParsedCidr;
}

/** By the subnet's name; `place` is where the block was written: `public.a`. */
export type BlocksByHand = ReadonlyMap<string, WrittenBlock & { readonly place: string }>;

/** The VPC's block: IPv4, written rightly, /16 to /28. */
export function vpcIssues({ text, parsed }: WrittenBlock, path: string): readonly Issue[] {
  if (parsed.kind !== "cidr") return [notABlock(text, parsed, path, "10.0.0.0/16")];
  const { family, prefix } = parsed.cidr;
  if (family === 6) {
    return [
      {
        code: "vpc-family",
        path,
        problem: `${text} is an IPv6 block`,
        fix: "use an IPv4 block such as 10.0.0.0/16",
      },
    ];
  }
  if (prefix >= LARGEST && prefix <= SMALLEST) return [];
  const size = prefix < LARGEST ? `larger than /${LARGEST}` : `smaller than /${SMALLEST}`;
  return [
    {
      code: "vpc-size",
      path,
      problem: `${text} is ${size}, the limit of a VPC`,
      fix: `use a block from /${LARGEST} to /${SMALLEST}`,
    },
  ];
}

/** The zones: one at least, each once, and each one that the region has. */
export function zoneIssues({ zones, region }: AddressConfig, path: string): readonly Issue[] {
  const known: readonly string[] = zonesOf(region);
  const choose = `choose from ${known.join(", ")}`;
  const named = [...new Set(zones)];
  return unmet([
    [
      zones.length > 0,
      { code: "zones-empty", path, problem: "no zone is named", fix: `name at least one, ${choose}` },
    ],
    ...named.map(
      (zone): Requirement => [
        known.includes(zone),
        {
          code: "zone-unknown",
          path,
          problem: `"${zone}" is not a zone of ${region}`,
          fix: `${choose} (the letter alone)`,
        },
      ],
    ),
    ...zones.map(
      (zone, i): Requirement => [
        zones.slice(0, i).filter((other) => other === zone).length !== 1,
        { code: "zone-twice", path, problem: `"${zone}" is named twice`, fix: "name each zone once" },
      ],
    ),
    [
      named.length <= known.length,
      {
        code: "zones-too-many",
        path,
        problem: `${named.length} zones are named, and ${region} has ${known.length}`,
        fix: choose,
      },
    ],
  ]);
}

/** The tiers besides `public` and `private`: names fit for Terraform addresses, names and slots each once. */
export function tierIssues(tiers: readonly Tier[], path: string): readonly Issue[] {
  return tiers.flatMap(({ name, slot }, i) => {
    const at = `${path}[${i}]`;
    const others = [PUBLIC, PRIVATE, ...tiers.slice(0, i)];
    const rival = others.find((other) => other.slot === slot);
    return unmet([
      [
        TIER_NAME.test(name),
        {
          code: "tier-name",
          path: `${at}.name`,
          problem: `"${name}" is not a tier name`,
          fix: "use lower-case letters and digits, e.g. data",
        },
      ],
      [
        others.every((other) => other.name !== name),
        {
          code: "tier-twice",
          path: `${at}.name`,
          problem: `"${name}" is named twice`,
          fix: "give each tier a name of its own",
        },
      ],
      [
        Number.isInteger(slot) && slot >= 0 && slot < TIER_SLOTS,
        { code: "tier-slot", path: `${at}.slot`, problem: `${slot} is not a slot`, fix: "use 2 or 3" },
      ],
      [
        rival === undefined,
        {
          code: "tier-slot-taken",
          path: `${at}.slot`,
          problem: `slot ${slot} belongs to ${rival?.name}`,
          fix: "use 2 or 3, each once",
        },
      ],
    ]);
  });
}

/** Each subnet's block for itself: written rightly, inside the VPC, of a size that AWS takes. */
export function blockIssues(
  byHand: BlocksByHand,
  vpc: Cidr,
  subnets: readonly PlannedSubnet[],
  path: string,
): readonly Issue[] {
  const names = subnets.map(({ name }) => name);
  const written = [...byHand].flatMap(([name, { place, ...block }]) =>
    names.includes(name)
      ? writtenIssues(block, vpc, `${path}.subnets.${place}`)
      : [unknownSubnet(name, names, `${path}.subnets.${place}`)],
  );
  const isRoomy = vpc.prefix + SLOT_BITS <= SMALLEST || names.every((name) => byHand.has(name));
  const issue: Issue = {
    code: "vpc-too-small-for-slots",
    path: `${path}.cidr`,
    problem: `${formatCidr(vpc)} is too small for automatic subnets (32 slots of at least /${SMALLEST})`,
    fix: `use /${SMALLEST - SLOT_BITS} or larger, or set every block in ${path}.subnets`,
  };
  return [...written, ...unmet([[isRoomy, issue]])];
}

function unknownSubnet(name: string, names: readonly string[], path: string): Issue {
  return {
    code: "subnet-unknown",
    path,
    problem: `there is no subnet ${name}`,
    fix: `use one of ${names.join(", ")}, or add the zone or tier`,
  };
}

function writtenIssues({ text, parsed }: WrittenBlock, vpc: Cidr, path: string): readonly Issue[] {
  if (parsed.kind !== "cidr") return [notABlock(text, parsed, path, formatCidr(vpc))];
  const { cidr } = parsed;
  if (!containsCidr(vpc, cidr)) {
    return [
      {
        code: "subnet-outside-vpc",
        path,
        problem: `${text} is outside the VPC ${formatCidr(vpc)}`,
        fix: `use a block inside ${formatCidr(vpc)}`,
      },
    ];
  }
  if (cidr.prefix <= SMALLEST) return [];
  return [
    {
      code: "subnet-size",
      path,
      problem: `${text} is smaller than /${SMALLEST}, the smallest subnet AWS has`,
      fix: `use a /${SMALLEST} or larger`,
    },
  ];
}

/** Subnets that share addresses; the one that was set by hand is to blame. */
export function overlapIssues(
  byHand: BlocksByHand,
  subnets: readonly PlannedSubnet[],
  path: string,
): readonly Issue[] {
  return subnets.flatMap((a, i) =>
    subnets
      .slice(i + 1)
      .filter((b) => overlaps(a.cidr, b.cidr))
      .map((b) => {
        const [first, second] = byHand.has(a.name) ? [a, b] : [b, a];
        return {
          code: "subnet-overlap",
          path: `${path}.subnets.${first.tier.name}.${first.zone}`,
          problem: `${formatCidr(first.cidr)} overlaps ${second.name} (${formatCidr(second.cidr)})`,
          fix: "give each subnet a block of its own",
        };
      }),
  );
}

/** A text that is no block: with host bits set, the two nearest blocks are named. */
function notABlock(
  text: string,
  parsed: Exclude<ParsedCidr, { kind: "cidr" }>,
  path: string,
  example: string,
): Issue {
  if (parsed.kind === "malformed") {
    return {
      code: "cidr-malformed",
      path,
      problem: `"${text}" is not a CIDR block`,
      fix: `write an address and a length, such as ${example}`,
    };
  }
  const { below, above } = parsed;
  const nearest = [below, ...(above === undefined ? [] : [above])].map(formatCidr).join(" or ");
  return {
    code: "cidr-not-aligned",
    path,
    problem: `${text} is not the start of a /${below.prefix} block`,
    fix: `use ${nearest}`,
  };
}
