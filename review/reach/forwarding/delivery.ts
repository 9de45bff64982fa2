/** At an interface: whether its groups admit the packets, and whether there is an answer at all. */
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { intersect, subtract } from "../../../net/interval-set";
import type { NetworkInterface } from "../../network/network";
import { securityGroupGate } from "../filtering/security-group";
import { passingRules, securityGroupBlocker } from "../filtering/security-group-blocker";
import { unsupported } from "../packets/blockers";
import {
  type Flow,
  pass,
  stop,
  type Traversal,
  unknownPasses,
  withHop,
  withTraffic,
} from "../packets/packet";

/** At the interface that is addressed: its groups, and whether it answers at all. */
export function arrive(run: Traversal, one: NetworkInterface, packet: Flow): void {
  const { ask } = run;
  if (run.reply) {
    run.arrivals.push({ station: { kind: "interface", interface: one, addressed: true }, packet });
    return;
  }
  if (!INTERFACE_KINDS[one.kind].takes) {
    stop(run, packet, {
      code: "NET_NAT_TAKES_NOTHING_UNASKED",
      at: one.name,
      keys: [one.key, one.name],
      text: `${INTERFACE_KINDS[one.kind].label} ${one.name} takes no connections from outside`,
    });
    return;
  }
  const admitted = hasGroups(one)
    ? pass(run, packet, securityGroupGate(ask, one, "in", packet), (stopped) =>
        securityGroupBlocker(ask, one, "in", stopped),
      )
    : [packet];
  for (const each of admitted) {
    const here = withHop(ask, each, () => ({
      at: one.name,
      key: one.key,
      text: hasGroups(one) ? `enters: ${passingRules(ask, one, "in", each)}` : "enters",
    }));
    for (const answered of answering(run, one, here)) finish(run, one, answered);
  }
}

function finish(run: Traversal, one: NetworkInterface, packet: Flow): void {
  if (one.appliance && !unknownPasses(run.ask)) {
    stop(
      run,
      packet,
      unsupported(
        one.name,
        [one.key, one.owner],
        `the software of ${one.name}, a machine that forwards between several networks, decides what it takes`,
      ),
    );
    return;
  }
  run.arrivals.push({ station: { kind: "interface", interface: one, addressed: true }, packet });
}

function answering(run: Traversal, one: NetworkInterface, packet: Flow): readonly Flow[] {
  if (one.answersOn === undefined)
    return INTERFACE_KINDS[one.kind].answers === "not known" ? foreignService(run, one, packet) : [packet];
  const passed = withTraffic(packet, intersect(packet.traffic, one.answersOn));
  const rest = withTraffic(packet, subtract(packet.traffic, one.answersOn));
  return pass(run, packet, { passed, rest }, () => ({
    code: "TARGET_PORT_RESTRICTION",
    at: one.name,
    keys: [one.key, one.owner],
    text: `the service behind ${one.name} does not answer on it`,
  }));
}

function foreignService(run: Traversal, one: NetworkInterface, packet: Flow): readonly Flow[] {
  if (unknownPasses(run.ask)) return [packet];
  return stop(
    run,
    packet,
    unsupported(one.name, [one.key, one.owner], `what the service behind ${one.name} answers on`),
  );
}

export function hasGroups(one: NetworkInterface): boolean {
  return one.groups.length > 0 || one.groupsUnknown !== undefined;
}
