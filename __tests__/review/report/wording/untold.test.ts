/** What is not modelled, or has no known place, is told in every format that says "every other pair is blocked". */
import { expect, test } from "@jest/globals";
import { matrixOf } from "../../../../review/reach/matrix";
import { drawNetwork } from "../../../../review/report/drawing/drawing";
import { renderNetworkPage } from "../../../../review/report/html/page";
import { matrixJson, renderMatrix } from "../../../../review/report/text/matrix";
import { askedOf } from "../../asking";
import { type Change, ref, varied } from "../../small-network";

const place = {
  subnet_ids: [ref("aws_subnet.private")],
  security_group_ids: [ref("aws_security_group.open")],
};
const tasks: Change = { aws_ecs_service: { jobs: { network_configuration: [place] } } };

test("matrix, drawing and page say it where they say that every other pair is blocked", async () => {
  const asked = askedOf(varied(tasks, { aws_lb: { lost: { subnets: ["subnet-1"], internal: true } } }));
  const matrix = renderMatrix(matrixOf(asked));
  const said = "nothing is known of 1 resource that is not modelled, and of 1 resource without a known place";
  expect(matrix.split("\n")[0]).toBe(`who reaches whom; every other pair is blocked, but ${said}, below`);
  expect(matrix).toContain("\n  aws_ecs_service.jobs: not modelled");
  expect(matrix).toContain("\n  lost: aws_lb.lost.subnets: subnet-1 is not in this input");
  expect(matrixJson(matrixOf(asked))).toMatchObject({
    unplaced: [{ name: "lost" }],
    unmodelled: [{ name: "jobs" }],
  });
  const svg = await drawNetwork(asked, { name: "n" });
  expect(svg).toContain(`<desc id="drawing-text">Not drawn: ${said}: aws_ecs_service.jobs, aws_lb.lost.`);
  expect(svg).toContain(">aws_ecs_service.jobs</text>");
  expect(await renderNetworkPage("n", asked, [])).toContain(`The matrix is not whole: ${said}.`);
});
