/** Plans: the network before them stands in their prior state. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../../review/model/build";
import { readPlanBefore } from "../../../../review/read/plan/plan";

test("the network before the plan is read from its prior state", () => {
  const prior = {
    root_module: {
      resources: [
        { address: "aws_vpc.v", type: "aws_vpc", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      ],
    },
  };
  const before = buildNetwork(
    readPlanBefore({ format_version: "1.2", prior_state: { values: prior }, planned_values: {} }),
  );
  expect([...before.vpcs.keys()]).toEqual(["aws_vpc.v"]);
});
