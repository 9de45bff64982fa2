/** Load balancers: their nodes as interfaces, and what they listen on. */
import { given } from "../../../net/given";
import { noTraffic, stretch, type TrafficSet } from "../../../net/traffic-set";
import {
  blocksOf,
  isTrue,
  isUnknown,
  listOf,
  numberOf,
  type Resource,
  textOf,
  Unknown,
  type Value,
  type Values,
} from "../../../terraform/values";
import type { Balancer, Key, Listener, NetworkInterface, SubnetModel } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";
import { privateAddress, publicAddress, type somePublic } from "../interfaces/addresses";
import { groupsOf, noOthers, type PlaceContext } from "../interfaces/network-interfaces";
import { subnetsOf } from "../interfaces/owner-subnets";

const BALANCERS = ["aws_lb", "aws_alb"];

/** One interface for each subnet of each balancer. */
export function buildNodes(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const nodes = new Map<Key, NetworkInterface>();
  for (const resource of context.lookup.all(...BALANCERS)) {
    const mapped = blocksOf(resource.values["subnet_mapping"]);
    for (const block of mapped) {
      const place = `${resource.address}.subnet_mapping`;
      for (const subnet of subnetsOf(context, resource, block["subnet_id"], place))
        addNode(context, nodes, resource, subnet, block);
    }
    const subnets = resource.values["subnets"];
    if (mapped.length > 0 && isNone(subnets)) continue;
    for (const subnet of subnetsOf(context, resource, subnets, `${resource.address}.subnets`))
      if (!nodes.has(nodeKey(resource, subnet))) addNode(context, nodes, resource, subnet, {});
  }
  return nodes;
}

function addNode(
  context: PlaceContext,
  nodes: Map<Key, NetworkInterface>,
  resource: Resource,
  subnet: SubnetModel,
  block: Values,
): void {
  const key = nodeKey(resource, subnet);
  const isNetwork = typeOf(resource) === "network";
  const noGroups = isNetwork && isNone(resource.values["security_groups"]);
  const facing = !isTrue(resource.values["internal"]);
  nodes.set(key, {
    ...noOthers,
    key,
    name: resource.name,
    kind: "balancer",
    owner: resource.address,
    subnet: subnet.key,
    private4: privateAddress(context.lookup, block["private_ipv4_address"], subnet),
    ...(facing ? { public4: nodePublic(context, block, resource) } : {}),
    ...(noGroups ? { groups: [] } : groupsOf(context, resource, subnet, ["security_groups"])),
    checkedBy: resource.address,
  });
}

function nodePublic({ lookup }: PlaceContext, block: Values, resource: Resource): typeof somePublic {
  const eip = lookup.find(block["allocation_id"], `${resource.address}.subnet_mapping`);
  const told = block["public_ip"] ?? (eip.kind === "resource" ? eip.resource.values["public_ip"] : undefined);
  return publicAddress(lookup, told);
}

function nodeKey(resource: Resource, subnet: SubnetModel): Key {
  return `${resource.address} in ${subnet.key}`;
}

function typeOf({ values }: Resource): Balancer["type"] {
  const type = textOf(values["load_balancer_type"]);
  return type === "network" || type === "gateway" ? type : "application";
}

export function buildBalancers(
  lookup: Lookup,
  nodes: ReadonlyMap<Key, NetworkInterface>,
): ReadonlyMap<Key, Balancer> {
  return new Map(
    lookup.all(...BALANCERS).map((resource) => {
      const { address: key, name, values } = resource;
      const type = typeOf(resource);
      const own = [...nodes.values()].filter(({ owner }) => owner === key).map((node) => node.key);
      const crossZone = type === "application" || isTrue(values["enable_cross_zone_load_balancing"]);
      return [
        key,
        {
          key,
          name,
          type,
          internal: isTrue(values["internal"]),
          nodes: own,
          ...listenersOf(lookup, key),
          crossZone,
        },
      ];
    }),
  );
}

function listenersOf(lookup: Lookup, balancer: Key): Pick<Balancer, "listeners" | "maybeListeners"> {
  const all = lookup.all("aws_lb_listener", "aws_alb_listener");
  const own = readListeners(
    lookup,
    all.filter((each) => lookup.key(each, "load_balancer_arn") === balancer),
  );
  const others = readListeners(
    lookup,
    all.filter(({ values }) => isUnknown(values["load_balancer_arn"])),
  );
  const isSure = ({ unknown }: Listener): boolean => unknown === undefined;
  const perhaps = [...own.filter((each) => !isSure(each)), ...others];
  return {
    listeners: own.filter(isSure),
    maybeListeners: perhaps.map((each) => ({ ...each, traffic: each.port === 0 ? ANY : each.traffic })),
  };
}

const ANY = [...stretch("tcp"), ...stretch("udp")];

function readListeners(lookup: Lookup, listeners: readonly Resource[]): readonly Listener[] {
  const rules = lookup.all("aws_lb_listener_rule", "aws_alb_listener_rule");
  const loose = rules.find(({ values }) => isUnknown(values["listener_arn"]));
  return listeners.map((listener) => {
    const { address: resource, values } = listener;
    const port = numberOf(values["port"]);
    const actions = [
      ...blocksOf(values["default_action"]),
      ...rules
        .filter((rule) => lookup.key(rule, "listener_arn") === resource)
        .flatMap((rule) => blocksOf(rule.values["action"])),
    ];
    const forwards = actions.flatMap((action) => forwardsOf(lookup, action, resource));
    const elsewhere =
      unreadAction(values["default_action"], `${resource}.default_action`) ??
      forwards.find((each) => each instanceof Unknown) ??
      (loose === undefined
        ? undefined
        : new Unknown(`${loose.address}.listener_arn`, "which listener's rule it is, is not known"));
    const answers = actions.some(({ type }) => type === "redirect" || type === "fixed-response");
    const unknown = port === undefined ? new Unknown(`${resource}.port`, "is not known") : undefined;
    return {
      port: port ?? 0,
      traffic: port === undefined ? noTraffic : trafficOfListener(textOf(values["protocol"]) ?? "HTTP", port),
      targetGroups: [...new Set(forwards.filter((each) => typeof each === "string"))],
      ...given({ elsewhere }),
      answers,
      resource,
      ...given({ unknown }),
    };
  });
}

/** What is done with connections is not known, in whole or in part. */
function unreadAction(value: Value | undefined, place: string): Unknown | undefined {
  const unread = [value, ...listOf(value)].find(isUnknown);
  return unread === undefined || unread instanceof Unknown ? unread : new Unknown(place, "is not known");
}

function trafficOfListener(protocol: string, port: number): TrafficSet {
  const tcp = stretch("tcp", port, port);
  const udp = stretch("udp", port, port);
  if (protocol === "UDP" || protocol === "QUIC") return udp;
  return protocol === "TCP_UDP" || protocol === "TCP_QUIC" ? [...tcp, ...udp] : tcp;
}

function forwardsOf(lookup: Lookup, action: Values, place: Key): readonly (Key | Unknown)[] {
  const forwards = blocksOf(action["forward"]).flatMap((forward) =>
    blocksOf(forward["target_group"]).map((group) => group["arn"]),
  );
  return [action["target_group_arn"], ...forwards].flatMap((value): readonly (Key | Unknown)[] => {
    const found = lookup.find(value, `${place}.default_action`);
    if (found.kind === "unknown") return [found.unknown];
    return found.kind === "resource" ? [found.resource.address] : [];
  });
}

function isNone(value: Value | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
