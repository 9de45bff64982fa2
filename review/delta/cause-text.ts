/** What a resource says in the network, in a few words: `web admits tcp/22 from 0.0.0.0/0`. */
import { formatTrafficSet } from "../../net/traffic-set";
import type { Network, Peer, Route, Rule } from "../model/network";
import { nameOfAddress } from "../read/vocabulary";

/** Empty for a resource that is not a rule or a route: its address says enough. */
export function causeText(network: Network, address: string): string {
  const isOf = (resource: string): boolean => resource === address || resource.startsWith(`${address}[`);
  const rules = [...network.groups.values()].flatMap(({ name, rules: own }) =>
    own.filter(({ resource }) => isOf(resource)).map((rule) => ruleText(network, name, rule)),
  );
  const routes = [...network.tables.values()].flatMap(({ name, routes: own }) =>
    own.filter(({ resource }) => isOf(resource)).map((route) => routeText(name, route)),
  );
  return [...new Set([...rules, ...routes])].slice(0, 3).join("; ");
}

function ruleText(network: Network, group: string, { direction, traffic, peer }: Rule): string {
  const what = formatTrafficSet(traffic);
  const whom = peerText(network, peer);
  return direction === "in" ? `${group} admits ${what} from ${whom}` : `${group} sends ${what} to ${whom}`;
}

function peerText(network: Network, peer: Peer): string {
  switch (peer.kind) {
    case "addresses":
      return peer.text;
    case "group":
      return network.groups.get(peer.group)?.name ?? peer.group;
    case "variable":
      return peer.name;
    case "unknown":
      return "addresses that are not known";
  }
}

function routeText(table: string, { text, target }: Route): string {
  switch (target.kind) {
    case "local":
      return `${table}: ${text} stays inside`;
    case "internet":
    case "egress-only":
      return `${table}: ${text} → ${nameOfAddress(target.gateway)}`;
    case "interface":
    case "peering":
    case "transit":
    case "service":
      return `${table}: ${text} → ${nameOfAddress(target.key)}`;
    case "blackhole":
      return `${table}: ${text} leads nowhere`;
    case "unsupported":
      return `${table}: ${text} → ${target.what}`;
    case "unknown":
      return `${table}: ${text} → not known`;
  }
}
