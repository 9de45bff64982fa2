/**
 * Which rule or route did it. What opened is put to the test: with one changed resource as it was, is it still open?
 * Of what closed the same is asked of the old network, with one resource as it is to be.
 */

import { attributesOf, LEAST_TELLING, tellingRank } from "../../../aws/resource-types";
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { given } from "../../../net/given";
import { missing, type PacketSet, packetSet, restrict } from "../../../net/packet-set";
import { isInstanceOf } from "../../../terraform/address";
import { lineOf, type SourceLines } from "../../../terraform/source-lines";
import type { NetworkInput } from "../../../terraform/values";
import { buildNetwork } from "../../model/build";
import type { NetworkModel } from "../../network/network-model";
import { type QueryableNetwork, queryable } from "../../reach/answer";
import type { Declared, Endpoint } from "../../reach/endpoints/lookup";
import type { Side } from "../reach/joint-ends";
import { openingsBetween } from "../reach/open-packets";
import type { Cause } from "../reach/reach-change";
import type { Blame, OpenedOrClosed } from "../reach/reach-delta";
import type { Change } from "../versions/change";
import { relatedTo } from "./related-resources";
import { causeText } from "./wording";

export interface Suspicion {
  readonly before?: NetworkInput;
  readonly after?: NetworkInput;
  /** What was built of them. */
  readonly networks: { readonly before?: NetworkModel; readonly after?: NetworkModel };
  readonly declaredBefore: Declared;
  readonly declaredAfter: Declared;
  readonly changes: readonly Change[];
  readonly lines: SourceLines;
}

/** Up to so many resources times suspects are tried one by one; beyond that the likely ones are named untried. */
const MOST_TRIED = 40_000;
const MOST_SUSPECTS = 60;
const MOST_CAUSES = 8;

export function causeFinder(suspicion: Suspicion): Blame {
  const trial = new Trial(suspicion);
  return (found) => trial.causesOf(found);
}

class Trial {
  private readonly suspects: readonly Change[];
  /** All that one of the versions has. */
  private readonly gone: ReadonlySet<string>;
  private readonly tried = new Map<string, QueryableNetwork | undefined>();

  constructor(private readonly suspicion: Suspicion) {
    this.suspects = suspicion.changes
      .filter(({ type, noise }) => attributesOf(type) !== undefined && !noise)
      .sort((a, b) => rankOf(a) - rankOf(b) || (a.address < b.address ? -1 : 1));
    const { before, after } = suspicion;
    this.gone = new Set(
      [before, after].flatMap((input) => input?.resources ?? []).map(({ address }) => address),
    );
  }

  causesOf(found: OpenedOrClosed): readonly Cause[] {
    const gone = ownChanges(found, this.suspects);
    if (gone.length > 0) return gone.map((change) => this.cause(change, found.kind));
    const suspects = this.suspectsOf(found);
    const size = this.base(found)?.resources.length ?? 0;
    const guilty =
      size * suspects.length > MOST_TRIED ? suspects : suspects.filter((each) => this.matters(found, each));
    // Where each of several would have sufficed, none is missed: then those are named that bring it about alone.
    const named = guilty.length > 0 ? guilty : suspects.filter((each) => this.suffices(found, each));
    return named.slice(0, MOST_CAUSES).map((change) => this.cause(change, found.kind));
  }

  /** All of them where they are few; else those on the way. */
  private suspectsOf(found: OpenedOrClosed): readonly Change[] {
    if (this.suspects.length <= MOST_SUSPECTS) return this.suspects;
    const when = found.kind === "opened" ? "after" : "before";
    const network = this.suspicion.networks[when];
    if (network === undefined) return [];
    const related = relatedTo(network, found);
    return this.suspects.filter(({ address }) => related.has(address)).slice(0, MOST_SUSPECTS);
  }

  /** Whether some of what opened or closed hangs on this change. */
  private matters(found: OpenedOrClosed, change: Change): boolean {
    const open = this.openIn(this.variant(found.kind, "without", change.address), found);
    return open === undefined || found.boxes.some((box) => missing(open, box).length > 0);
  }

  /** Whether this change alone brings about some of it, in the version where it was not. */
  private suffices(found: OpenedOrClosed, change: Change): boolean {
    const open = this.openIn(this.variant(found.kind, "with", change.address), found);
    return open !== undefined && found.boxes.some((box) => restrict(open, box).length > 0);
  }

