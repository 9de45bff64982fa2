/** Which lines are drawn: what somebody may begin, but not what anybody on the internet may do as well. */
import { INTERFACE_KINDS } from "../../../../aws/types/interface-kinds";
import { subtract, union } from "../../../../net/interval-set";
import { formatTrafficSet, noTraffic, type TrafficSet } from "../../../../net/traffic-set";
import type { Key, NetworkInterface } from "../../../network/network";
import type { QueryableNetwork } from "../../../reach/answer";
import type { Names } from "../../../reach/endpoints/lookup";
import type { Matrix, MatrixEnd, MatrixRow } from "../../../reach/matrix";
import { defaultRoute } from "./grid";
import type { Box, Link, LinkEnd, LinkKind } from "./picture";

const INTERNET = "internet";

/** @param boxes the ones that are drawn */
export function linksOf(asked: QueryableNetwork, matrix: Matrix, boxes: readonly Box[]): readonly Link[] {
  const byKey = new Map(boxes.flatMap((box) => box.keys.map((key): [Key, Box] => [key, box])));
  const anyone = openToAnyone(matrix);
  const inbound = matrix.rows.flatMap((row) => inboundLinks(asked, row, anyone, byKey));
  return [...joined(inbound), ...waysOut(asked, matrix, boxes, byKey)];
}

/** By name of the end: what any address on the internet may send there. */
function openToAnyone({ rows }: Matrix): ReadonlyMap<MatrixEnd["name"], TrafficSet> {
  const open = new Map<string, TrafficSet>();
  for (const { from, to, open: traffic } of rows)
    if (from.name === INTERNET && from.keys.length === 0)
      open.set(idOf(to), union(open.get(idOf(to)) ?? noTraffic, traffic));
  return open;
}

function inboundLinks(
  asked: QueryableNetwork,
  row: MatrixRow,
  anyone: ReadonlyMap<string, TrafficSet>,
  byKey: ReadonlyMap<Key, Box>,
): readonly Link[] {
  const { from, to, open } = row;
  const isInternet = from.name === INTERNET && from.keys.length === 0;
  const rest = isInternet ? open : subtract(open, anyone.get(idOf(to)) ?? noTraffic);
  if (to.keys.length === 0 || (rest.length === 0 && !row.unknown)) return [];
  const label = rest.length === 0 ? "unknown" : shorter(rest, open, row.unknown);
  const kind: LinkKind = isInternet ? "internet" : from.keys.length === 0 ? "named" : "inside";
  return endsOf(asked, from, byKey).flatMap((source) =>
    endsOf(asked, to, byKey).flatMap((target): readonly Link[] => {
      if (source.kind === "box" && isQuiet(asked, source, target, byKey)) return [];
      return [{ from: source, to: target, kind, label, bothWays: false, state: "same" }];
    }),
  );
}

/** A database begins nothing; what goes to a NAT goes on to the internet, and is drawn as that. */
function isQuiet(
  asked: QueryableNetwork,
  source: LinkEnd,
  target: LinkEnd,
  byKey: ReadonlyMap<Key, Box>,
): boolean {
  if (source.kind !== "box" || target.kind !== "box" || source.box === target.box) return true;
  const to = byKey.get(target.box);
  const isNat = to !== undefined && interfacesOf(asked, to).some(({ forwards }) => forwards);
  const from = byKey.get(source.box);
  return isNat || (from !== undefined && !INTERFACE_KINDS[from.kind].drawing.begins);
}

function shorter(rest: TrafficSet, open: TrafficSet, perhapsMore: boolean): string {
  const [a, b] = [formatTrafficSet(rest), formatTrafficSet(open)];
  return `${a.length <= b.length ? a : b}${perhapsMore ? ", more unknown" : ""}`;
}

/** Two machines that may send each other the same are joined by one line with two tips. */
function joined(links: readonly Link[]): readonly Link[] {
  const keyOf = ({ from, to, label }: Link): string => `${textOf(from)} ${textOf(to)} ${label}`;
  const seen = new Map<string, Link>();
  for (const link of links) {
    const back = keyOf({ ...link, from: link.to, to: link.from });
    const other = seen.get(back);
    if (other === undefined) seen.set(keyOf(link), link);
    else seen.set(back, { ...other, bothWays: true });
  }
  return [...seen.values()];
}

/** From machines that reach the internet through a NAT to it, and from there out. */
function waysOut(
  asked: QueryableNetwork,
  { rows }: Matrix,
  boxes: readonly Box[],
  byKey: ReadonlyMap<Key, Box>,
): readonly Link[] {
  const links = new Map<string, Link>();
  const add = (from: LinkEnd, to: LinkEnd, label: string): void => {
    links.set(`${textOf(from)} ${textOf(to)}`, {
      from,
      to,
      kind: "out",
      label,
      bothWays: false,
      state: "same",
    });
  };
  const senders = new Set(
    rows
      .filter(({ to, open }) => to.name === INTERNET && to.keys.length === 0 && open.length > 0)
      .flatMap(({ from }) => from.keys),
  );
  for (const box of boxes) {
    const [one] = interfacesOf(asked, box);
    const subnet = asked.network.subnets.get(one?.subnet ?? "");
    const route = subnet === undefined ? undefined : defaultRoute(asked, subnet);
    if (route?.target.kind !== "interface" || !box.keys.some((key) => senders.has(key))) continue;
    const through = asked.network.interfaces.get(route.target.key);
    const nat = byKey.get(through?.key ?? "") ?? byKey.get(through?.owner ?? "");
    if (nat === undefined) continue;
    add({ kind: "box", box: box.id }, { kind: "box", box: nat.id }, route.text);
    add({ kind: "box", box: nat.id }, { kind: "outside", name: INTERNET }, route.text);
  }
  return [...links.values()];
}

function endsOf(
  { names }: QueryableNetwork,
  end: MatrixEnd,
  byKey: ReadonlyMap<Key, Box>,
): readonly LinkEnd[] {
  if (end.keys.length === 0) {
    return [{ kind: "outside", name: declaredName(names, end.name) }];
  }
  const ids = new Set(end.keys.flatMap((key) => byKey.get(key)?.id ?? []));
  return [...ids].map((box) => ({ kind: "box", box }));
}

/** `admin` for the variable or the blocks that the network calls so. */
export function declaredName({ declared }: Names, name: string): string {
  return Object.entries(declared).find(([, value]) => value === name)?.[0] ?? name;
}

function interfacesOf({ network }: QueryableNetwork, box: Box): readonly NetworkInterface[] {
  const direct = box.keys.flatMap((key) => network.interfaces.get(key) ?? []);
  return direct.length > 0
    ? direct
    : [...network.interfaces.values()].filter(({ owner }) => box.keys.includes(owner));
}

function idOf(end: MatrixEnd): string {
  return end.keys[0] ?? end.name;
}

export function textOf(end: LinkEnd): string {
  return end.kind === "box" ? `box ${end.box}` : `outside ${end.name}`;
}
