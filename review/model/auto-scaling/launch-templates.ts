/** What an Auto Scaling group starts its machines with: the firewall and addresses that its launch template states. */
import {
  blocksOf,
  isUnknown,
  listOf,
  numberOf,
  Reference,
  type Resource,
  textOf,
  Unknown,
  type Value,
  type Values,
} from "../../../terraform/values";
import type { Lookup } from "../../network/resource-lookup";

/** Attributes as those of an instance, at the address of the template; or why they are not known. */
export type LaunchSettings = Resource | Unknown;

export function launchSettings(lookup: Lookup, group: Resource): LaunchSettings {
  const { address, values } = group;
  const old = values["launch_configuration"];
  if (old !== undefined && old !== null && old !== "") return configuration(lookup, old, address);
  const chosen = specification(values, address);
  if (chosen instanceof Unknown) return lookup.note(chosen);
  const place = `${address}.launch_template`;
  const template = templateOf(lookup, chosen, place);
  if (template instanceof Unknown) return lookup.note(template);
  const doubt = otherVersion(chosen["version"], template, place) ?? cardOf(template);
  return doubt instanceof Unknown ? lookup.note(doubt) : instanceLike(lookup, template, doubt);
}

function configuration(lookup: Lookup, value: Value, address: string): LaunchSettings {
  const place = `${address}.launch_configuration`;
  const found = lookup.named(value, ["aws_launch_configuration"], place);
  if (found.kind === "resource") return found.resource;
  return found.kind === "unknown" ? found.unknown : lookup.note(new Unknown(place, "is not known"));
}

/** The block that names the template: of the group, or of its mixed instances, which differ in their types alone. */
function specification(values: Values, address: string): Values | Unknown {
  const place = `${address}.mixed_instances_policy`;
  const [own] = blocksOf(values["launch_template"]);
  if (own !== undefined) return own;
  for (const name of ["launch_template", "mixed_instances_policy"])
    if (isUnknown(values[name])) return new Unknown(`${address}.${name}`, "is not known");
  const [mixed] = blocksOf(blocksOf(values["mixed_instances_policy"])[0]?.["launch_template"]);
  if (mixed === undefined) return new Unknown(`${address}.launch_template`, "it names no launch template");
  const overrides = mixed["override"];
  if (isUnknown(overrides) || blocksOf(overrides).some(hasOwnTemplate))
    return new Unknown(place, "its machines are of several launch templates");
  const [chosen] = blocksOf(mixed["launch_template_specification"]);
  return chosen ?? new Unknown(place, "its launch template is not known");
}

function hasOwnTemplate(override: Values): boolean {
  const own = override["launch_template_specification"];
  return isUnknown(own) || listOf(own).length > 0;
}

function templateOf(lookup: Lookup, chosen: Values, place: string): Resource | Unknown {
  const given = ["id", "launch_template_id", "name", "launch_template_name"]
    .map((name) => chosen[name])
    // The provider plans the id as the word where it is to be found by the name.
    .filter((value) => value !== undefined && value !== null && value !== "" && value !== "unknown");
  // A plan tells the name as unknown beside an id that it can tell, and the other way round.
  const value = given.find((each) => !isUnknown(each)) ?? given[0];
  const found = lookup.named(value, ["aws_launch_template"], place);
  if (found.kind === "resource" && found.resource.type === "aws_launch_template") return found.resource;
  return found.kind === "unknown" ? found.unknown : new Unknown(place, "names no launch template");
}

/** The template tells its newest version: what another version of it states is not in the input. */
function otherVersion(
  version: Value | undefined,
  { address, values }: Resource,
  place: string,
): Unknown | undefined {
  const newest = numberOf(values["latest_version"]);
  // A plan does not tell a version that nobody states apart from one that is to be computed: it is the default one.
  const isUnstated = version instanceof Unknown && version.why === "known after apply";
  if (isUnknown(version) && !isUnstated)
    return version instanceof Unknown && version.why.includes(`${address}.latest_version`)
      ? undefined
      : new Unknown(`${place}.version`, `which version of ${address} it starts is not known`);
  if (version instanceof Reference && version.attribute === "latest_version") return undefined;
  const text = typeof version === "number" ? `${version}` : (textOf(version) ?? "$Default");
  if (text === "$Latest") return undefined;
  const isDefault = version instanceof Reference || text === "$Default";
  const started = isDefault ? numberOf(values["default_version"]) : Number(text);
  if (started === newest) return undefined;
  return new Unknown(
    `${place}.version`,
    `what version ${started ?? text} of ${address} states is not in this input`,
  );
}

/** The first network interface that the template describes; an empty block when it describes none. */
function cardOf({ address, values }: Resource): Values | Unknown {
  const place = `${address}.network_interfaces`;
  const all = values["network_interfaces"];
  if (isUnknown(all)) return new Unknown(place, "is not known");
  const cards = blocksOf(all);
  const first = cards.find((card) => (numberOf(card["device_index"]) ?? 0) === 0) ?? cards[0] ?? {};
  const existing = first["network_interface_id"];
  return existing === undefined || existing === null || existing === ""
    ? first
    : new Unknown(place, "is one that exists");
}

function instanceLike(lookup: Lookup, template: Resource, card: Values): LaunchSettings {
  const { address, values } = template;
  if (blocksOf(values["network_interfaces"]).length > 1)
    lookup.note(
      new Unknown(`${address}.network_interfaces`, "interfaces besides the first are not modelled"),
    );
  const groups = [card["security_groups"], values["vpc_security_group_ids"]].find(isGiven);
  if (groups === undefined && isGiven(values["security_group_names"]))
    return lookup.note(new Unknown(`${address}.security_group_names`, "groups by name are not modelled"));
  const wanted = card["associate_public_ip_address"];
  const wantsIpv6 = (numberOf(card["ipv6_address_count"]) ?? 0) > 0 || isGiven(card["ipv6_addresses"]);
  return {
    ...template,
    values: {
      security_groups: groups,
      associate_public_ip_address: wanted === "" ? undefined : wanted,
      ...(wantsIpv6 ? { ipv6_address_count: 1 } : {}),
    },
  };
}

function isGiven(value: Value | undefined): boolean {
  return isUnknown(value) || listOf(value).length > 0;
}
