/** The instances that a plan has of each resource and module, by their keys. */
import type { JsonObject } from "../../../terraform/json";

const KEY = String.raw`\[(?:\d+|"(?:[^"\\]|\\.)*")\]`;
const MODULES = new RegExp(String.raw`module\.[^.[]+(?:${KEY})?(?=\.)`, "g");
const KEY_AT_END = new RegExp(`${KEY}$`);

const NONE: ReadonlySet<string> = new Set();

export class PlanInstances {
  private readonly values = new Map<string, JsonObject>();
  private readonly addresses = new Map<string, string[]>();
  private readonly keys = new Map<string, Set<string>>();

  add(address: string, values: JsonObject): void {
    this.values.set(address, values);
    const base = withoutKey(address);
    const all = this.addresses.get(base);
    if (all === undefined) this.addresses.set(base, [address]);
    else all.push(address);
    this.note(address);
    for (const match of address.matchAll(MODULES)) this.note(address.slice(0, match.index + match[0].length));
  }

  /** What is known of an instance. */
  valuesOf(address: string): JsonObject | undefined {
    return this.values.get(address);
  }

  /** The addresses of a resource's instances. @param base its address without a key */
  of(base: string): readonly string[] {
    return this.addresses.get(base) ?? [];
  }

  /** The keys of a resource's or module's instances. */
  keysOf(base: string): ReadonlySet<string> {
    return this.keys.get(base) ?? NONE;
  }

  private note(address: string): void {
    const base = withoutKey(address);
    const keys = this.keys.get(base);
    const key = address.slice(base.length);
    if (keys === undefined) this.keys.set(base, new Set([key]));
    else keys.add(key);
  }
}

export function withoutKey(address: string): string {
  return address.endsWith("]") ? address.replace(KEY_AT_END, "") : address;
}
