/** At an interface: whether its groups admit the packets, and whether there is an answer at all. */
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { intersect, subtract } from "../../../net/interval-set";
import type { NetworkInterface } from "../../network/network";
import { securityGroupGate } from "../filtering/security-group";
import { passingRules, securityGroupBlocker } from "../filtering/security-group-blocker";
import { unknownBlocker, unsupported } from "../packets/blockers";
import { type Blocker, type Flow, unknownPasses, withHop, withTraffic } from "../packets/flow";
import { end, endAndFollow, pass, type Traversal } from "../packets/traversal";

/** At the interface that is addressed: its groups, and whether it answers at all. */
export function arrive(traversal: Traversal, one: NetworkInterface, flow: Flow): void {
  const { context } = traversal;
  if (isDetached(traversal, one, flow)) return;
  if (traversal.reply) {
    traversal.arrivals.push({ waypoint: { kind: "interface", interface: one, addressed: true }, flow });
    return;
  }
  if (!INTERFACE_KINDS[one.kind].takes) {
    end(traversal, flow, {
      code: "NET_NAT_TAKES_NOTHING_UNASKED",
      at: one.name,
      keys: [one.key, one.name],
      text: `${INTERFACE_KINDS[one.kind].label} ${one.name} takes no connections from outside`,
    });
    return;
  }
  const admitted = hasGroups(one)
    ? pass(traversal, flow, securityGroupGate(context, one, "in", flow), (stopped) =>
        securityGroupBlocker(context, one, "in", stopped),
      )
    : [flow];
  for (const each of admitted) {
    const here = withHop(context, each, () => ({
      at: one.name,
      key: one.key,
      text: hasGroups(one) ? `enters: ${passingRules(context, one, "in", each)}` : "enters",
    }));
    for (const answered of answering(traversal, one, here)) finish(traversal, one, answered);
  }
}

/** Nobody is there to answer, or to send; where somebody may be, that is not known. */
export function isDetached(traversal: Traversal, one: NetworkInterface, flow: Flow): boolean {
  const { detached } = one;
  if (detached === undefined || (detached !== "nobody" && unknownPasses(traversal.context))) return false;
  const keys = [one.key, one.name];
  const blocker: Blocker =
    detached === "nobody"
      ? {
          code: "UNASSOCIATED_COMPONENT",
          at: one.name,
          keys,
          text: `no machine has the interface ${one.name}`,
        }
      : {
          ...unknownBlocker(one.name, keys, `which machine has the interface ${one.name} is not known`),
          unknowns: [detached],
        };
  end(traversal, flow, blocker);
  return true;
}

function finish(traversal: Traversal, one: NetworkInterface, flow: Flow): void {
  if (one.appliance && !unknownPasses(traversal.context)) {
    end(
      traversal,
      flow,
      unsupported(
        one.name,
        [one.key, one.owner],
        `the software of ${one.name}, a machine that forwards between several networks, decides what it takes`,
      ),
    );
    return;
  }
  traversal.arrivals.push({ waypoint: { kind: "interface", interface: one, addressed: true }, flow });
}

function answering(traversal: Traversal, one: NetworkInterface, flow: Flow): readonly Flow[] {
  if (one.answersOn === undefined)
    return INTERFACE_KINDS[one.kind].answers === "not known" ? foreignService(traversal, one, flow) : [flow];
  const passed = withTraffic(flow, intersect(flow.traffic, one.answersOn));
  const rest = withTraffic(flow, subtract(flow.traffic, one.answersOn));
  return pass(traversal, flow, { passed, rest }, () => ({
    code: "TARGET_PORT_RESTRICTION",
    at: one.name,
    keys: [one.key, one.owner],
    text: `the service behind ${one.name} does not answer on it`,
  }));
}

function foreignService(traversal: Traversal, one: NetworkInterface, flow: Flow): readonly Flow[] {
  if (unknownPasses(traversal.context)) return [flow];
  return endAndFollow(
    traversal,
    flow,
    unsupported(one.name, [one.key, one.owner], `what the service behind ${one.name} answers on`),
  );
}

export function hasGroups(one: NetworkInterface): boolean {
  return one.groups.length > 0 || one.groupsUnknown !== undefined;
}
