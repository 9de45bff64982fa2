/** What the checks know of a stack's subnets: their zone, their block, and whether the internet gateway serves them. */
import { type Cidr, parseCidr } from "../../../net/cidr";
import { asText, type Json } from "../../../terraform/json";
import { referenceOf, resourcesOf, type StackJson } from "./stack-json";

/** One subnet; what a reference or a variable hides is undefined. */
export interface SubnetFacts {
  readonly address: string;
  readonly zone: string | undefined;
  readonly vpc: string | undefined;
  readonly cidr: Cidr | undefined;
  readonly access: "public" | "private" | "unknown";
}

/** By Terraform address. */
export type Subnets = ReadonlyMap<string, SubnetFacts>;

/** The subnets that the JSON declares. */
export function subnetsOf(json: StackJson): Subnets {
  const open = tablesWithInternet(json);
  const tables = new Map(
    resourcesOf(json, "aws_route_table_association").map(({ block }) => [
      referenceOf(block["subnet_id"]),
      referenceOf(block["route_table_id"]),
    ]),
  );
  return new Map(
    resourcesOf(json, "aws_subnet").map(({ address, block }) => {
      const table = tables.get(address);
      const facts: SubnetFacts = {
        address,
        zone: asText(block["availability_zone"]),
        vpc: referenceOf(block["vpc_id"]),
        cidr: blockOf(block["cidr_block"]),
        access: table === undefined ? "unknown" : open.has(table) ? "public" : "private",
      };
      return [address, facts];
    }),
  );
}

/** The CIDR block that a value writes; undefined for a reference. */
export function blockOf(value: Json | undefined): Cidr | undefined {
  const parsed = parseCidr(asText(value) ?? "");
  return parsed.kind === "cidr" ? parsed.cidr : undefined;
}

function tablesWithInternet(json: StackJson): ReadonlySet<string> {
  const routes = resourcesOf(json, "aws_route").filter(({ block }) => block["gateway_id"] !== undefined);
  return new Set(routes.flatMap(({ block }) => referenceOf(block["route_table_id"]) ?? []));
}
