/** Which subnet stands where: zones are columns, tiers are rows, and subnets of one role share a row. */
import { allIpv4, formatAddresses } from "../../../../net/address-set";
import { covers } from "../../../../net/interval-set";
import type { SubnetModel } from "../../../network/network";
import type { Route } from "../../../network/routes";
import type { QueryableNetwork } from "../../../reach/answer";
import type { Cell, Column, DrawnTier, Frame } from "./picture";

const TIERS: readonly DrawnTier[] = ["public", "private", "isolated"];

export interface Grid {
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly cells: readonly Cell[];
}

/** @param subnets the ones to draw */
export function gridOf(asked: QueryableNetwork, subnets: readonly SubnetModel[]): Grid {
  const columns = columnsOf(asked, subnets);
  const placed = subnets.map((subnet) => ({
    subnet,
    tier: tierOf(asked, subnet),
    column: columns.findIndex(({ vpc, zone }) => vpc === subnet.vpc && zone === subnet.zone),
  }));
  const rows: { readonly key: string; readonly columns: Set<number> }[] = [];
  const cells = TIERS.flatMap((tier) =>
    placed
      .filter((each) => each.tier === tier)
      .sort((a, b) => a.column - b.column || compare(a.subnet.name, b.subnet.name))
      .map(({ subnet, column }): Cell => {
        const key = `${tier} ${roleOf(subnet)}`;
        let row = rows.findIndex((each) => each.key === key && !each.columns.has(column));
        if (row < 0) row = rows.push({ key, columns: new Set() }) - 1;
        rows[row]?.columns.add(column);
        return { subnet: subnet.key, name: subnet.name, cidr: blocksText(subnet.cidrs), tier, column, row };
      }),
  );
  return { columns, rows: rows.length, cells };
}

export function framesOf({ network }: QueryableNetwork): readonly Frame[] {
  return [...network.vpcs.values()].map(({ key, name, cidrs, gateway }) => ({
    vpc: key,
    name,
    cidr: blocksText(cidrs),
    gateway: gateway !== undefined,
  }));
}

/** The route that takes what no other route takes, for IPv4. */
export function defaultRoute({ context: ask }: QueryableNetwork, subnet: SubnetModel): Route | undefined {
  return ask.index
    .tableOf(subnet)
    .routes.find(({ destinations, prefix }) => prefix === 0 && covers(destinations, allIpv4));
}

function tierOf(asked: QueryableNetwork, subnet: SubnetModel): DrawnTier {
  const target = defaultRoute(asked, subnet)?.target.kind;
  if (target === "internet") return "public";
  return target === undefined || target === "blackhole" ? "isolated" : "private";
}

function columnsOf({ network }: QueryableNetwork, subnets: readonly SubnetModel[]): readonly Column[] {
  const vpcs = [...new Set([...network.vpcs.keys(), ...subnets.map(({ vpc }) => vpc)])];
  return vpcs.flatMap((vpc) => {
    const zones = [...new Set(subnets.filter((subnet) => subnet.vpc === vpc).map(({ zone }) => zone ?? ""))];
    return zones.sort(compare).map((zone): Column => (zone === "" ? { vpc } : { vpc, zone }));
  });
}

/** `private_a` and `private_c` have the role `private`. */
function roleOf({ name, zone }: SubnetModel): string {
  const letter = /[a-z]$/.exec(zone ?? "")?.[0];
  const plain = name.toLowerCase();
  const ends = [zone, letter].filter((each): each is string => each !== undefined && each !== "");
  const end = ends.find((each) => plain.endsWith(each) && /[^a-z0-9]/.test(plain.at(-each.length - 1) ?? ""));
  return end === undefined ? plain.replace(/[^a-z]+[a-z0-9]{1,2}\W*$/, "") : plain.slice(0, -end.length - 1);
}

function blocksText(cidrs: SubnetModel["cidrs"]): string {
  return cidrs.length === 0 ? "block not known" : formatAddresses(cidrs, 2);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
