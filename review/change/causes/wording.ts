/** What a changed resource says in the network, in a few words: `web admits tcp/22 from 0.0.0.0/0`. */

import { formatTrafficSet } from "../../../net/traffic-set";
import { isInstanceOf, nameOfAddress } from "../../../terraform/address";
import type { RulePeer, SecurityGroupRule } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import type { Route, RouteTarget } from "../../network/routes";
import type { ReachChange } from "../reach/reach-change";
import type { Change } from "../versions/change";

const MOST = 3;

/**
 * Of what opened, what the resource says now and did not before; of what closed, what it does not say any more.
 * Empty for a resource that has no rule and no route: its address says enough.
 */
export function causeText(
  { before, after }: { readonly before?: NetworkModel; readonly after?: NetworkModel },
  kind: ReachChange["kind"],
  { address, action }: Pick<Change, "address" | "action">,
): string {
  const was = before === undefined ? [] : sayingsOf(before, address);
  const is = after === undefined ? [] : sayingsOf(after, address);
  if (action === "destroy") return joined(was);
  const fresh = without(is, was);
  const gone = without(was, is);
  if (kind === "closed" && gone.length > 0) return joined(gone, " no longer ");
  return joined(fresh.length > 0 ? fresh : is);
}

/** `web`, `admits tcp/22 from 0.0.0.0/0`. */
type Saying = readonly [who: string, what: string];

function joined(sayings: readonly Saying[], verb = " "): string {
  return [...new Set(sayings.map((saying) => saying.join(verb)))].slice(0, MOST).join("; ");
}

function without(all: readonly Saying[], others: readonly Saying[]): readonly Saying[] {
  return all.filter(([who, what]) => !others.some((other) => other[0] === who && other[1] === what));
}

function sayingsOf(network: NetworkModel, address: string): readonly Saying[] {
  const rules = [...network.groups.values()].flatMap(({ name, rules: own }) =>
    own
      .filter(({ resource }) => isInstanceOf(resource, address))
      .map((rule) => ruleText(network, name, rule)),
  );
  const routes = [...network.tables.values()].flatMap(({ name, routes: own }) =>
    own.filter(({ resource }) => isInstanceOf(resource, address)).map((route) => routeText(name, route)),
  );
  return [...rules, ...routes];
}

function ruleText(
  network: NetworkModel,
  group: string,
  { direction, traffic, peer }: SecurityGroupRule,
): Saying {
  const what = formatTrafficSet(traffic);
  const whom = peerText(network, peer);
  return [group, direction === "in" ? `admits ${what} from ${whom}` : `sends ${what} to ${whom}`];
}

function peerText(network: NetworkModel, peer: RulePeer): string {
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

function routeText(table: string, { text, target }: Route): Saying {
  return [`${table}:`, `${text} ${targetText(target)}`];
}

function targetText(target: RouteTarget): string {
  switch (target.kind) {
    case "local":
      return "stays inside";
    case "internet":
    case "egress-only":
      return `→ ${nameOfAddress(target.gateway)}`;
    case "interface":
    case "peering":
    case "transit":
    case "service":
      return `→ ${nameOfAddress(target.key)}`;
    case "blackhole":
      return "leads nowhere";
    case "unsupported":
      return `→ ${target.what}`;
    case "unknown":
      return "→ not known";
  }
}
