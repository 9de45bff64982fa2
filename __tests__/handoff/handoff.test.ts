/** The module's files: what is in them, what is not, and that a stack loses nothing but its names of one use. */
import { expect, test } from "@jest/globals";
import { Maintenance } from "../../stacks/maintenance";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { PrivateWeb } from "../../stacks/private-web";
import { TwoTier } from "../../stacks/two-tier";
import { resourcesOf, textsIn } from "../../terraform/blocks";
import { at } from "../../terraform/json";
import { EveryOption } from "../modules/every-option/every-option";
import { built, fileOf, handedOver, jsonOf, stackOf } from "./sample";

const STACKS = [
  built("two-tier", (app) => new TwoTier(app, "two-tier")),
  built("private-web", (app) => new PrivateWeb(app, "private-web")),
  built("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet")),
  built("maintenance", (app) => new Maintenance(app, "maintenance")),
  built("every-option", (app) => new EveryOption(app)),
];
const named = STACKS.map((stack) => [stack.name, stack] as const);

test.each(named)("%s: every address of the stack is handed over, and no other", (_, stack) => {
  const main = jsonOf(handedOver(stack), "main.tf.json");
  const addresses = (json: typeof main) =>
    resourcesOf(json)
      .map(({ address }) => address)
      .sort();
  expect(addresses(main)).toEqual(addresses(stack.json));
});

test.each(named)("%s: no provider, no backend, nothing of CDKTF, no path of a machine", (_, stack) => {
  const { files } = handedOver(stack);
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith(".tf.json")) {
      const json = JSON.parse(text) as Record<string, object>;
      expect(Object.keys(json)).not.toEqual(expect.arrayContaining(["provider"]));
      expect(Object.keys(json)).not.toEqual(expect.arrayContaining(["//"]));
      expect(Object.keys(json["terraform"] ?? {})).not.toEqual(expect.arrayContaining(["backend"]));
    }
    expect(text).not.toMatch(/(^|[\s"'=])\/(home|root|tmp|work|Users)\//);
    expect(text).not.toMatch(/cdktf\.out|TfToken/);
  }
});

test.each(named)("%s: with the inputs' defaults, every text is the stack's own", (_, stack) => {
  const { files, module } = handedOver(stack);
  const fill = (text: string): string =>
    text
      .replaceAll("${var.region}", stack.region)
      .replaceAll("${var.project}", module.project ?? "?")
      .replaceAll(/\$\{var\.zone_letters\.([a-z])\}/g, "$1");
  const main = jsonOf(handedOver(stack), "main.tf.json");
  const before = new Map(resourcesOf(stack.json).map(({ address, body }) => [address, body]));
  for (const { address, body } of resourcesOf(main)) {
    const original = before.get(address) ?? {};
    for (const key of Object.keys(body)) {
      if (key === "user_data")
        expect(scriptOf(fill(String(body[key])), files)).toBe(plainScript(original[key]));
      else expect(texts(body[key]).map(fill)).toEqual(texts(original[key]));
    }
  }
});

const texts = (json: Parameters<typeof textsIn>[0]) => textsIn(json).map(({ text }) => text);

/** What Terraform's `file` and `base64encode` give. */
function scriptOf(text: string, files: Readonly<Record<string, string>>): string {
  const inner = /^\$\{base64encode\("([\s\S]*)"\)\}$/.exec(text)?.[1]?.replaceAll("\\n", "\n") ?? text;
  return inner.replaceAll(
    /\$\{file\("\$\{path\.module\}\/([^"]+)"\)\}/g,
    (_, path: string) => files[path] ?? "?",
  );
}

function plainScript(userData: unknown): string {
  const text = String(userData);
  return /^[A-Za-z0-9+/=]+$/.test(text)
    ? Buffer.from(text, "base64").toString("utf8")
    : text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

test.each(named)("%s: twice the same bytes, and whatever the order of the stack's keys", (_, stack) => {
  const shuffled = { ...stack, json: reversed(stack.json) };
  expect(handedOver(shuffled).files).toEqual(handedOver(stack).files);
});

/** The same JSON with the keys of every object in reverse. */
function reversed<T>(json: T): T {
  if (Array.isArray(json)) return json.map((item) => reversed(item)) as T;
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([key, value]) => [key, reversed(value)]),
  ) as T;
}

test("types come by topic: network, routing, NAT, firewall, compute, balancing", () => {
  const stack = built("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet"));
  expect(Object.keys((jsonOf(handedOver(stack), "main.tf.json")["resource"] ?? {}) as object)).toEqual([
    "aws_vpc",
    "aws_internet_gateway",
    "aws_subnet",
    "aws_route_table",
    "aws_route_table_association",
    "aws_route",
    "aws_eip",
    "aws_nat_gateway",
    "aws_network_interface",
    "aws_eip_association",
    "aws_cloudwatch_metric_alarm",
    "terraform_data",
    "aws_default_security_group",
    "aws_security_group",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_instance",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_lb_target_group_attachment",
  ]);
});

