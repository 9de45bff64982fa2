/** Security groups and network ACLs from `describe-*` output. */

import { arrayAt, at, type Json, textAt } from "../../../terraform/json";
import type { Resource, Value, Values } from "../../../terraform/values";
import { described, type Lists, list, nameOf, value } from "./lists";

export function firewalls(lists: Lists): readonly Resource[] {
  return [...groups(lists), ...acls(lists)];
}

function groups(lists: Lists): readonly Resource[] {
  return list(lists, "SecurityGroups").map((group) => {
    const id = textAt(group, "GroupId") ?? "";
    const name = textAt(group, "GroupName") ?? id;
    return described("aws_security_group", id, name, {
      vpc_id: value(group, "VpcId"),
      name,
      ingress: arrayAt(group, "IpPermissions").map(ruleOf),
      egress: arrayAt(group, "IpPermissionsEgress").map(ruleOf),
    });
  });
}

function ruleOf(permission: Json): Values {
  const all = (key: string, inner: string): readonly Value[] =>
    arrayAt(permission, key).flatMap((each) => textAt(each, inner) ?? []);
  return {
    protocol: value(permission, "IpProtocol"),
    from_port: value(permission, "FromPort"),
    to_port: value(permission, "ToPort"),
    cidr_blocks: all("IpRanges", "CidrIp"),
    ipv6_cidr_blocks: all("Ipv6Ranges", "CidrIpv6"),
    prefix_list_ids: all("PrefixListIds", "PrefixListId"),
    security_groups: all("UserIdGroupPairs", "GroupId"),
  };
}

function acls(lists: Lists): readonly Resource[] {
  return list(lists, "NetworkAcls").map((acl) => {
    const id = textAt(acl, "NetworkAclId") ?? "";
    const entries = arrayAt(acl, "Entries");
    return described("aws_network_acl", id, nameOf(acl, id), {
      vpc_id: value(acl, "VpcId"),
      is_default: at(acl, "IsDefault") === true,
      subnet_ids: arrayAt(acl, "Associations").flatMap((each) => textAt(each, "SubnetId") ?? []),
      ingress: entries.filter((entry) => at(entry, "Egress") === false).map(entryOf),
      egress: entries.filter((entry) => at(entry, "Egress") === true).map(entryOf),
    });
  });
}

function entryOf(entry: Json): Values {
  const ports = at(entry, "PortRange");
  const icmp = at(entry, "IcmpTypeCode");
  return {
    rule_no: value(entry, "RuleNumber"),
    action: value(entry, "RuleAction"),
    protocol: value(entry, "Protocol"),
    cidr_block: value(entry, "CidrBlock"),
    ipv6_cidr_block: value(entry, "Ipv6CidrBlock"),
    from_port: value(ports, "From"),
    to_port: value(ports, "To"),
    icmp_type: value(icmp, "Type"),
    icmp_code: value(icmp, "Code"),
  };
}
