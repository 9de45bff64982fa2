/** What people name as an end of a question: machines, roles, addresses, variables, `internet`, `admin`. */

import { INTERFACE_KINDS, type InterfaceKind } from "../../../aws/types/interface-kinds";
import { type AddressSet, ofFamily, publicAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { covers, intersects, subtract, union } from "../../../net/interval-set";
import type { Family } from "../../../net/ip";
import { InputError, type Issue } from "../../../net/issue";
import { isList, isUnknown, type Unknown, type Value } from "../../../terraform/values";
import { byName } from "../../network/interface-addresses";
import type {
  Balancer,
  GatewayEndpoint,
  Key,
  NetworkInterface,
  OwnGroups,
  Unmodelled,
} from "../../network/network";
import type { NetworkIndex } from "../../network/network-index";
import type { NetworkModel } from "../../network/network-model";
import { addressesOf } from "../../network/resource-lookup";
import { nearest } from "./nearest";

/** One thing that sends or gets packets. */
export type Endpoint =
  | {
      readonly kind: "interface";
      readonly name: string;
      /** Where it may be: for a database one of these, for a balancer each of these, else one. */
      readonly places: readonly NetworkInterface[];
      readonly balancer?: Balancer;
      /** An address is taken by its word; a name finds the machine by whichever of its addresses serves. */
      readonly by: "name" | "private" | "public";
      /** Of its addresses those of this family alone. @default both, whichever gets further */
      readonly family?: Family;
    }
  | {
      readonly kind: "outside";
      readonly name: string;
      readonly addresses: AddressSet;
      readonly isInternet: boolean;
    }
  | { readonly kind: "variable"; readonly name: string; readonly variable: string }
  /** Addresses inside a VPC that no interface is known to have. */
  | { readonly kind: "vacant"; readonly name: string; readonly addresses: AddressSet }
  /** A gateway endpoint: the AWS service that routes to its prefix list lead to. It sends nothing. */
  | { readonly kind: "service"; readonly name: string; readonly endpoint: GatewayEndpoint }
  /** Nobody knows what it reaches: where it stands is not known, or what it is, is not modelled. */
  | {
      readonly kind: "unplaced";
      readonly name: string;
      readonly unknown: Unknown;
      readonly isModelled: boolean;
      /** Its groups, which hold wherever it stands. */
      readonly own?: OwnGroups;
    };

export interface NamedEndpoints {
  readonly label: string;
  readonly members: readonly Endpoint[];
}

/** Names that stand for addresses, as promises state them: CIDR blocks, or the variable that holds them. */
export type Declared = Readonly<Record<string, string | readonly string[]>>;

/** What names mean in a network. */
export interface Names {
  readonly network: NetworkModel;
  readonly index: NetworkIndex;
  readonly declared: Declared;
}

/** `admin` means the administrator's addresses wherever a network has the variable for them. */
export function namesOf(network: NetworkModel, index: NetworkIndex, declared: Declared = {}): Names {
  const usual = network.variables.has("admin_cidrs") && !Object.hasOwn(declared, "admin");
  return { network, index, declared: usual ? { ...declared, admin: "var.admin_cidrs" } : declared };
}

/** @throws {InputError} naming the nearest names, when nothing is called so */
export function endpointsNamed(names: Names, text: string): NamedEndpoints {
  const members = membersOf(names, text);
  if (members.length > 0) return { label: text, members };
  throw new InputError([unknownName(names, text)]);
}

function membersOf(names: Names, text: string): readonly Endpoint[] {
  if (text === "internet")
    return [{ kind: "outside", name: text, addresses: internetOf(names), isInternet: true }];
  const declared = Object.hasOwn(names.declared, text) ? names.declared[text] : undefined;
  if (declared !== undefined) return declaredMembers(names, text, declared);
  if (text.startsWith("var.") && names.network.variables.has(text.slice(4)))
    return declaredMembers(names, text, text);
  const addresses = addressesOf(text);
  return addresses === undefined ? named(names.network, text) : addressed(names, text, addresses);
}

/** Any public address that is not declared as somebody's own. */
function internetOf({ network, index, declared }: Names): AddressSet {
  const own = Object.values(declared).map((value) => declaredAddresses(network, value) ?? []);
  const somebodys = union(...own);
  return somebodys.length === 0 ? index.internet : subtract(index.internet, somebodys);
}

/** Variables that stand for declared end points and have no value: the internet is everybody else. */
export function declaredVariables({ network, declared }: Names): ReadonlySet<string> {
  const variables = Object.values(declared).filter((value): value is string => typeof value === "string");
  return new Set(variables.filter((value) => declaredAddresses(network, value) === undefined));
}

function declaredAddresses(network: NetworkModel, value: string | readonly string[]): AddressSet | undefined {
  const cidrs: Value | undefined = typeof value === "string" ? variableValue(network, value) : value;
  if (!isList(cidrs)) return undefined;
  return union(...cidrs.map((cidr) => addressesOf(cidr) ?? []));
}

function variableValue(network: NetworkModel, name: string): Value | undefined {
  const value = name.startsWith("var.") ? network.variables.get(name.slice(4)) : [name];
  if (value === undefined || isUnknown(value)) return undefined;
  return isList(value) ? value : [value];
}

function declaredMembers(
  { network }: Names,
  name: string,
  value: string | readonly string[],
): readonly Endpoint[] {
  const addresses = declaredAddresses(network, value);
  if (addresses !== undefined) return [{ kind: "outside", name, addresses, isInternet: false }];
  return typeof value === "string" ? [{ kind: "variable", name, variable: value }] : [];
}

function addressed({ network, index }: Names, text: string, addresses: AddressSet): readonly Endpoint[] {
  const [first] = addresses;
  const single = first !== undefined && first.from === first.to && addresses.length === 1;
  const exact = single ? index.at(first.from) : undefined;
  if (exact !== undefined) {
    const byPublic = intersects(exact.public4?.set ?? [], addresses);
    return [member(network, text, [exact], byPublic ? "public" : "private")];
  }
  if (covers(network.idle, addresses)) return [{ kind: "vacant", name: text, addresses }];
  const vpcs = union(...[...network.vpcs.values()].map(({ cidrs }) => cidrs));
  const isInside = intersects(vpcs, addresses) && covers(vpcs, addresses);
  const inside =
    isInside && !single
      ? [...network.interfaces.values()].filter(
          ({ private4 }) => private4 !== undefined && covers(addresses, private4.set),
        )
      : [];
  if (inside.length > 0) {
    const perhaps = unplacedMembers(network, ({ addresses: own = addresses }) => intersects(own, addresses));
    return [...inside.map((one) => member(network, one.name, [one], "private")), ...perhaps];
  }
  if (isInside) return [{ kind: "vacant", name: text, addresses }];
  const everybody = covers(addresses, ofFamily(publicAddresses, 4));
  return [{ kind: "outside", name: text, addresses, isInternet: everybody }];
}

function member(
  network: NetworkModel,
  name: string,
  places: readonly NetworkInterface[],
  by: "name" | "private" | "public",
): Endpoint {
  const balancer = network.balancers.get(places[0]?.owner ?? "");
  return { kind: "interface", name, places, by, ...given({ balancer }) };
}

/** By Terraform address or id, by name, or by role: `web` is `web_a` and `web_c`. */
function named(network: NetworkModel, text: string): readonly Endpoint[] {
  const things = endpointCandidates(network);
  const exact = things.filter(({ owner, key }) => owner === text || key === text);
  // What stands in a known subnet, and perhaps in others too, is both.
  const unplaced = unplacedMembers(network, ({ name, key }) => name === text || key === text);
  if (exact.length > 0)
    return [...exact.map(({ name, places }) => member(network, name, places, "name")), ...unplaced];
  const byName = things.filter(({ name }) => name === text);
  if (byName.length + unplaced.length > 0)
    return [
      ...preferred(byName).map(({ name, places }) => member(network, name, places, "name")),
      ...unplaced,
    ];
  const services = servicesNamed(network, text);
  if (services.length > 0) return services;
  const role = new RegExp(`^${literally(text)}(?:_[a-z0-9]+|\\[.*\\])$`);
  return [
    ...preferred(things.filter(({ name }) => role.test(name))).map(({ name, places }) =>
      member(network, name, places, "name"),
    ),
    ...unplacedMembers(network, ({ name }) => role.test(name)),
  ];
}

function servicesNamed(network: NetworkModel, text: string): readonly Endpoint[] {
  const all = [...network.gatewayEndpoints.values()];
  const exact = all.filter(({ key }) => key === text);
  const meant = exact.length > 0 ? exact : all.filter(({ name }) => name === text);
  return meant.map((endpoint) => ({ kind: "service", name: endpoint.name, endpoint }));
}

function unplacedMembers(network: NetworkModel, isMeant: (one: Unmodelled) => boolean): readonly Endpoint[] {
  const of = (isModelled: boolean, all: readonly Unmodelled[]): readonly Endpoint[] =>
    all
      .filter(isMeant)
      .map(({ name, unknown, own }) => ({ kind: "unplaced", name, unknown, isModelled, ...given({ own }) }));
  return [...of(true, network.unplaced), ...of(false, network.unmodelled)];
}

interface EndpointCandidate {
  readonly name: string;
  readonly owner: Key;
  readonly key: Key;
  readonly kind: InterfaceKind;
  readonly places: readonly NetworkInterface[];
}

const known = new WeakMap<NetworkModel, readonly EndpointCandidate[]>();

/** Machines, balancers, databases, gateways: each with the interfaces it may be at. Gathered once for a network. */
export function endpointCandidates(network: NetworkModel): readonly EndpointCandidate[] {
  const things = known.get(network) ?? gathered(network);
  known.set(network, things);
  return things;
}

function gathered(network: NetworkModel): readonly EndpointCandidate[] {
  const byOwner = new Map<Key, NetworkInterface[]>();
  for (const own of network.interfaces.values()) {
    const one = byName(own);
    const places = byOwner.get(one.owner);
    if (places === undefined) byOwner.set(one.owner, [one]);
    else places.push(one);
  }
  const things: EndpointCandidate[] = [];
  for (const [owner, places] of byOwner) {
    const [first] = places;
    if (first === undefined) continue;
    if (INTERFACE_KINDS[first.kind].places !== "apart")
      things.push({ name: first.name, owner, key: owner, kind: first.kind, places });
    else
      for (const one of places)
        things.push({
          name: one.name,
          owner: one.primary ? owner : one.key,
          key: one.key,
          kind: one.kind,
          places: [one],
        });
  }
  return things;
}

/** Of things of one name those that come first, e.g. of a role its machines, and not its NAT gateway. */
function preferred(candidates: readonly EndpointCandidate[]): readonly EndpointCandidate[] {
  const precedence = ({ kind }: EndpointCandidate): number => INTERFACE_KINDS[kind].precedence;
  const first = Math.min(...candidates.map(precedence));
  return candidates.filter((each) => precedence(each) === first);
}

/** Whether it begins connections of its own. */
export function sends(endpoint: Endpoint): boolean {
  if (endpoint.kind === "service") return false;
  return endpoint.kind !== "interface" || endpoint.places.every(({ kind }) => INTERFACE_KINDS[kind].sends);
}

/** Whether it takes connections from others. */
export function takes(endpoint: Endpoint): boolean {
  return endpoint.kind !== "interface" || endpoint.places.every(({ kind }) => INTERFACE_KINDS[kind].takes);
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function unknownName(names: Names, text: string): Issue {
  const known = [
    ...new Set([
      "internet",
      ...Object.keys(names.declared),
      ...[...endpointCandidates(names.network), ...names.network.unplaced, ...names.network.unmodelled].map(
        ({ name }) => name,
      ),
      ...[...names.network.gatewayEndpoints.values()].map(({ name }) => name),
    ]),
  ];
  const close = nearest(text, known, 5);
  return {
    code: "end-point-unknown",
    path: text,
    problem: `nothing in this network is called ${JSON.stringify(text)}`,
    fix: close.length === 0 ? "this network has no machines" : `nearest names: ${close.join(", ")}`,
  };
}
