/** The hand-off's README: what terraform-docs would write, the picture, and that no text of a stack becomes markup. */
import { expect, test } from "@jest/globals";
import { MultiSubnet } from "../../../stacks/multi-subnet";
import { TwoTier } from "../../../stacks/two-tier";
import { resourcesOf } from "../../../terraform/blocks";
import { built, fileOf, handedOver, stackOf } from "../sample";

const multiSubnet = handedOver(built("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet")));
const page = fileOf(multiSubnet, "README.md");

test("a row for every resource, input, output and promise", () => {
  const { main, inputs, outputs, stack } = multiSubnet.module;
  const rows = (title: string) =>
    (page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "")
      .split("\n")
      .filter((line) => /^\| (?!Name|From|-)/.test(line));
  expect(rows("Resources").filter((row) => row.endsWith("| resource |"))).toHaveLength(
    resourcesOf(main).length,
  );
  expect(rows("Resources").filter((row) => row.endsWith("| data source |"))).toHaveLength(2);
  expect(rows("Inputs")).toHaveLength(inputs.length);
  expect(rows("Outputs")).toHaveLength(Object.keys(outputs).length);
  expect(rows("Promises")).toHaveLength(stack.promises.promises.length);
});

test.each([
  '| <a name="requirement_terraform"></a> [terraform](#requirement\\_terraform) | >= 1.5.0 |',
  '| <a name="requirement_aws"></a> [aws](#requirement\\_aws) | >= 5.100.0, < 7.0.0 |',
  "| [aws\\_vpc.network](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc) | resource |",
  "| [aws\\_ssm\\_parameter.al2023\\_arm64](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ssm_parameter) | data source |",
  '| <a name="input_project"></a> [project](#input\\_project) | What names begin with. Give each use of the module in one account and region a name of its own. | `string` | `"multi-subnet"` | no |',
  "| web\\_c | internet | `tcp/443` | reachable through `nat_c` |",
])("it has the row %s", (row) => {
  expect(page.split("\n")).toContain(row);
});

test("the picture: machines in their subnets, ways out through each zone's NAT, promised traffic", () => {
  const lines = (page.split("```mermaid\n")[1]?.split("\n```")[0] ?? "").split("\n");
  const inside = (subnet: string) => {
    const from = lines.findIndex((line) => line.includes(`subgraph aws_subnet_${subnet}[`));
    return lines.slice(from + 1, lines.indexOf("    end", from)).map((line) => line.trim());
  };
  expect(inside("private_a")).toEqual(['aws_instance_web_a["web_a"]']);
  expect(inside("public_c")).toEqual(['aws_instance_nat_c["nat_c<br/>NAT instance"]']);
  expect(lines).toEqual(
    expect.arrayContaining([
      "  aws_subnet_private_a -.-> aws_nat_gateway_nat_a",
      "  aws_subnet_private_c -.-> aws_instance_nat_c",
      '  internet -->|"tcp/80"| aws_lb_alb',
      '  aws_instance_bastion -->|"tcp/22"| aws_instance_web_c',
    ]),
  );
  expect(lines.filter((line) => line.includes("-->") && line.includes("internet -->"))).toHaveLength(1);
});

test("several promises between two machines share an arrow", () => {
  const text = fileOf(handedOver(built("two-tier", (app) => new TwoTier(app, "two-tier"))), "README.md");
  expect(text).toContain('aws_instance_web -->|"tcp/3306, tcp/22, icmp/echo"| aws_instance_db');
});

test("markup in a description stays text", () => {
  const stack = stackOf(
    {},
    {
      variable: {
        x: {
          type: "string",
          default: "a|b`c",
          description: "<script>alert(1)</script> | [x](javascript:1)\n## Big",
        },
      },
      output: { y: { value: "1", description: "| a | b |" } },
    },
  );
  const text = fileOf(handedOver(stack), "README.md");
  expect(text).toContain(
    '| \\<script>alert(1)\\</script> \\| \\[x\\](javascript:1)<br>## Big | `string` | <code>"a&#124;b&#96;c"</code> | no |',
  );
  expect(text).toContain("\\| a \\| b \\|");
});

test("the examples in it are Terraform's own form, and name what must be set", () => {
  expect(page).toContain(`module "network" {
  source = "./multi-subnet"

  admin_cidrs = ["198.51.100.0/24", "2001:db8:1::/48"]
}`);
});
