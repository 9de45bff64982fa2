/**
 * Mistakes of place that neither the provider nor a plan rejects: a balancer in one zone or in private subnets, a NAT
 * gateway without a way out, an address outside its subnet, a zone of another region.
 */
import { addressAt, containsCidr, containsIp, formatCidr, lastOf, overlaps } from "../../../net/cidr";
import { formatIp, parseIp } from "../../../net/ip";
import { type Issue, unmet } from "../../../net/issue";
import { asList, asObject, asText, type Json } from "../../../terraform/json";
import { type Check, referenceOf, resourcesOf, type StackJson } from "./stack-json";
import { blockOf, type SubnetFacts, type Subnets, subnetsOf } from "./subnets";

/** A load balancer in one zone, or an internet-facing one in private subnets. */
export const balancerPlaces: Check = (json) => {
  const subnets = subnetsOf(json);
  return resourcesOf(json, "aws_lb").flatMap(({ address, block }) => {
    const path = `${address}.subnets`;
    const placed = resolved(block["subnets"], subnets);
    if (placed === undefined) return [];
    const hidden = block["internal"] === true ? [] : placed.filter(({ access }) => access === "private");
    return [
      ...zoneSpread(placed, path, "a load balancer needs subnets in two zones"),
      ...hidden.map(
        (subnet): Issue => ({
          code: "balancer-private",
          path,
          problem: `${subnet.address} has no route to an internet gateway, so nobody on the internet reaches the balancer there`,
          fix: "place an internet-facing load balancer in public subnets",
        }),
      ),
    ];
  });
};

/** A database's subnet group in one zone. */
export const subnetGroupZones: Check = (json) => {
  const subnets = subnetsOf(json);
  return resourcesOf(json, "aws_db_subnet_group").flatMap(({ address, block }) => {
    const placed = resolved(block["subnet_ids"], subnets);
    return placed === undefined
      ? []
      : zoneSpread(placed, `${address}.subnet_ids`, "RDS needs subnets in two zones");
  });
};

/** The subnets that a list refers to; undefined when one of them is not a subnet of this stack. */
function resolved(value: Json | undefined, subnets: Subnets): readonly SubnetFacts[] | undefined {
  const facts = asList(value).map((item) => subnets.get(referenceOf(item) ?? ""));
  return value !== undefined && facts.every((fact) => fact !== undefined) ? facts : undefined;
}

function zoneSpread(placed: readonly SubnetFacts[], path: string, why: string): readonly Issue[] {
  const zones = [...new Set(placed.flatMap(({ zone }) => zone ?? []))];
  if (zones.length >= 2 || placed.some(({ zone }) => zone === undefined)) return [];
  return [
    {
      code: "one-zone",
      path,
      problem: `${zones.length === 0 ? "no zone" : `only zone ${zones[0]}`}: ${why}`,
      fix: "add a subnet in a second zone",
    },
  ];
}

/** A NAT gateway in a subnet without a way to the internet. */
export const natGatewayPlaces: Check = (json) => {
  const subnets = subnetsOf(json);
  return resourcesOf(json, "aws_nat_gateway").flatMap(({ address, block }) => {
    const subnet = subnets.get(referenceOf(block["subnet_id"]) ?? "");
    if (subnet?.access !== "private" || block["connectivity_type"] === "private") return [];
    return [
      {
        code: "nat-gateway-private",
        path: `${address}.subnet_id`,
        problem: `${subnet.address} has no route to an internet gateway, so the NAT gateway goes nowhere`,
        fix: "place it in a public subnet",
      },
    ];
  });
};

/** A zone that is not of the provider's region. */
export const foreignZones: Check = (json) => {
  const region = regionOf(json);
  if (region === undefined) return [];
  return ["aws_subnet", "aws_instance", "aws_ebs_volume"].flatMap((type) =>
    resourcesOf(json, type).flatMap(({ address, block }) => {
      const zone = asText(block["availability_zone"]);
      if (zone === undefined || zone.includes("${") || zone.startsWith(region)) return [];
      const path = `${address}.availability_zone`;
      return [
        {
          code: "zone-foreign",
          path,
          problem: `${zone} is not in ${region}, the provider's region`,
          fix: `use a zone such as ${region}a`,
        },
      ];
    }),
  );
};

