/** To an interface that packets are not addressed to: a NAT gateway, or a machine that forwards. */
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { intersect, subtract } from "../../../net/interval-set";
import { stretch } from "../../../net/traffic-set";
import type { NetworkInterface, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { securityGroupGate } from "../filtering/security-group";
import { passingRules, securityGroupBlocker } from "../filtering/security-group-blocker";
import { unknownBlocker, unsupported } from "../packets/blockers";
import { type Flow, unknownPasses, withHop, withTraffic } from "../packets/flow";
import { end, endAndFollow, pass, stopUnknown, type Traversal } from "../packets/traversal";
import { arrive, isDetached } from "./delivery";

/** To an interface that the packet is not addressed to: a NAT gateway, or a machine that forwards. */
export function throughForwarder(traversal: Traversal, subnet: SubnetModel, key: string, flow: Flow): void {
  const { context } = traversal;
  const one = context.network.interfaces.get(key);
  const place = one === undefined ? undefined : context.index.subnetOf(one);
  if (one === undefined || place === undefined) return;
  const isGoal = flow.to.interface?.key === one.key && flow.to.shows === "private";
  if (traversal.reply && !isGoal) {
    end(traversal, flow, {
      code: "NET_RETURN_PATH_BLOCKED",
      at: one.name,
      keys: [one.key, one.owner, subnet.key, subnet.name],
      text: `the reply leaves through ${one.name}, by another door than the request came in`,
    });
    return;
  }
  const crossed =
    place.key === subnet.key
      ? [flow]
      : networkAclGate(traversal, subnet, "out", flow).flatMap((out) =>
          networkAclGate(traversal, place, "in", out),
        );
  for (const each of crossed) {
    // What is addressed to it passes its source/destination check.
    if (isGoal) arrive(traversal, one, each);
    else if (INTERFACE_KINDS[one.kind].forwards === "translates") intoNat(traversal, one, each);
    else intoMachine(traversal, one, each);
  }
}

const TRANSLATED = [...stretch("tcp"), ...stretch("udp"), ...stretch("icmp")];

function intoNat(traversal: Traversal, one: NetworkInterface, flow: Flow): void {
  const gated = {
    passed: withTraffic(flow, intersect(flow.traffic, TRANSLATED)),
    rest: withTraffic(flow, subtract(flow.traffic, TRANSLATED)),
  };
  const passed = pass(traversal, flow, gated, () => ({
    code: "PROTOCOL_RESTRICTION",
    at: one.name,
    keys: [one.key, one.name],
    text: `${INTERFACE_KINDS[one.kind].label} ${one.name} passes tcp, udp and icmp only`,
  }));
  for (const each of passed)
    traversal.arrivals.push({
      waypoint: { kind: "interface", interface: one, addressed: false },
      flow: withHop(traversal.context, each, () => ({
        at: one.name,
        key: one.key,
        text: "translates to its own address",
      })),
    });
}

function intoMachine(traversal: Traversal, one: NetworkInterface, flow: Flow): void {
  const { context } = traversal;
  if (isDetached(traversal, one, flow)) return;
  for (const checked of pastCheck(traversal, one, flow)) {
    const admitted = pass(traversal, checked, securityGroupGate(context, one, "in", checked), (stopped) =>
      securityGroupBlocker(context, one, "in", stopped),
    );
    for (const each of admitted) {
      const here = withHop(context, each, () => ({
        at: one.name,
        key: one.key,
        text: `forwards: ${passingRules(context, one, "in", each)}`,
      }));
      if (one.appliance) {
        stopUnknown(
          traversal,
          here,
          unsupported(
            one.name,
            [one.key, one.owner],
            `the software of ${one.name}, a machine that forwards between several networks, decides what passes`,
          ),
        );
      } else
        traversal.arrivals.push({
          waypoint: { kind: "interface", interface: one, addressed: false },
          flow: here,
        });
    }
  }
}

function pastCheck(traversal: Traversal, one: NetworkInterface, flow: Flow): readonly Flow[] {
  const keys = [one.key, one.owner, one.name];
  if (one.checkUnknown !== undefined && !one.forwards)
    return unknownPasses(traversal.context)
      ? [flow]
      : endAndFollow(traversal, flow, {
          ...unknownBlocker(one.name, keys, `whether ${one.name} forwards is not known`),
          unknowns: [one.checkUnknown],
        });
  if (one.forwards) return [flow];
  return endAndFollow(traversal, flow, {
    code: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
    at: one.name,
    keys,
    text: "drops packets that are not addressed to it",
    fix: { resource: one.checkedBy, change: "source_dest_check = false" },
  });
}
