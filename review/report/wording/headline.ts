/** The first line of a review, and how its parts are said in every text format. */
import { formatAddresses } from "../../../net/address-set";
import { covers, subtract } from "../../../net/interval-set";
import { formatTrafficSet, stretch, type TrafficSet } from "../../../net/traffic-set";
import type { Cause, ReachChange, ReachEnd, UnknownReach } from "../../change/reach/reach-change";
import type { NetworkReview, Review } from "../../change/review";
import type { Action } from "../../change/versions/change";
import { pathNames } from "../../reach/promises";

/** `opens 1 path from the internet; breaks 1 promise`, or `no change in reachability`. */
export function headline({ networks }: Review): string {
  const said = networks.flatMap((network) => {
    const words = sayings(network);
    return words.length === 0
      ? []
      : [networks.length === 1 ? words.join("; ") : `${network.name}: ${words.join("; ")}`];
  });
  return said.length === 0 ? "no change in reachability" : said.join(" · ");
}

/** Of several networks, those that nothing happens to need no more than their names. */
export function tellingNetworks({ networks }: Review): {
  readonly told: readonly NetworkReview[];
  readonly unchanged: readonly NetworkReview[];
} {
  if (networks.length === 1) return { told: networks, unchanged: [] };
  const told = networks.filter((network) => !isUnchanged(network));
  return { told, unchanged: networks.filter((network) => !told.includes(network)) };
}

/** Nothing happens to it, and there is nothing to note. */
export function isUnchanged(network: NetworkReview): boolean {
  const { changes, drift, unknowns, warnings } = network;
  return sayings(network).length + changes.length + drift.length + unknowns.length + warnings.length === 0;
}

/** What one network has to say in the first line, the worst first. */
export function sayings({
  reach,
  promises,
  takenBack,
  before,
  after,
  disruptions: hurts,
  unknowns,
}: NetworkReview): readonly string[] {
  const { opened, closed, unknown } = reach;
  const exposed = opened.filter(({ exposes }) => exposes).length;
  const broken = promises.filter(({ kept }) => !kept).length;
  const unmodelled = unknown.filter((each) => each.unmodelled === true).length;
  const later = unknown.filter((each) => each.unmodelled !== true);
  const doubts = new Set(
    [...later.flatMap((each) => each.unknowns), ...unknowns].map(({ attribute }) => attribute),
  );
  const untold = [
    ...(unmodelled === 0 ? [] : [`${counted(unmodelled, "resource")} not modelled`]),
    ...(later.length + doubts.size === 0 ? [] : [known(doubts.size)]),
  ];
  const lost = hurts.filter(({ loses }) => loses !== "traffic").length;
  const others = opened.length - exposed;
  return [
    ...(before === undefined && after !== undefined ? ["a new network"] : []),
    ...(after === undefined && before !== undefined ? ["the network is taken down"] : []),
    ...(exposed === 0 ? [] : [`opens ${counted(exposed, "path")} from the internet`]),
    ...(broken === 0 ? [] : [`breaks ${counted(broken, "promise")}`]),
    ...(untold.length === 0 ? [] : [`cannot tell: ${untold.join(", ")}`]),
    ...(others === 0 ? [] : [`opens ${counted(others, exposed === 0 ? "path" : "other path")}`]),
    ...(closed.length === 0 ? [] : [`closes ${counted(closed.length, "path")}`]),
    ...(takenBack.length === 0 ? [] : [`takes back ${counted(takenBack.length, "promise")}`]),
    ...(lost === 0 ? [] : [`loses data or addresses in ${counted(lost, "place")}`]),
    ...(opened.length + closed.length + unknown.length + doubts.size === 0 &&
    broken + takenBack.length + lost > 0
      ? ["no change in reachability"]
      : []),
  ];
}

function known(count: number): string {
  return count === 0
    ? "something is known only after apply"
    : `${counted(count, "attribute")} known only after apply`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

const OTHERS = stretch("other");

/** As elsewhere, but all protocols that have no ports and are not ICMP are said in two words. */
export function trafficText(traffic: TrafficSet): string {
  const text = formatTrafficSet(traffic);
  if (text === "all" || !covers(traffic, OTHERS)) return text;
  const rest = subtract(traffic, OTHERS);
  return rest.length === 0 ? "other protocols" : `${formatTrafficSet(rest)}, other protocols`;
}

/** `internet → web tcp/22`; with the addresses where not all are meant, and the family where it is IPv6 alone. */
export function pairText({ from, to, traffic, addresses, over }: ReachChange): string {
  const whose = addresses === undefined ? "" : ` for ${formatAddresses(addresses, 3)}`;
  const how = over === undefined ? "" : ` over ${over}`;
  return `${from.name} → ${to.name} ${trafficText(traffic)}${how}${whose}`;
}

export function doubtText({ from, to, unknowns }: UnknownReach): string {
  const what = unknowns.map(({ attribute, why }) => `${attribute}: ${why}`);
  return `${from.name} → ${to.name}${what.length === 0 ? "" : ` (${what.slice(0, 3).join("; ")})`}`;
}

const DONE: Readonly<Record<Action, string>> = {
  create: "created",
  update: "changed",
  replace: "made anew",
  destroy: "destroyed",
  forget: "no longer managed",
  import: "imported",
  move: "moved",
};

/** How an action is said of what it was done to. */
export function done(action: Action): string {
  return DONE[action];
}

export function causeLine({ address, action, text, line }: Cause): string {
  const said = text === "" ? "" : `: ${text}`;
  return `${address} ${done(action)}${said}${lineText({ line })}`;
}

export function lineText({ line }: { readonly line?: string | undefined }): string {
  return line === undefined ? "" : ` (${line})`;
}

/** Said of the way of the first of several pairs. */
export function alikeText(count: number): string {
  return count === 1 ? "" : ` (and ${counted(count - 1, "pair")} alike)`;
}

/** The way of what opened; of what closed, what stops it now. */
export function wayText({ kind, path, blocker, from, to }: ReachChange): string {
  const way = pathNames(path).join(" → ");
  if (kind === "opened") return way;
  if (from.state === "gone" || to.state === "gone")
    return goneText([from, to].filter(({ state }) => state === "gone"));
  return blocker === undefined ? `was ${way}` : `now stopped at ${blocker.at}: ${blocker.text}`;
}

function goneText(ends: readonly ReachEnd[]): string {
  const names = ends.map(({ name }) => name);
  return `${names.join(" and ")} ${names.length > 1 || names[0]?.includes(", ") ? "are" : "is"} gone`;
}
