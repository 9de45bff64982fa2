/** What a change opens and closes, marked on the lines of a drawing; lines are added for what has none. */

import { byKey } from "../../../../net/group-by";
import type { ReachChange, ReachDelta } from "../../../change/reach/reach-change";
import { trafficText } from "../../wording/headline";
import { type Box, type Link, type LinkEnd, sameEnd } from "./picture";

/** @param outside names of what lies outside: the internet, and blocks of addresses */
export function changedLinks(
  boxes: readonly Box[],
  links: readonly Link[],
  { opened, closed }: ReachDelta,
  outside: ReadonlySet<string>,
): readonly Link[] {
  const byName = byKey(boxes.flatMap((box) => box.names.map((name) => [name, box] as const)));
  const marked = new Map<Link, Link>();
  const added: Link[] = [];
  for (const change of [...opened, ...closed])
    for (const from of endsOf(byName, change.from, outside))
      for (const to of endsOf(byName, change.to, outside)) {
        if (sameEnd(from, to) || (from.kind === "outside" && to.kind === "outside")) continue;
        const drawn = links.find((link) => sameEnd(link.from, from) && sameEnd(link.to, to));
        if (drawn === undefined || change.kind === "closed") added.push(linkOf(change, from, to));
        else marked.set(drawn, { ...drawn, state: "opened" });
      }
  return [...links.map((link) => marked.get(link) ?? link), ...added];
}

function linkOf({ kind, traffic, exposes }: ReachChange, from: LinkEnd, to: LinkEnd): Link {
  return {
    from,
    to,
    kind: exposes ? "internet" : to.kind === "outside" ? "out" : from.kind === "outside" ? "named" : "inside",
    label: trafficText(traffic),
    bothWays: false,
    state: kind,
  };
}

function endsOf(
  byName: ReadonlyMap<string, readonly Box[]>,
  { name, members }: ReachChange["from"],
  outside: ReadonlySet<string>,
): readonly LinkEnd[] {
  if (outside.has(name)) return [{ kind: "outside", name }];
  const ids = new Set(members.flatMap((each) => byName.get(each)?.map(({ id }) => id) ?? []));
  return [...ids].map((box) => ({ kind: "box", box }));
}