function regionOf(json: StackJson): string | undefined {
  const [provider] = asList(asObject(json["provider"])["aws"]);
  return asText(asObject(provider)["region"]);
}

/** A subnet outside the block of its VPC, or over another one. */
export const subnetBlocks: Check = (json) => {
  const vpcs = new Map(
    resourcesOf(json, "aws_vpc").map(({ address, block }) => [address, blockOf(block["cidr_block"])]),
  );
  const extended = new Set(
    resourcesOf(json, "aws_vpc_ipv4_cidr_block_association").map(({ block }) => referenceOf(block["vpc_id"])),
  );
  const placed = [...subnetsOf(json).values()];
  return placed.flatMap(({ address, cidr, vpc }, i) => {
    const path = `${address}.cidr_block`;
    if (cidr === undefined) return [];
    // A block that is not known has room for every subnet.
    const outer = (extended.has(vpc) ? undefined : vpcs.get(vpc ?? "")) ?? cidr;
    const clashes = placed
      .slice(0, i)
      .filter((other) => other.cidr !== undefined && other.vpc === vpc && overlaps(cidr, other.cidr));
    return [
      ...unmet([
        [
          containsCidr(outer, cidr),
          {
            code: "subnet-outside-vpc",
            path,
            problem: `${formatCidr(cidr)} is outside the VPC ${formatCidr(outer)}`,
            fix: "use a block inside it",
          },
        ],
      ]),
      ...clashes.map(
        (other): Issue => ({
          code: "subnet-overlap",
          path,
          problem: `${formatCidr(cidr)} overlaps ${other.address}`,
          fix: "give each subnet a block of its own",
        }),
      ),
    ];
  });
};

/** A private address that is taken, outside its subnet, or one of those that AWS keeps. */
export const fixedAddresses: Check = (json) => {
  const subnets = subnetsOf(json);
  const taken = new Map<string, string>();
  return ["aws_instance", "aws_network_interface"].flatMap((type) =>
    resourcesOf(json, type).flatMap(({ address, block }) => {
      const subnet = subnets.get(referenceOf(block["subnet_id"]) ?? "");
      const single = asText(block["private_ip"]);
      const texts = [
        ...(single === undefined ? [] : [single]),
        ...asList(block["private_ips"]).flatMap((item) => asText(item) ?? []),
      ];
      return texts.flatMap((text) => addressIssues(text, subnet, `${address}.private_ip`, taken));
    }),
  );
};

function addressIssues(
  text: string,
  subnet: SubnetFacts | undefined,
  path: string,
  taken: Map<string, string>,
): readonly Issue[] {
  const ip = parseIp(text);
  const cidr = subnet?.cidr;
  if (text.includes("${") || subnet === undefined || cidr === undefined) return [];
  const owner = taken.get(`${subnet.vpc} ${text}`);
  taken.set(`${subnet.vpc} ${text}`, path);
  if (owner !== undefined)
    return [
      {
        code: "address-used",
        path,
        problem: `${text} is already used by ${owner}`,
        fix: "use another address",
      },
    ];
  if (ip === undefined || !containsIp(cidr, ip)) {
    return [
      {
        code: "address-outside-subnet",
        path,
        problem: `${text} is not in ${subnet.address} (${formatCidr(cidr)})`,
        fix: `use an address of ${formatCidr(cidr)}`,
      },
    ];
  }
  const offset = ip.value - cidr.base;
  if (offset >= 4n && ip.value !== lastOf(cidr)) return [];
  return [
    {
      code: "address-reserved",
      path,
      problem: `${text} is one of the five addresses that AWS keeps of ${formatCidr(cidr)}`,
      fix: `use one from ${formatIp(addressAt(cidr, 4))} to ${formatIp({ family: cidr.family, value: lastOf(cidr) - 1n })}`,
    },
  ];
}
