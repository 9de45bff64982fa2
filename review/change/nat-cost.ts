/** What the ways out of private subnets cost a month: NAT gateway against NAT instance, from a small dated table. */
import {
  HOURS_A_MONTH,
  instanceHour,
  PRICES_OF,
  PRICES_SOURCE,
  type Prices,
  pricesIn,
} from "../../aws/prices";

import type { Resource } from "../../terraform/values";
import type { NetworkInterface } from "../network/network";
import type { NetworkModel } from "../network/network-model";

/** What a NAT instance usually is. */
const USUAL_INSTANCE = "t4g.nano";

/** A network with the instance types that its resources state, by address. */
export interface Priced {
  readonly network: NetworkModel;
  readonly instanceTypes: ReadonlyMap<string, string>;
}

/** Undefined without a NAT before and after, or where the region or an instance's price is not known. */
export function natCost(before: Priced | undefined, after: Priced | undefined): NatCost | undefined {
  const region = regionOf(after?.network) ?? regionOf(before?.network);
  const prices = region === undefined ? undefined : pricesIn(region);
  if (region === undefined || prices === undefined) return undefined;
  const old = linesOf(before, prices);
  const lines = linesOf(after, prices);
  if (old === undefined || lines === undefined || old.length + lines.length === 0) return undefined;
  return { region, date: PRICES_OF, source: PRICES_SOURCE, before: total(old), after: total(lines), lines };
}

type Lines = NatCost["lines"];

function linesOf(priced: Priced | undefined, prices: Prices): Lines | undefined {
  const lines = (priced === undefined ? [] : natsIn(priced.network)).map((one) =>
    priced === undefined ? undefined : lineOf(priced, one, prices),
  );
  const known = lines.filter((line) => line !== undefined);
  return known.length === lines.length ? known.sort((a, b) => (a.name < b.name ? -1 : 1)) : undefined;
}

/** NAT gateways, and machines that some route sends packets for the internet through. */
function natsIn({ interfaces, tables }: NetworkModel): readonly NetworkInterface[] {
  const routed = new Set(
    [...tables.values()].flatMap(({ routes }) =>
      routes.flatMap(({ target }) => (target.kind === "interface" ? [target.key] : [])),
    ),
  );
  return [...interfaces.values()].filter(
    ({ key, kind, forwards, privateNat }) =>
      (kind === "nat" && privateNat !== true) || (kind === "machine" && forwards && routed.has(key)),
  );
}

function lineOf(
  { instanceTypes }: Priced,
  { name, kind, owner }: NetworkInterface,
  prices: Prices,
): Lines[number] | undefined {
  const gateway = cents(prices.gatewayHour * HOURS_A_MONTH);
  const perGb = `$${prices.gatewayGb} for each GB`;
  if (kind === "nat") {
    const otherwise = cents((instanceHour(USUAL_INSTANCE, prices) ?? 0) * HOURS_A_MONTH);
    return {
      name,
      kind: "gateway",
      month: gateway,
      otherwise,
      note: `and ${perGb}; a ${USUAL_INSTANCE} in its place: $${otherwise}, and a machine to look after`,
    };
  }
  const type = instanceTypes.get(owner);
  const hour = type === undefined ? undefined : instanceHour(type, prices);
  if (type === undefined || hour === undefined) return undefined;
  return {
    name,
    kind: "instance",
    month: cents(hour * HOURS_A_MONTH),
    otherwise: gateway,
    note: `${type}; a gateway in its place: $${gateway} and ${perGb}, looked after by AWS`,
  };
}

/** By the zones of its subnets: `ap-northeast-1a` lies in `ap-northeast-1`. */
function regionOf(network: NetworkModel | undefined): string | undefined {
  for (const { zone } of network?.subnets.values() ?? []) {
    const region = /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(zone ?? "")?.[1];
    if (region !== undefined) return region;
  }
  return undefined;
}

/** The instance types that resources state, by address. */
export function instanceTypesOf(resources: readonly Resource[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { address, type, values } of resources) {
    const size = values["instance_type"];
    if (type === "aws_instance" && typeof size === "string") types.set(address, size);
  }
  return types;
}

function total(lines: Lines): number {
  return cents(lines.reduce((sum, { month }) => sum + month, 0));
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}

/** What the ways out of private subnets cost a month, before and after, in US dollars. */
export interface NatCost {
  readonly region: string;
  /** The day the prices were read. */
  readonly date: string;
  readonly source: string;
  readonly before: number;
  readonly after: number;
  /** One line a NAT of the network as it will be. */
  readonly lines: readonly {
    readonly name: string;
    readonly kind: "gateway" | "instance";
    readonly month: number;
    /** What the other kind would cost in its place. */
    readonly otherwise: number;
    readonly note: string;
  }[];
}
