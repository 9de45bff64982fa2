/** Who is asked in both versions of a network: machines alike before and after, blocks that rules name, the internet. */

import { ofFamily } from "../../../net/address-set";
import { given } from "../../../net/given";
import { covers, isEmpty, subtract, union } from "../../../net/interval-set";
import type { Family } from "../../../net/ip";
import { isEverybody } from "../../../net/own-addresses";
import type { QueryableNetwork } from "../../reach/answer";
import { type Endpoint, endpointsNamed, sends } from "../../reach/endpoints/lookup";
import { classesOf, type MachineClass } from "../../reach/endpoints/machine-classes";
import { namedBlocks } from "../../reach/endpoints/outside-blocks";
import type { ReachEnd } from "./reach-change";

/** What one version of the network knows of an end. */
export interface Side {
  /** Asked once over IPv4 and once over IPv6: what one of them opens, the other must not hide. */
  readonly members: readonly Endpoint[];
  /** Another machine of the class, for what machines that are alike do among themselves. */
  readonly second?: Endpoint;
}

export interface JointEnd {
  readonly end: ReachEnd;
  readonly before?: Side;
  readonly after?: Side;
  /** Gateways and endpoints send nothing of their own. */
  readonly sends: boolean;
  readonly isInternet: boolean;
  readonly isOutside: boolean;
}

const FAMILIES: readonly Family[] = [4, 6];

type When = "before" | "after";
type Both = { readonly [when in When]?: QueryableNetwork };

/** The internet first, then names for addresses, then machines in the order of the network. */
export function jointEnds(both: Both): readonly JointEnd[] {
  return [...outsideEnds(both), ...machineEnds(both)];
}

function outsideEnds(both: Both): readonly JointEnd[] {
  const declared = declaredNames(both);
  const named = [...declared, ...blockNames(both, declared)];
  const sides: readonly (readonly [string, { [when in When]?: readonly Endpoint[] }])[] = [
    ["internet", perSide(both, internetMembers)],
    ...named,
  ];
  return sides.map(([name, { before, after }]) => ({
    end: { name, members: [name], state: "kept" },
    sends: true,
    isInternet: name === "internet",
    isOutside: true,
    ...(before === undefined ? {} : { before: { members: before } }),
    ...(after === undefined ? {} : { after: { members: after } }),
  }));
}

/** Whoever calls half of the internet an administrator has not made it less of the internet. */
function internetMembers({ context: ask, names }: QueryableNetwork): readonly Endpoint[] {
  const own = Object.keys(names.declared).flatMap((name) =>
    endpointsNamed(names, name).members.flatMap((member) =>
      member.kind === "outside" && !isEverybody(member.addresses) ? [member.addresses] : [],
    ),
  );
  const internet = subtract(ask.index.internet, union(...own));
  return byFamily({ kind: "outside", name: "internet", addresses: internet, isInternet: true });
}

/** IPv4 and IPv6 apart: most machines have one of them alone. */
function byFamily(member: Endpoint): readonly Endpoint[] {
  if (member.kind !== "outside") return [member];
  const families = FAMILIES.map((family) => ofFamily(member.addresses, family));
  return families.flatMap((addresses) => (isEmpty(addresses) ? [] : [{ ...member, addresses }]));
}

type NamedSides = readonly (readonly [string, { [when in When]?: readonly Endpoint[] }])[];

/** Names such as `admin`, in either version; half of the internet is part of the internet. */
function declaredNames(both: Both): NamedSides {
  const names = new Set(
    [both.before, both.after].flatMap((asked) => Object.keys(asked?.names.declared ?? {})),
  );
  return [...names].flatMap((name) => {
    const sides = perSide(both, (asked) => {
      const isThere = Object.hasOwn(asked.names.declared, name);
      const members = isThere ? endpointsNamed(asked.names, name).members : [];
      return members
        .flatMap(byFamily)
        .filter((member) => member.kind !== "outside" || !isEverybody(member.addresses));
    });
    // Whom one version calls everybody, the other may call somebody: then that block is asked in both.
    const found = [sides.after, sides.before].find((members) => members !== undefined && members.length > 0);
    if (found === undefined) return [];
    return [
      [
        name,
        perSide(both, (asked) => filled(asked === both.before ? sides.before : sides.after, found)),
      ] as const,
    ];
  });
}

