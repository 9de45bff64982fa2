/** VPCs and subnets from `describe-*` output. */
import { arrayAt, at, type Json, textAt } from "../../../terraform/json";
import type { Resource } from "../../../terraform/values";
import { described, type Lists, list, nameOf, value } from "./lists";

export function places(lists: Lists): readonly Resource[] {
  const vpcs = list(lists, "Vpcs").flatMap((vpc) => {
    const id = textAt(vpc, "VpcId") ?? "";
    const more = arrayAt(vpc, "CidrBlockAssociationSet").filter(
      (each) => textAt(each, "CidrBlock") !== textAt(vpc, "CidrBlock"),
    );
    const six = arrayAt(vpc, "Ipv6CidrBlockAssociationSet");
    return [
      described("aws_vpc", id, nameOf(vpc, id), { cidr_block: value(vpc, "CidrBlock") }),
      ...more
        .filter((each) => isAssociated(each, "CidrBlockState"))
        .map((each, i) =>
          described("aws_vpc_ipv4_cidr_block_association", `${id}-cidr-${i}`, id, {
            vpc_id: id,
            cidr_block: value(each, "CidrBlock"),
          }),
        ),
      ...six
        .filter((each) => isAssociated(each, "Ipv6CidrBlockState"))
        .map((each, i) =>
          described("aws_vpc_ipv6_cidr_block_association", `${id}-cidr6-${i}`, id, {
            vpc_id: id,
            ipv6_cidr_block: value(each, "Ipv6CidrBlock"),
          }),
        ),
    ];
  });
  const subnets = list(lists, "Subnets").map((subnet) => {
    const id = textAt(subnet, "SubnetId") ?? "";
    const six = arrayAt(subnet, "Ipv6CidrBlockAssociationSet").find((each) =>
      isAssociated(each, "Ipv6CidrBlockState"),
    );
    return described("aws_subnet", id, nameOf(subnet, id), {
      vpc_id: value(subnet, "VpcId"),
      cidr_block: value(subnet, "CidrBlock"),
      ipv6_cidr_block: value(six, "Ipv6CidrBlock"),
      availability_zone: value(subnet, "AvailabilityZone"),
    });
  });
  return [...vpcs, ...subnets, ...publicAccess(lists)];
}

function publicAccess(lists: Lists): readonly Resource[] {
  const options = list(lists, "VpcBlockPublicAccessOptions").map((each, i) =>
    described("aws_vpc_block_public_access_options", `vpc-block-public-access-${i}`, "Block Public Access", {
      internet_gateway_block_mode: value(each, "InternetGatewayBlockMode"),
    }),
  );
  const exclusions = list(lists, "VpcBlockPublicAccessExclusions").map((each) => {
    const id = textAt(each, "ExclusionId") ?? "";
    const [kind, about] = (textAt(each, "ResourceArn") ?? "").split(":").at(-1)?.split("/") ?? [];
    return described("aws_vpc_block_public_access_exclusion", id, id, {
      [kind === "subnet" ? "subnet_id" : "vpc_id"]: about,
      internet_gateway_exclusion_mode: value(each, "InternetGatewayExclusionMode"),
      state: value(each, "State"),
    });
  });
  return [...options, ...exclusions];
}

function isAssociated(association: Json, key: string): boolean {
  const state = textAt(at(association, key), "State");
  return state === undefined || state === "associated";
}
