/** A promise as a run of `terraform test`: the conditions that make it true, over the values that Terraform would apply. */
import type { PromiseFile, ReachPromise } from "../../net/promise";
import { parseTraffic, type Traffic } from "../../net/traffic";
import { resourcesOfType } from "../../terraform/blocks";
import { at, type Json } from "../../terraform/json";
import { listOf, resourceReferenceIn } from "../../terraform/reference";
import { type Claim, type DoorPeer, door, type RuleDirection } from "./door";
import { type Machine, machineOf } from "./machine";
import { type NatWay, natOf, toInternetGateway, toNat } from "./way";

/** One condition with what it means when it fails. */
export interface Condition {
  readonly expression: string;
  readonly otherwise: string;
  /** `otherwise` says the promise, too. */
  readonly isWhole?: true;
  /** The security groups that decide it, by address. */
  readonly groups?: readonly string[];
}

export interface PromiseRun {
  readonly name: string;
  /** The promise as a sentence. */
  readonly sentence: string;
  readonly conditions: readonly Condition[];
}

/** @returns undefined for a promise that these tests cannot state, e.g. hop by hop through a machine */
export function promiseRun(
  main: Json,
  endpoints: PromiseFile["endpoints"],
  promise: ReachPromise,
): PromiseRun | undefined {
  const traffic = parseTraffic(promise.traffic);
  if (traffic === undefined) return undefined;
  const claim = promise.verdict === "reachable" ? "all of it" : "any of it";
  const needed = new PromiseConditions(main, addressesOf(endpoints, "admin"), traffic, claim).conditions(
    promise,
  );
  if (needed === undefined) return undefined;
  const sentence = sentenceOf(promise);
  const conditions = promise.verdict === "reachable" ? needed : refuted(needed, promise, main);
  return { name: nameOf(promise), sentence, conditions };
}

/** A blocked promise holds when one of the conditions fails: the door that it names, or any of them. */
function refuted(needed: readonly Condition[], promise: ReachPromise, main: Json): readonly Condition[] {
  const doors = needed.filter(({ groups = [] }) => groups.some((group) => isCalled(group, promise.at, main)));
  const chosen = doors.length > 0 ? doors : needed;
  const expression = not(chosen.map((each) => each.expression));
  return [{ expression, otherwise: `${sentenceOf(promise)}, and now it would get through.`, isWhole: true }];
}

/** At least one of them is false. */
function not(expressions: readonly string[]): string {
  const [first = ""] = expressions;
  const isOneCall = /^(any|all)true\(\[\n[\s\S]*\n\]\)$/.test(first);
  if (expressions.length === 1 && isOneCall) return `!${first}`;
  const parts = expressions.map((each) => (each.includes(" || ") ? `(\n${indent(each)}\n)` : each));
  return `!(\n${indent(parts.join("\n&& "))}\n)`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}

function isCalled(group: string, name: string | undefined, main: Json): boolean {
  return resourcesOfType(main, "aws_security_group", "aws_default_security_group").some(
    (block) => block.name === name && block.address === group,
  );
}

class PromiseConditions {
  constructor(
    private readonly main: Json,
    private readonly admin: string,
    private readonly traffic: Traffic,
    private readonly claim: Claim,
  ) {}

  /** What must all be true for the traffic to get through. */
  conditions({ from, to, via }: ReachPromise): readonly Condition[] | undefined {
    const [source, target] = [machineOf(this.main, from), machineOf(this.main, to)];
    const outside = this.outside(from);
    if (outside !== undefined && target !== undefined)
      return via === undefined ? this.entering(outside, target) : this.balanced(outside, via, target);
    if (to === "internet" && source !== undefined) return this.leaving(source, via);
    if (source === undefined || target === undefined || via !== undefined) return undefined;
    return this.between(source, target);
  }

  private outside(name: string): DoorPeer | undefined {
    if (name === "internet") return { kind: "internet", known: this.admin };
    return name === "admin" ? { kind: "admin", addresses: this.admin } : undefined;
  }

  private entering(outside: DoorPeer, target: Machine): readonly Condition[] | undefined {
    const way = toInternetGateway(this.main, target.subnets);
    if (way === undefined) return undefined;
    return [
      condition(target.isPublic, `${target.address} has no public address.`),
      condition(way, `The subnet of ${target.address} has no route to the internet gateway.`),
      this.inward(target, outside),
    ];
  }

  private between(source: Machine, target: Machine): readonly Condition[] {
    return [
      this.outward(source, { kind: "machine", machine: target }),
      this.inward(target, { kind: "machine", machine: source }),
    ];
  }

