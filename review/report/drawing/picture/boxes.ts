/** What stands in the subnets: machines that are alike are one box, a balancer or database spans its subnets. */
import { INTERFACE_KINDS } from "../../../../aws/types/interface-kinds";
import { formatAddresses } from "../../../../net/address-set";
import type { Addresses, Key, NetworkInterface } from "../../../network/network";
import type { NetworkModel } from "../../../network/network-model";
import { endpointCandidates } from "../../../reach/endpoints/lookup";
import type { Matrix } from "../../../reach/matrix";
import type { Grid } from "./grid";
import type { Box, Cell } from "./picture";

interface Placed {
  readonly name: string;
  readonly key: Key;
  readonly places: readonly NetworkInterface[];
  readonly cells: readonly Cell[];
}

/** One box for each class of the matrix in each subnet. */
export function boxesOf(network: NetworkModel, matrix: Matrix, grid: Grid): readonly Box[] {
  const cells = new Map(grid.cells.map((cell) => [cell.subnet, cell]));
  const things = new Map(endpointCandidates(network).map((thing) => [thing.key, thing]));
  return matrix.ends.flatMap(({ keys }) => {
    const groups = new Map<string, Placed[]>();
    for (const key of keys) {
      const thing = things.get(key);
      const own = [...new Set(thing?.places.map(({ subnet }) => cells.get(subnet)))];
      const known = own.filter((cell): cell is Cell => cell !== undefined);
      if (thing === undefined || known.length === 0) continue;
      const place = known.map(({ subnet }) => subnet).join(" ");
      const group = groups.get(place);
      const placed = { name: thing.name, key, places: thing.places, cells: known };
      if (group === undefined) groups.set(place, [placed]);
      else group.push(placed);
    }
    return [...groups.values()].flatMap((group) => boxOf(network, group));
  });
}

function boxOf(network: NetworkModel, group: readonly Placed[]): readonly Box[] {
  const [first] = group;
  const place = first?.places[0];
  const [home] = first?.cells ?? [];
  if (first === undefined || place === undefined || home === undefined) return [];
  const beside = first.cells.filter(({ row }) => row === home.row).map(({ column }) => column);
  const more = group.length - 1;
  return [
    {
      id: first.key,
      keys: group.map(({ key }) => key),
      names: group.map(({ name }) => name),
      title: more === 0 ? first.name : `${first.name} and ${more} alike`,
      notes: more === 0 ? notesOf(network, place, first.cells) : [kindOf(network, place)],
      kind: place.kind,
      isNat: place.forwards && INTERFACE_KINDS[place.kind].forwards !== "never",
      columns: [Math.min(...beside), Math.max(...beside)],
      row: home.row,
      stacked: more > 0,
    },
  ];
}

function notesOf(network: NetworkModel, one: NetworkInterface, cells: readonly Cell[]): readonly string[] {
  const kind = kindOf(network, one);
  const rest = cells.filter(({ row }) => row !== cells[0]?.row).map(({ name }) => name);
  const address = INTERFACE_KINDS[one.kind].drawing.showsAddress ? addressText(one) : undefined;
  return [
    one.stopped ? `${kind}, stopped` : kind,
    ...(rest.length === 0 ? [] : [`also in ${rest.join(", ")}`]),
    ...(address === undefined ? [] : [address]),
  ];
}

function kindOf(network: NetworkModel, { kind, owner, forwards }: NetworkInterface): string {
  const { label, forwards: how } = INTERFACE_KINDS[kind];
  if (forwards && how === "as its software says") return "NAT instance";
  const balancer = network.balancers.get(owner);
  return balancer === undefined ? label : `${balancer.internal ? "internal " : ""}${balancer.type} ${label}`;
}

/** The public address where there is one, else the private one; where none is known, whether it is public. */
function addressText({ public4, private4, publicUnknown }: NetworkInterface): string | undefined {
  const known = (addresses: Addresses | undefined): string | undefined =>
    addresses?.exact === true ? formatAddresses(addresses.set).replace(/\/(32|128)$/, "") : undefined;
  const own = known(private4);
  const outside =
    known(public4) ?? (public4 === undefined ? undefined : own === undefined ? "public address" : "public");
  const parts = [own, outside ?? (publicUnknown === undefined ? undefined : "public?")];
  const text = parts.filter((part) => part !== undefined).join(" · ");
  return text === "" ? undefined : text;
}