function filled(own: readonly Endpoint[] | undefined, other: readonly Endpoint[]): readonly Endpoint[] {
  return own === undefined || own.length === 0 ? other : own;
}

/** Blocks in the rules of either version, each asked in both; those that a declared name stands for are not asked twice. */
function blockNames(both: Both, declared: NamedSides): NamedSides {
  const known = declared.flatMap(([, { before = [], after = [] }]) => [...before, ...after]);
  const blocks = new Map<string, Endpoint>();
  for (const asked of [both.before, both.after])
    for (const { name, member } of asked === undefined ? [] : namedBlocks(asked.network))
      if (!known.some((other) => standsFor(other, member))) blocks.set(name, member);
  return [...blocks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, perSide(both, () => byFamily(member))] as const);
}

function standsFor(other: Endpoint, member: Endpoint): boolean {
  if (other.kind === "variable") return member.kind === "variable" && member.variable === other.variable;
  return other.kind === "outside" && member.kind === "outside" && covers(other.addresses, member.addresses);
}

function perSide<T>(both: Both, of: (asked: QueryableNetwork) => T): { [when in When]?: T } {
  return {
    ...(both.before === undefined ? {} : { before: of(both.before) }),
    ...(both.after === undefined ? {} : { after: of(both.after) }),
  };
}

/** Machines in the same class before and in the same class after are one end. */
function machineEnds(both: Both): readonly JointEnd[] {
  const before = byKey(both.before);
  const after = byKey(both.after);
  const groups = new Map<string, { names: string[]; before?: MachineClass; after?: MachineClass }>();
  for (const key of new Set([...after.keys(), ...before.keys()])) {
    const [old, young] = [before.get(key), after.get(key)];
    const signature = `${old?.number ?? ""}/${young?.number ?? ""}`;
    const name = (young ?? old)?.name ?? key;
    const group = groups.get(signature);
    if (group !== undefined) group.names.push(name);
    else
      groups.set(signature, {
        names: [name],
        ...(old === undefined ? {} : { before: old.class }),
        ...(young === undefined ? {} : { after: young.class }),
      });
  }
  return [...groups.values()].map(machineEnd);
}

function machineEnd(group: {
  readonly names: readonly string[];
  readonly before?: MachineClass;
  readonly after?: MachineClass;
}): JointEnd {
  const { names, before, after } = group;
  const [first = ""] = names;
  const name = names.length === 1 ? first : `${first} and ${names.length - 1} alike`;
  const state = before === undefined ? "new" : after === undefined ? "gone" : "kept";
  return {
    end: { name, members: names, state },
    sends: [before, after].some((one) => one !== undefined && sends(one.representative)),
    isInternet: false,
    isOutside: false,
    ...(before === undefined ? {} : { before: sideOf(before) }),
    ...(after === undefined ? {} : { after: sideOf(after) }),
  };
}

function sideOf({ representative, second }: MachineClass): Side {
  return { members: eachFamily(representative), ...given({ second }) };
}

/** Both, also where a machine has one of them alone: so members are found at the same place in either version. */
function eachFamily(member: Endpoint): readonly Endpoint[] {
  return member.kind === "interface" ? FAMILIES.map((family) => ({ ...member, family })) : [member];
}

interface InClass {
  readonly name: string;
  readonly number: number;
  readonly class: MachineClass;
}

function byKey(asked: QueryableNetwork | undefined): ReadonlyMap<string, InClass> {
  const found = new Map<string, InClass>();
  if (asked === undefined) return found;
  classesOf(asked.network).forEach((each, number) => {
    each.keys.forEach((key, i) => {
      found.set(key, { name: each.members[i] ?? key, number, class: each });
    });
  });
  return found;
}
