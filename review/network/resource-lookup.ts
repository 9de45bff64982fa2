/** Finds the resource that a value means: by reference, or by an id or ARN that the input tells. */
import { isPublicAddress } from "../../aws/attributes";
import { allTypes, typeFacts } from "../../aws/resource-types";
import { type AddressSet, allAddresses, ofCidr, ofIp, publicAddresses } from "../../net/address-set";
import { parseCidr } from "../../net/cidr";
import { intervals } from "../../net/interval-set";
import { parseIp } from "../../net/ip";
import {
  isUnknown,
  listOf,
  Reference,
  type Resource,
  textOf,
  Unknown,
  type Value,
  VariableValue,
} from "../../terraform/values";

/** What a value refers to. */
export type Found =
  | { readonly kind: "resource"; readonly resource: Resource; readonly attribute: string }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

const IDS = ["id", "arn"];
const DEEPEST = 32;

export class Lookup {
  private readonly byAddress = new Map<string, Resource>();
  private readonly byId = new Map<string, Resource>();
  private readonly byType = new Map<string, Resource[]>();
  private readonly noted = new Map<string, Unknown>();

  /** @param gone resources of another version, to which nothing refers here */
  constructor(
    readonly resources: readonly Resource[],
    private readonly gone: ReadonlySet<string> = new Set(),
  ) {
    for (const resource of resources) {
      this.byAddress.set(resource.address, resource);
      const ofType = this.byType.get(resource.type);
      if (ofType === undefined) this.byType.set(resource.type, [resource]);
      else ofType.push(resource);
      if (typeFacts(resource.type)?.borrowsId !== true) this.identify(resource, IDS);
    }
    // A name of its own comes before one that it shares with its part.
    for (const [type, { furtherIds = [] }] of allTypes())
      for (const resource of this.byType.get(type) ?? []) this.identify(resource, furtherIds);
  }

  private identify(resource: Resource, attributes: readonly string[]): void {
    for (const attribute of attributes) {
      const id = resource.values[attribute];
      if (typeof id === "string" && id !== "" && !this.byId.has(id)) this.byId.set(id, resource);
    }
  }

  /** What was not resolved so far. */
  get unknowns(): readonly Unknown[] {
    return [...this.noted.values()];
  }

  all(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  at(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  note(unknown: Unknown): Unknown {
    this.noted.set(`${unknown.attribute} ${unknown.why}`, unknown);
    return unknown;
  }

  find(value: Value | undefined, place: string): Found {
    if (value === undefined || value === null || value === "") return { kind: "none" };
    if (value instanceof Unknown) return { kind: "unknown", unknown: this.note(value) };
    if (value instanceof VariableValue)
      return { kind: "unknown", unknown: this.note(new Unknown(place, `${value.name} has no value`)) };
    if (value instanceof Reference) return this.follow(value, place);
    const resource = typeof value === "string" ? this.byId.get(value) : undefined;
    if (resource !== undefined) return { kind: "resource", resource, attribute: "id" };
    return {
      kind: "unknown",
      unknown: this.note(new Unknown(place, `${String(value)} is not in this input`)),
    };
  }

  /** The resource that a value means, where the input tells; nothing is noted where it does not. */
  resolved(value: Value | undefined): Resource | undefined {
    if (value instanceof Reference) return this.byAddress.get(value.address);
    return typeof value === "string" ? this.byId.get(value) : undefined;
  }

  /** What a value means that may also be the name of a resource of these types, which is no id. */
  named(value: Value | undefined, types: readonly string[], place: string): Found {
    const target = value instanceof Reference ? this.byAddress.get(value.address) : undefined;
    if (value instanceof Reference && target !== undefined && types.includes(target.type))
      return { kind: "resource", resource: target, attribute: value.attribute };
    const name = textOf(this.literal(value));
    const resource = this.all(...types).find(
      ({ values }) => name !== undefined && (values["id"] === name || this.literal(values["name"]) === name),
    );
    return resource === undefined
      ? this.find(value, place)
      : { kind: "resource", resource, attribute: "name" };
  }

  /** The address of the resource that an attribute refers to. */
  key(resource: Resource, attribute: string): string | undefined {
    const found = this.find(resource.values[attribute], `${resource.address}.${attribute}`);
    return found.kind === "resource" ? found.resource.address : undefined;
  }

  /** A literal, or the known value that a reference leads to. */
  literal(value: Value | undefined, depth = 0): Value | undefined {
    if (!(value instanceof Reference) || depth > DEEPEST) return value;
    const target = this.byAddress.get(value.address)?.values[value.attribute];
    return target === undefined ? value : this.literal(target, depth + 1);
  }

  /** The most that addresses that are not known can be. */
  mostOf(value: Value | undefined): AddressSet {
    const host = value instanceof Unknown ? value.host : value instanceof Reference ? value : undefined;
    const type = host === undefined ? undefined : this.byAddress.get(host.address)?.type;
    return host !== undefined && type !== undefined && isPublicAddress(type, host.attribute)
      ? publicAddresses
      : allAddresses;
  }

  /** The addresses of CIDR blocks; undefined when one of them is not known. */
  cidrs(values: readonly Value[]): AddressSet | undefined {
    const sets = values.map((value) => addressesOf(this.literal(value)));
    return sets.some((set) => set === undefined) ? undefined : intervals(sets.flatMap((set) => set ?? []));
  }

  private follow(reference: Reference, place: string): Found {
    const resource = this.byAddress.get(reference.address);
    if (resource === undefined && this.gone.has(reference.address)) return { kind: "none" };
    if (resource === undefined) {
      const why = `${reference.address}.${reference.attribute} is not in this input`;
      return { kind: "unknown", unknown: this.note(new Unknown(place, why)) };
    }
    const value = resource.values[reference.attribute];
    const isOwnId =
      IDS.includes(reference.attribute) ||
      typeFacts(resource.type)?.furtherIds?.includes(reference.attribute) === true ||
      value === undefined ||
      isUnknown(value);
    return isOwnId || value === null
      ? { kind: "resource", resource, attribute: reference.attribute }
      : this.find(value, place);
  }
}

/** The addresses of one CIDR block or IP address as text; host bits are dropped, as AWS does. */
export function addressesOf(value: Value | undefined): AddressSet | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const parsed = parseCidr(text);
  switch (parsed.kind) {
    case "cidr":
      return ofCidr(parsed.cidr);
    case "unaligned":
      return ofCidr(parsed.below);
    case "malformed": {
      const ip = parseIp(text);
      return ip === undefined ? undefined : ofIp(ip);
    }
  }
}

/** How many network bits a CIDR block has. */
export function prefixOf(text: string): number {
  const parsed = parseCidr(text);
  if (parsed.kind === "malformed") return 0;
  return parsed.kind === "cidr" ? parsed.cidr.prefix : parsed.below.prefix;
}

/** The elements of an attribute, or undefined when the attribute as a whole is not known. */
export function elementsOf(value: Value | undefined): readonly Value[] | undefined {
  return isUnknown(value) ? undefined : listOf(value);
}