test.each([
  // attribute            value                                             becomes
  ["availability_zone", "ap-northeast-1a", "${var.region}${var.zone_letters.a}"],
  ["service_name", "com.amazonaws.ap-northeast-1.s3", "com.amazonaws.${var.region}.s3"],
  [
    "alarm_actions",
    "arn:aws:automate:ap-northeast-1:ec2:recover",
    "arn:aws:automate:${var.region}:ec2:recover",
  ],
  [
    "policy",
    "arn:aws:ssm:ap-northeast-1:*:parameter/shop/db",
    "arn:aws:ssm:${var.region}:*:parameter/${var.project}/db",
  ],
  [
    "certificate_arn",
    "arn:aws:acm:ap-northeast-1:123456789012:certificate/1",
    "arn:aws:acm:ap-northeast-1:123456789012:certificate/1",
  ],
  ["region", "ap-northeast-1", "${var.region}"],
  ["name", "shop-alb", "${var.project}-alb"],
  ["name", "shopping", "shopping"],
  ["name_prefix", "shop-web-", "${var.project}-web-"],
  ["name", "/shop/db/password", "/${var.project}/db/password"],
  ["identifier", "shop-db", "${var.project}-db"],
  ["description", "Subnets of shop-rt", "Subnets of ${var.project}-rt"],
  ["description", "Where people shop-around", "Where people shop-around"],
  ["path", "~/.ssh/shop-rt", "~/.ssh/shop-rt"],
  ["engine", "shop-engine", "shop-engine"],
])("%s = %s becomes %s", (attribute, value, becomes) => {
  const stack = stackOf({
    "aws_vpc.network": { tags: { Name: "shop-vpc" } },
    "aws_route_table.public": { tags: { Name: "shop-rt" } },
    "aws_sample.it": { [attribute]: value },
  });
  const main = jsonOf(handedOver(stack), "main.tf.json");
  expect(resourcesOf(main).find(({ address }) => address === "aws_sample.it")?.body).toEqual({
    [attribute]: becomes,
  });
});

test("a project's name is only as long as the names made of it may be", () => {
  const stack = stackOf({
    "aws_vpc.network": { tags: { Name: "shop-vpc" } },
    "aws_lb.alb": { name: "shop-public-balancer", tags: { Name: "shop-alb" } },
  });
  const { project } = (jsonOf(handedOver(stack), "variables.tf.json")["variable"] ?? {}) as Record<
    string,
    never
  >;
  // aws_lb.name: 32 characters, of which "-public-balancer" takes 16.
  expect(JSON.stringify(project)).toContain("{0,15}");
});

test("what belongs to one region or account, or can stand once in it, is told", () => {
  const stack = stackOf({
    "aws_vpc.network": { tags: { Name: "shop-vpc" } },
    "aws_instance.web": { ami: "ami-0123456789abcdef0", tags: { Name: "shop-web" } },
    "aws_lb.alb": { name: "balancer", tags: { Name: "shop-alb" } },
  });
  expect(fileOf(handedOver(stack), "README.md")).toContain(
    `## Limits

- \`aws_instance.web.ami\` is \`ami-0123456789abcdef0\`, which belongs to one region or account.
- \`aws_lb.alb.name\` is always \`balancer\`, which can stand once in an account and region.`,
  );
});

test("a script that two machines share stands once", () => {
  const { files } = handedOver(built("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet")));
  expect(Object.keys(files).filter((path) => path.endsWith(".sh"))).toEqual(["boot/nat.sh", "boot/web.sh"]);
  expect(files["boot/nat.sh"]).toContain("${PRIVATE_CIDRS// /, }");
});

test("user data that Terraform fills in stays where it is", () => {
  const user_data = "#!/bin/bash\nexport A='1'\necho ${aws_eip.web.public_ip}\n";
  const handoff = handedOver(stackOf({ "aws_instance.web": { user_data } }));
  const [web] = resourcesOf(jsonOf(handoff, "main.tf.json"));
  expect(at(web?.body, "user_data")).toBe(user_data);
  expect(Object.keys(handoff.files).filter((path) => path.startsWith("boot/"))).toEqual([]);
});

test("a variable of a name that the hand-off needs is refused", () => {
  const stack = stackOf({}, { variable: { region: { type: "string" } } });
  expect(() => handedOver(stack)).toThrow('the hand-off has a variable "region" of its own');
});
