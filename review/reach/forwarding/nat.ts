/** To an interface that packets are not addressed to: a NAT gateway, or a machine that forwards. */
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { intersect, subtract } from "../../../net/interval-set";
import { stretch } from "../../../net/traffic-set";
import type { NetworkInterface, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { securityGroupGate } from "../filtering/security-group";
import { passingRules, securityGroupBlocker } from "../filtering/security-group-blocker";
import { unknownBlocker, unsupported } from "../packets/blockers";
import {
  type Flow,
  pass,
  stop,
  stopUnknown,
  type Traversal,
  unknownPasses,
  withHop,
  withTraffic,
} from "../packets/packet";

/** To an interface that the packet is not addressed to: a NAT gateway, or a machine that forwards. */
export function throughForwarder(run: Traversal, subnet: SubnetModel, key: string, packet: Flow): void {
  const { ask } = run;
  const one = ask.network.interfaces.get(key);
  const place = one === undefined ? undefined : ask.index.subnetOf(one);
  if (one === undefined || place === undefined) return;
  if (run.reply) {
    stop(run, packet, {
      code: "NET_RETURN_PATH_BLOCKED",
      at: one.name,
      keys: [one.key, one.owner, subnet.key, subnet.name],
      text: `the reply leaves through ${one.name}, by another door than the request came in`,
    });
    return;
  }
  const crossed =
    place.key === subnet.key
      ? [packet]
      : networkAclGate(run, subnet, "out", packet).flatMap((out) => networkAclGate(run, place, "in", out));
  for (const each of crossed) {
    if (INTERFACE_KINDS[one.kind].forwards === "translates") intoNat(run, one, each);
    else intoMachine(run, one, each);
  }
}

const TRANSLATED = [...stretch("tcp"), ...stretch("udp"), ...stretch("icmp")];

function intoNat(run: Traversal, one: NetworkInterface, packet: Flow): void {
  const gated = {
    passed: withTraffic(packet, intersect(packet.traffic, TRANSLATED)),
    rest: withTraffic(packet, subtract(packet.traffic, TRANSLATED)),
  };
  const passed = pass(run, packet, gated, () => ({
    code: "PROTOCOL_RESTRICTION",
    at: one.name,
    keys: [one.key, one.name],
    text: `${INTERFACE_KINDS[one.kind].label} ${one.name} passes tcp, udp and icmp only`,
  }));
  for (const each of passed)
    run.arrivals.push({
      station: { kind: "interface", interface: one, addressed: false },
      packet: withHop(run.ask, each, () => ({
        at: one.name,
        key: one.key,
        text: "translates to its own address",
      })),
    });
}

function intoMachine(run: Traversal, one: NetworkInterface, packet: Flow): void {
  const { ask } = run;
  for (const checked of pastCheck(run, one, packet)) {
    const admitted = pass(run, checked, securityGroupGate(ask, one, "in", checked), (stopped) =>
      securityGroupBlocker(ask, one, "in", stopped),
    );
    for (const each of admitted) {
      const here = withHop(ask, each, () => ({
        at: one.name,
        key: one.key,
        text: `forwards: ${passingRules(ask, one, "in", each)}`,
      }));
      if (one.appliance) {
        stopUnknown(
          run,
          here,
          unsupported(
            one.name,
            [one.key, one.owner],
            `the software of ${one.name}, a machine that forwards between several networks, decides what passes`,
          ),
        );
      } else
        run.arrivals.push({ station: { kind: "interface", interface: one, addressed: false }, packet: here });
    }
  }
}

function pastCheck(run: Traversal, one: NetworkInterface, packet: Flow): readonly Flow[] {
  const keys = [one.key, one.owner, one.name];
  if (one.checkUnknown !== undefined && !one.forwards)
    return unknownPasses(run.ask)
      ? [packet]
      : stop(run, packet, {
          ...unknownBlocker(one.name, keys, `whether ${one.name} forwards is not known`),
          unknowns: [one.checkUnknown],
        });
  if (one.forwards) return [packet];
  return stop(run, packet, {
    code: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
    at: one.name,
    keys,
    text: "drops packets that are not addressed to it",
    fix: { resource: one.checkedBy, change: "source_dest_check = false" },
  });
}