  private leaving(source: Machine, via: string | undefined): readonly Condition[] | undefined {
    const open = this.outward(source, { kind: "internet", known: "[]" });
    const nat = via === undefined ? undefined : natOf(this.main, via);
    if (nat === undefined) {
      const way = toInternetGateway(this.main, source.subnets);
      if (via !== undefined || way === undefined) return undefined;
      const routed = condition(way, `The subnet of ${source.address} has no route to the internet gateway.`);
      return [open, routed, condition(source.isPublic, `${source.address} has no public address.`)];
    }
    const [way, on] = [
      toNat(this.main, source.subnets, nat),
      toInternetGateway(this.main, `[${nat.subnet}]`),
    ];
    if (way === undefined || on === undefined) return undefined;
    return [
      open,
      condition(way, `The subnet of ${source.address} has no route to ${nat.address}.`),
      condition(on, `The subnet of ${nat.address} has no route to the internet gateway.`),
      ...this.translating(source, nat),
    ];
  }

  /** What a NAT instance needs that a NAT gateway has by itself. */
  private translating(source: Machine, nat: NatWay): readonly Condition[] {
    if (nat.kind === "gateway")
      return [condition(`${nat.address}.allocation_id != null`, `${nat.address} has no Elastic IP.`)];
    return [
      condition(
        `${nat.card}.source_dest_check == false`,
        `The source/destination check of ${nat.card} is on: AWS drops what it should forward.`,
      ),
      condition(nat.machine.isPublic, `${nat.address} has no public address.`),
      this.inward(nat.machine, { kind: "machine", machine: source }),
      this.outward(nat.machine, { kind: "internet", known: "[]" }),
    ];
  }

  private balanced(outside: DoorPeer, via: string, target: Machine): readonly Condition[] | undefined {
    const balancer = machineOf(this.main, via);
    const entering = balancer === undefined ? undefined : this.entering(outside, balancer);
    const forwards = balancer === undefined ? undefined : this.forwarding(balancer, target);
    if (balancer === undefined || entering === undefined || forwards === undefined) return undefined;
    return [...entering, forwards, ...this.between(balancer, target)];
  }

  private forwarding(balancer: Machine, target: Machine): Condition | undefined {
    if (this.traffic.protocol !== "tcp") return undefined;
    const listeners = resourcesOfType(this.main, "aws_lb_listener")
      .filter(({ body }) => resourceReferenceIn(at(body, "load_balancer_arn"))?.address === balancer.address)
      .map(({ address }) => address);
    const members = resourcesOfType(this.main, "aws_lb_target_group_attachment").map(
      ({ address }) => address,
    );
    if (listeners.length === 0 || members.length === 0) return undefined;
    const { from } = this.traffic.ports;
    const expression = `anytrue(flatten([
  for listener in [${listeners.join(", ")}] :
  [
    for member in [${members.join(", ")}] :
    listener.port == ${from} && member.target_id == ${target.address}.id
    && contains([for action in listener.default_action : coalesce(action.target_group_arn, "none")], member.target_group_arn)
  ]
]))`;
    return condition(expression, `${balancer.address} does not forward port ${from} to ${target.address}.`);
  }

  private gate(direction: RuleDirection, holder: Machine, peer: DoorPeer, way: "in" | "out"): Condition {
    const { main, traffic, claim } = this;
    const { address, groupAddresses: groups } = holder;
    return {
      expression: door({ main, direction, holder, peer, traffic, claim }),
      otherwise: `No rule of ${address}'s groups (${groups.join(", ")}) lets it ${way}.`,
      groups,
    };
  }

  private inward(machine: Machine, peer: DoorPeer): Condition {
    return this.gate("ingress", machine, peer, "in");
  }

  private outward(machine: Machine, peer: DoorPeer): Condition {
    return this.gate("egress", machine, peer, "out");
  }
}

function condition(expression: string, otherwise: string): Condition {
  return { expression, otherwise };
}

/** The CIDR blocks of a declared end point as an expression. */
function addressesOf(endpoints: PromiseFile["endpoints"], name: string): string {
  const declared = endpoints[name];
  if (declared === undefined) return "[]";
  return typeof declared === "string"
    ? declared
    : `[${listOf(declared)
        .map((each) => `"${each}"`)
        .join(", ")}]`;
}

/** `bastion -> web_a tcp/80: never (web)`. */
export function sentenceOf({ from, to, traffic, verdict, via, at: place }: ReachPromise): string {
  const where = via === undefined ? (place === undefined ? "" : `, stopped at ${place}`) : `, through ${via}`;
  return `${from} ${verdict === "reachable" ? "reaches" : "never reaches"} ${to} with ${traffic}${where}`;
}

function nameOf({ from, to, traffic, verdict, via }: ReachPromise): string {
  const does = verdict === "reachable" ? "reaches" : "never_reaches";
  const text = [from, does, to, "with", traffic, ...(via === undefined ? [] : ["through", via])].join("_");
  return text.replaceAll(/[^A-Za-z0-9_-]/g, "_");
}
