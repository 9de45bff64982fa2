/** What cannot change in place, as the table of resource types has it, against plans of the provider itself. */
import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import { RESOURCE_TYPES } from "../../../aws/resource-types";
import { REGION } from "../terraform/moto";
import { LONG, tellMissing } from "../terraform/story";
import { findTools } from "../terraform/tools";
import { type Planned, planEveryChange, type Special, settable } from "./every-change";

const STORY = "what cannot change in place";

/** Rows of what the provider does not make. */
const NOT_OF_THE_PROVIDER: Readonly<Record<string, string>> = {
  terraform_data: "Terraform's own",
  null_resource: "of another provider",
  aws_prefix_list: "a data source",
};

const VERSION_READ = { known: { engine: ["redis", "valkey"], engine_version: ["7.2", "7.2"] } } as const;
const HTTP_ONLY = { known: { protocol: ["HTTP", "HTTPS"], protocol_version: ["HTTP1", "HTTP2"] } } as const;

/** The provider looks at these values before it plans, or leaves them as they are while they are unknown. */
const SPECIAL: Readonly<Record<string, Special>> = {
  aws_lb_target_group: HTTP_ONLY,
  aws_alb_target_group: HTTP_ONLY,
  aws_elasticache_cluster: VERSION_READ,
  aws_elasticache_replication_group: { still: ["engine_version"] },
  aws_dynamodb_table: {
    known: { restore_source_name: ["before", "after"] },
    still: ["restore_source_table_arn", "import_table"],
  },
  aws_ec2_transit_gateway_route_table_association: {
    known: { transit_gateway_attachment_id: ["tgw-attach-1", "tgw-attach-2"] },
  },
  aws_vpc_block_public_access_options: {
    known: { internet_gateway_block_mode: ["block-ingress", "block-bidirectional"] },
  },
  aws_vpc_block_public_access_exclusion: {
    known: { internet_gateway_exclusion_mode: ["allow-egress", "allow-bidirectional"] },
  },
  aws_inspector2_filter: { known: { action: ["NONE", "SUPPRESS"] } },
  aws_lightsail_instance: { known: { availability_zone: [`${REGION}a`, `${REGION}c`] } },
  aws_nat_gateway: {
    known: { connectivity_type: ["public", "private"], secondary_private_ip_address_count: [1, 2] },
    still: ["secondary_private_ip_addresses"],
  },
  aws_spot_instance_request: { known: { spot_price: ["0.05", "0.07"] } },
  // Not with all that is inside of it.
  aws_cloudwatch_metric_alarm: { still: ["metric_query"] },
  // Not without an Outpost, which cannot be set.
  aws_default_subnet: { still: ["customer_owned_ipv4_pool", "map_customer_owned_ip_on_launch"] },
  // Not in a fleet whose type is unknown.
  aws_ec2_fleet: { still: ["spot_options"] },
  // Asks AWS which template the instance was made from.
  aws_instance: { still: ["launch_template"] },
  // Not unless the cluster is known to be one that can move.
  aws_redshift_cluster: { still: ["availability_zone"] },
};

/** Cannot be planned here, but stand in the table. */
const UNPROVED: Readonly<Record<string, string>> = {
  "aws_dynamodb_table.restore_source_table_arn": "excludes restore_source_name, which is changed",
  "aws_spot_instance_request.source_dest_check": "stays while network_interface is given",
};

/** Replaced in some cases only, and planned as one of them; the table holds what is replaced whatever the case. */
const SOMETIMES: Readonly<Record<string, string>> = {
  "aws_elb.subnets": "if none of them stays",
  "aws_instance.ebs_block_device": "if one is added or has another device; another size is not even noticed",
  "aws_network_interface.private_ips": "if the first one goes",
};

const tools = findTools();
if (tools.kind === "missing") tellMissing(STORY, tools.missing);
else {
  jest.setTimeout(LONG);
  describe(STORY, () => {
    let planned: Planned | undefined;
    beforeAll(async () => {
      planned = await planEveryChange(tools, Object.keys(RESOURCE_TYPES), SPECIAL);
    });

    test("every type with a row is one of the provider's", () => {
      const types = Object.keys(RESOURCE_TYPES).filter((type) => !(type in NOT_OF_THE_PROVIDER));
      expect(types.filter((type) => !planned?.schemas.has(type))).toEqual([]);
    });

    test("every attribute in the table can be set", () => {
      const known = namesBy(([type]) => settable(planned?.schemas.get(type) ?? {}));
      expect(FIXED.filter((name) => !known.includes(name))).toEqual([]);
    });

    test("every attribute in the table replaces the resource when it changes", () => {
      const missed = FIXED.filter((name) => !replacedIn(planned).includes(name));
      expect(missed).toEqual(Object.keys(UNPROVED));
    });

    test("no other attribute does", () => {
      const others = replacedIn(planned).filter((name) => !FIXED.includes(name));
      expect(others).toEqual(Object.keys(SOMETIMES));
    });
  });
}

type Row = readonly [type: string, facts: { readonly fixed: readonly string[] }];

/** As `type.attribute`, sorted. */
function namesBy(attributes: (row: Row) => Iterable<string>): readonly string[] {
  const rows: readonly Row[] = Object.entries(RESOURCE_TYPES);
  return rows.flatMap((row) => [...attributes(row)].map((name) => `${row[0]}.${name}`)).sort();
}

const FIXED = namesBy(([, { fixed }]) => fixed);

function replacedIn(planned: Planned | undefined): readonly string[] {
  return namesBy(([type]) => planned?.replaced.get(type) ?? []);
}