  /** What gets through between the same ends in another network; undefined where one of them is not there. */
  private openIn(asked: QueryableNetwork | undefined, found: OpenedOrClosed): PacketSet | undefined {
    const { kind, from, to, traffic } = found;
    const sides = kind === "opened" ? [from.after, to.after] : [from.before, to.before];
    const [source, target] = sides.map((side) => (asked === undefined ? undefined : sideIn(asked, side)));
    if (asked === undefined || source === undefined || target === undefined) return undefined;
    return packetSet(
      openingsBetween(asked, source, target, from === to, traffic).flatMap(({ open }) => open),
    );
  }

  private base({ kind }: { readonly kind: OpenedOrClosed["kind"] }): NetworkInput | undefined {
    return kind === "opened" ? this.suspicion.after : this.suspicion.before;
  }

  /** The network in which packets get through, but for one resource; or the other one, with that resource. */
  private variant(
    kind: OpenedOrClosed["kind"],
    how: "with" | "without",
    address: string,
  ): QueryableNetwork | undefined {
    const key = `${kind} ${how} ${address}`;
    if (this.tried.has(key)) return this.tried.get(key);
    const { before, after, declaredBefore, declaredAfter } = this.suspicion;
    const isAfter = (kind === "opened") === (how === "without");
    const [base, other] = isAfter ? [after, before] : [before, after];
    const resources = [
      ...(base?.resources ?? []).filter((each) => !isInstanceOf(each.address, address)),
      ...(other?.resources ?? []).filter((each) => isInstanceOf(each.address, address)),
    ];
    const declared = isAfter ? declaredAfter : declaredBefore;
    const trial = base === undefined ? undefined : { ...base, resources, gone: this.gone };
    const asked = trial === undefined ? undefined : queryable(buildNetwork(trial), declared);
    this.tried.set(key, asked);
    return asked;
  }

  private cause(change: Change, kind: OpenedOrClosed["kind"]): Cause {
    const { lines, networks } = this.suspicion;
    const { address, action } = change;
    const line = lineOf(lines, address);
    return {
      address,
      action,
      text: causeText(networks, kind, change),
      ...given({ line }),
    };
  }
}

/** A machine that comes or goes takes its paths along: no rule did it. Of what opens, rules may have a part in it. */
function ownChanges({ kind, from, to }: OpenedOrClosed, changes: readonly Change[]): readonly Change[] {
  if (kind === "opened") return [];
  const gone = [from, to].filter(({ end }) => end.state === "gone");
  const keys = gone.flatMap(({ before }) =>
    (before?.members ?? []).flatMap((member) =>
      member.kind === "interface" ? member.places.flatMap(({ key, owner }) => [owner, key]) : [],
    ),
  );
  return changes.filter(({ address }) => keys.includes(address));
}

/** What is changed in place was there before and is there after: nothing but its change can have done it. */
function rankOf({ type, action }: Change): number {
  return tellingRank(type) - (action === "update" ? LEAST_TELLING : 0);
}

/** The same ends in another network; undefined when a machine is not there. */
function sideIn(asked: QueryableNetwork, side: Side | undefined): Side | undefined {
  if (side === undefined) return undefined;
  const members = side.members.map((member) => memberIn(asked, member));
  if (members.some((member) => member === undefined)) return undefined;
  const second = side.second === undefined ? undefined : memberIn(asked, side.second);
  return {
    members: members.filter((member) => member !== undefined),
    ...given({ second }),
  };
}

function memberIn({ network }: QueryableNetwork, member: Endpoint): Endpoint | undefined {
  const [place] = member.kind === "interface" ? member.places : [];
  if (member.kind !== "interface" || place === undefined) return member;
  const places =
    INTERFACE_KINDS[place.kind].places === "apart"
      ? [network.interfaces.get(place.key)]
      : [...network.interfaces.values()].filter(({ owner }) => owner === place.owner);
  const found = places.filter((one) => one !== undefined);
  const balancer = network.balancers.get(place.owner);
  const { kind, name, by, family } = member;
  return found.length === 0
    ? undefined
    : {
        kind,
        name,
        by,
        places: found,
        ...given({ balancer, family }),
      };
}
