/** What the drawings of the four networks show, and that they are the same bytes each time. */
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { matrixOf } from "../../../../review/reach/matrix";
import { drawNetwork, pictureOf } from "../../../../review/report/drawing/drawing";
import { describePicture } from "../../../../review/report/drawing/picture/description";
import { fourNetworks } from "../../four-networks";

const shown = new Map(
  fourNetworks.map(({ name, asked }) => [name, pictureOf(asked, matrixOf(asked))] as const),
);

function sentences(name: string): readonly string[] {
  const picture = shown.get(name);
  if (picture === undefined) throw new Error(`${name} is not drawn`);
  return describePicture(picture).split(/(?<=\.) /);
}

test("two-tier: who comes in, and the way out", () => {
  expect(sentences("two-tier")).toEqual([
    "1 VPC with 2 subnets in 1 zone.",
    "internet reaches web with tcp/80, icmp.",
    "admin reaches web with tcp/22.",
    "web reaches db with tcp/22, tcp/3306, icmp.",
    "db sends through nat_a.",
    "nat_a sends to the internet.",
  ]);
});

test("private-web: the bastion alone lets somebody in", () => {
  expect(sentences("private-web")).toEqual([
    "1 VPC with 2 subnets in 1 zone.",
    "admin reaches bastion with tcp/22.",
    "bastion reaches main with all.",
    "main sends through nat_a.",
    "nat_a sends to the internet.",
  ]);
});

test("multi-subnet: what anybody may do is not drawn once more for others", () => {
  expect(sentences("multi-subnet")).toEqual([
    "1 VPC with 4 subnets in 2 zones.",
    "internet reaches alb with tcp/80.",
    "admin reaches bastion with tcp/22.",
    "bastion reaches web_a with tcp/22.",
    "bastion reaches web_c with tcp/22.",
    "alb reaches web_a with tcp/80.",
    "alb reaches web_c with tcp/80.",
    "web_a sends through nat_a.",
    "nat_a sends to the internet.",
    "web_c sends through nat_c.",
    "nat_c sends to the internet.",
  ]);
});

test("maintenance: two members of a group reach each other; a database begins nothing", () => {
  expect(sentences("maintenance")).toEqual([
    "1 VPC with 4 subnets in 2 zones.",
    "internet reaches app with tcp/80.",
    "admin reaches bastion with tcp/22.",
    "app and bastion reach each other with all.",
    "app reaches db with all.",
    "bastion reaches db with all.",
  ]);
});

test.each([
  ["two-tier", "web", ["server", "10.0.1.10 · public"]],
  ["two-tier", "nat_a", ["NAT gateway", "public address"]],
  ["private-web", "bastion", ["server, stopped", "public address"]],
  ["multi-subnet", "nat_c", ["NAT instance", "public address"]],
  ["multi-subnet", "alb", ["application load balancer"]],
  ["multi-subnet", "web_a", ["server"]],
  ["maintenance", "db", ["database"]],
])("%s: the box of %s says %j", (network, title, notes) => {
  expect(shown.get(network)?.boxes.find((box) => box.title === title)?.notes).toEqual(notes);
});

test("balancer and database span their zones; subnets of one role share a row", () => {
  const picture = shown.get("multi-subnet");
  expect(picture?.boxes.find(({ title }) => title === "alb")?.columns).toEqual([0, 1]);
  expect(picture?.cells.map(({ name, column, row }) => `${name} ${column} ${row}`)).toEqual([
    "public_a 0 0",
    "public_c 1 0",
    "private_a 0 1",
    "private_c 1 1",
  ]);
});

test.each(fourNetworks.map(({ name }) => name))("%s: drawn twice, the bytes are the same", async (name) => {
  const found = fourNetworks.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is no network`);
  const [first, second] = [
    await drawNetwork(found.asked, { name }),
    await drawNetwork(found.asked, { name }),
  ];
  expect(second).toBe(first);
  expect(first).toMatch(/^<svg [\s\S]*<\/svg>$/);
  expect(first.match(/https?:\/\/[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
});

test("the README's picture is what tiers draw makes of multi-subnet", async () => {
  const found = fourNetworks.find(({ name }) => name === "multi-subnet");
  if (found === undefined) throw new Error("multi-subnet is no network");
  const drawn = await drawNetwork(found.asked, { name: found.name });
  expect(readFileSync("stacks/multi-subnet.svg", "utf8")).toBe(`${drawn}\n`);
});
