/** `tests/groups.tftest.hcl`: what each security group lets in and out, and nothing else. */

import { type Block, resourcesOfType } from "../../terraform/blocks";
import { attribute, block, comment, formatHcl, gap, type Item, quote } from "../../terraform/hcl";
import { at, type Json } from "../../terraform/json";
import { resourceReferenceIn } from "../../terraform/reference";
import type { Module } from "../module/configuration";
import { listOfRules, type RuleDirection } from "./door";
import { setting } from "./setting";

const DIRECTIONS = ["ingress", "egress"] as const;
const EACH = "${each.value}";

export function groupsTest({ main, ...module }: Module): string | undefined {
  const groups = resourcesOfType(main, "aws_security_group");
  const asserts = groups.flatMap((group) => DIRECTIONS.flatMap((way) => exactly(main, group, way) ?? []));
  if (asserts.length === 0) return undefined;
  return formatHcl([
    comment(
      "What each security group lets in and out, and nothing else.\nA rule is written as: protocol, first port - last port, whom it is for.",
    ),
    gap,
    ...setting({ main, ...module }),
    gap,
    block(
      'run "groups_have_these_rules_only"',
      attribute("command", "apply"),
      ...asserts.flatMap((each) => [gap, each]),
    ),
  ]);
}

/** Nothing for a group with a rule whose peers the configuration does not tell. */
function exactly(main: Json, group: Block, direction: RuleDirection): Item | undefined {
  const rules = resourcesOfType(main, `aws_vpc_security_group_${direction}_rule`);
  const own = rules.filter(
    ({ body }) => resourceReferenceIn(at(body, "security_group_id"))?.address === group.address,
  );
  const expected = own.map((rule) => expectedRule(rule));
  if (expected.includes(undefined)) return undefined;
  const word = direction === "ingress" ? "in" : "out";
  return block(
    "assert",
    attribute(
      "condition",
      condition(
        main,
        group,
        rules,
        expected.flatMap((text) => text ?? []),
      ),
    ),
    attribute(
      "error_message",
      quote(`${group.address} must let ${word} what its rules say, and nothing else.`),
    ),
  );
}

function condition(main: Json, group: Block, rules: readonly Block[], expected: readonly string[]): string {
  const none = "toset([])";
  const wanted = expected.length === 0 ? none : setOf(expected);
  if (rules.length === 0) return `${none} == ${wanted}`;
  const names = resourcesOfType(main, "aws_security_group", "aws_default_security_group")
    .map(({ address, name }) => `(${address}.id) = ${quote(`group ${name}`)}`)
    .join(", ");
  const peer = `coalesce(rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id, lookup({ ${names} }, coalesce(rule.referenced_security_group_id, "none"), "another group"))`;
  const ports = '${coalesce(rule.from_port, "any")}-${coalesce(rule.to_port, "any")}';
  return `toset([
  for rule in ${listOfRules(rules).replaceAll("\n", "\n  ")} :
  "\${rule.ip_protocol} ${ports} \${${peer}}"
  if rule.security_group_id == ${group.address}.id
]) == ${wanted}`;
}

function setOf(expected: readonly string[]): string {
  const texts = expected.filter((text) => text.startsWith('"'));
  const lists = expected.filter((text) => text.startsWith("["));
  if (lists.length === 0) return `toset([${texts.join(", ")}])`;
  return `toset(concat(${[...(texts.length === 0 ? [] : [`[${texts.join(", ")}]`]), ...lists].join(", ")}))`;
}

/** The rule as the condition writes it: a text, or a list of texts where it stands for several addresses. */
function expectedRule({ body }: Block): string | undefined {
  const port = (key: string): string => String(at(body, key) ?? "any");
  const start = `${String(at(body, "ip_protocol"))} ${port("from_port")}-${port("to_port")}`;
  const each = at(body, "for_each");
  if (each !== undefined) return expectedEach(body, start, each);
  const cidr = at(body, "cidr_ipv4") ?? at(body, "cidr_ipv6") ?? at(body, "prefix_list_id");
  const group = resourceReferenceIn(at(body, "referenced_security_group_id"));
  if (group !== undefined && /^aws_(default_)?security_group\./.test(group.address))
    return quote(`${start} group ${group.address.split(".")[1] ?? ""}`);
  return typeof cidr === "string" && !cidr.includes("${") ? quote(`${start} ${cidr}`) : undefined;
}

/** A rule a CIDR block, IPv4 or IPv6: `for_each` over a set of them. */
function expectedEach(body: Json, start: string, each: Json): string | undefined {
  const [, set] = typeof each === "string" ? (/^\$\{(toset\(.*\))\}$/.exec(each) ?? []) : [];
  const isEither = ["cidr_ipv4", "cidr_ipv6"].every((key) => {
    const value = at(body, key);
    return (
      typeof value === "string" && (value === EACH || /^\$\{strcontains\(each\.value, ":"\) \?/.test(value))
    );
  });
  return set === undefined || !isEither ? undefined : `[for cidr in ${set} : "${start} \${cidr}"]`;
}
