/** A verdict does not depend on how much detail is asked for: `check` asks for less than `explain`, and says the same. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { buildNetwork } from "../../../review/model/build";
import { answer, type QueryableNetwork, queryable } from "../../../review/reach/answer";
import { type Resource, Unknown, type Value } from "../../../terraform/values";
import { trafficOf } from "../asking";
import { inputOf, resourcesOf, type Spec, specs, subnetCidr } from "./spec";

/** `npm run test:laws` asks for more. */
const RUNS = Math.ceil(Number(process.env["LAW_RUNS"] ?? 30) / 4);
const DETAILS = ["bare", "traced", "explained"] as const;
const TRAFFIC = ["tcp/22", "tcp/80", "icmp/echo", "all"];
const HOST = "198.18.0.1";

/** A network load balancer in the public subnet, before a machine in the last one that takes everything and sees the client. */
function balanced(spec: Spec): readonly Resource[] {
  const last = spec.subnets.length - 1;
  const anything = [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }];
  const made = (type: string, values: Record<string, Value>): Resource => ({
    address: `${type}.nlb`,
    type,
    name: "nlb",
    values: { id: `${type}-nlb`, arn: `${type}-nlb`, ...values },
  });
  return [
    made("aws_lb", {
      load_balancer_type: "network",
      subnets: ["aws_subnet-s0"],
      enable_cross_zone_load_balancing: true,
    }),
    made("aws_lb_target_group", {
      port: 80,
      protocol: "TCP",
      target_type: "instance",
      preserve_client_ip: true,
    }),
    made("aws_lb_listener", {
      load_balancer_arn: "aws_lb-nlb",
      port: 80,
      protocol: "TCP",
      default_action: [{ type: "forward", target_group_arn: "aws_lb_target_group-nlb" }],
    }),
    made("aws_lb_target_group_attachment", {
      target_group_arn: "aws_lb_target_group-nlb",
      target_id: "aws_instance-nlb",
    }),
    made("aws_security_group", { vpc_id: "aws_vpc-v0", ingress: anything, egress: anything }),
    made("aws_instance", {
      subnet_id: `aws_subnet-s${last}`,
      private_ip: subnetCidr(spec, last).replace("0/24", "99"),
      public_ip: "",
      vpc_security_group_ids: ["aws_security_group-nlb"],
    }),
  ];
}

/** Attributes that nobody knows, by the number of the resource and of the attribute. */
type Hidden = readonly (readonly [resource: number, attribute: number])[];

function networkOf(spec: Spec, hidden: Hidden): QueryableNetwork {
  const resources = [...resourcesOf(spec), ...balanced(spec)].map((each) => ({
    ...each,
    values: { ...each.values },
  }));
  for (const [number, which] of hidden) {
    const resource = resources[number % resources.length];
    const names = Object.keys(resource?.values ?? {}).filter((name) => name !== "id" && name !== "arn");
    const name = names[which % names.length];
    if (resource !== undefined && name !== undefined)
      resource.values[name] = new Unknown(`${resource.address}.${name}`, "hidden");
  }
  return queryable(buildNetwork(inputOf(resources)));
}

function disagreements(asked: QueryableNetwork, { machines }: Spec): readonly string[] {
  const ends = ["internet", HOST, "aws_lb.nlb", ...machines.map((_, i) => `aws_instance.m${i}`)];
  const pairs = ends.flatMap((from) => ends.filter((to) => to !== from).map((to) => [from, to] as const));
  return pairs.flatMap(([from, to]) =>
    TRAFFIC.flatMap((traffic) => {
      const said = DETAILS.map((detail) => {
        const question = { from, to, traffic: trafficOf(traffic) };
        const { verdict, whole, perhapsMore } = answer(
          { ...asked, context: { ...asked.context, detail } },
          question,
        );
        return `${verdict} ${whole} ${perhapsMore}`;
      });
      return new Set(said).size === 1 ? [] : [`${from} → ${to} ${traffic}: ${said.join(" / ")}`];
    }),
  );
}

test(`what is asked for does not change what is answered, on ${RUNS} random networks with parts not known`, () => {
  const hidden: fc.Arbitrary<Hidden> = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 });
  fc.assert(
    fc.property(specs, hidden, (spec, masks) => {
      expect(disagreements(networkOf(spec, masks), spec)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 300_000);
