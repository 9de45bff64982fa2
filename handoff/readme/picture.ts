/** The network as a Mermaid diagram: subnets with what stands in them, ways out, and who is promised to reach whom. */
import { byKey } from "../../net/group-by";
import type { ReachPromise } from "../../net/promise";
import { type Block, resourcesOf, resourcesOfType } from "../../terraform/blocks";
import { at, type Json } from "../../terraform/json";
import { firstBlock, resourceReferenceIn, resourceReferencesIn } from "../../terraform/reference";
import type { Module } from "../module/configuration";

interface Node {
  readonly address: string;
  readonly name: string;
  readonly label: string;
  /** The subnet in which it stands; several subnets are the VPC. */
  readonly subnet: string | undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  aws_instance: "",
  aws_lb: "load balancer",
  aws_db_instance: "database",
  aws_nat_gateway: "NAT gateway",
};

export function picture({ main, stack }: Module): string {
  const nodes = nodesIn(main);
  const lines = [
    "flowchart LR",
    ...outsiders(stack.promises.promises),
    ...resourcesOfType(main, "aws_vpc").flatMap((vpc) => vpcLines(main, vpc, nodes)),
    ...nodes.filter(() => resourcesOfType(main, "aws_vpc").length === 0).map(nodeLine),
    ...waysOut(main, nodes),
    ...arrows(stack.promises.promises, nodes),
  ];
  return lines.join("\n");
}

function nodesIn(main: Json): readonly Node[] {
  return resourcesOfType(main, ...Object.keys(KINDS)).map(({ type, name, address, body }) => {
    const kind = isNatInstance(body) ? "NAT instance" : (KINDS[type] ?? "");
    const subnets = subnetsOf(main, body);
    return {
      address,
      name,
      label: kind === "" ? name : `${name}<br/>${kind}`,
      subnet: subnets.length === 1 ? subnets[0] : undefined,
    };
  });
}

const isNatInstance = (body: Json): boolean => cardOf(body) !== undefined;

function cardOf(body: Json): string | undefined {
  return resourceReferenceIn(at(firstBlock(at(body, "network_interface")), "network_interface_id"))?.address;
}

function subnetsOf(main: Json, body: Json): readonly string[] {
  const card = cardOf(body);
  const holder = card === undefined ? body : resourcesOf(main).find(({ address }) => address === card)?.body;
  return [at(holder, "subnet_id"), at(holder, "subnets")]
    .flatMap(resourceReferencesIn)
    .map(({ address }) => address);
}

function vpcLines(main: Json, vpc: Block, nodes: readonly Node[]): readonly string[] {
  const subnets = resourcesOfType(main, "aws_subnet").filter(
    ({ body }) => resourceReferenceIn(at(body, "vpc_id"))?.address === vpc.address,
  );
  const inside = subnets.flatMap((subnet) => [
    `    subgraph ${idOf(subnet.address)}["${label(`${subnet.name} ${String(at(subnet.body, "cidr_block"))}`)}"]`,
    ...nodes.filter((node) => node.subnet === subnet.address).map((node) => `      ${nodeLine(node)}`),
    "    end",
  ]);
  return [
    `  subgraph ${idOf(vpc.address)}["${label(`VPC ${String(at(vpc.body, "cidr_block"))}`)}"]`,
    ...inside,
    ...nodes
      .filter((node) => !subnets.some(({ address }) => address === node.subnet))
      .map((node) => `    ${nodeLine(node)}`),
    "  end",
  ];
}

function nodeLine({ address, label: text }: Node): string {
  return `${idOf(address)}["${label(text)}"]`;
}

/** The internet always stands there: ways out lead to it. */
function outsiders(promises: readonly ReachPromise[]): readonly string[] {
  const named = promises.some(({ from, to }) => from === "admin" || to === "admin");
  return ['  internet(["internet"])', ...(named ? ['  admin(["administrators"])'] : [])];
}

/** Private subnets to their NAT, and each NAT to the internet. */
function waysOut(main: Json, nodes: readonly Node[]): readonly string[] {
  const tables = new Map(
    resourcesOfType(main, "aws_route").flatMap(({ body }) => {
      const nat =
        resourceReferenceIn(at(body, "nat_gateway_id"))?.address ??
        byCard(main, at(body, "network_interface_id"));
      const table = resourceReferenceIn(at(body, "route_table_id"))?.address;
      return nat === undefined || table === undefined ? [] : [[table, nat] as const];
    }),
  );
  const ways = resourcesOfType(main, "aws_route_table_association").flatMap(({ body }) => {
    const nat = tables.get(resourceReferenceIn(at(body, "route_table_id"))?.address ?? "");
    const subnet = resourceReferenceIn(at(body, "subnet_id"))?.address;
    return nat === undefined || subnet === undefined ? [] : [`  ${idOf(subnet)} -.-> ${idOf(nat)}`];
  });
  const nats = nodes.filter(({ address }) => [...tables.values()].includes(address));
  return [...ways, ...nats.map(({ address }) => `  ${idOf(address)} -.-> internet`)];
}

function byCard(main: Json, value: Json | undefined): string | undefined {
  const card = resourceReferenceIn(value)?.address;
  if (card === undefined) return undefined;
  return resourcesOfType(main, "aws_instance").find(({ body }) => cardOf(body) === card)?.address;
}

/** One arrow a pair, with all that is promised between them directly. */
function arrows(promises: readonly ReachPromise[], nodes: readonly Node[]): readonly string[] {
  const known = new Map<string, string>([
    ["internet", "internet"],
    ["admin", "admin"],
    ...nodes.map(({ name, address }) => [name, idOf(address)] as const),
  ]);
  const pairs = byKey(
    promises.flatMap(({ from, to, traffic, verdict, via }) => {
      const [source, target] = [known.get(from), known.get(to)];
      if (verdict !== "reachable" || via !== undefined || source === undefined || target === undefined)
        return [];
      return [[`${source} ${target}`, traffic] as const];
    }),
  );
  return [...pairs].map(([pair, traffic]) => {
    const [source = "", target = ""] = pair.split(" ");
    return `  ${source} -->|"${label(traffic.join(", "))}"| ${target}`;
  });
}

function idOf(address: string): string {
  return address.replaceAll(/[^A-Za-z0-9]/g, "_");
}

/** Mermaid's own escapes inside quotes. */
function label(text: string): string {
  return text.replaceAll("#", "#35;").replaceAll('"', "#quot;");
}
