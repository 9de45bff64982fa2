import { INTERFACE_KINDS } from "../../aws/types/interface-kinds";
import { isEmpty, union } from "../../net/interval-set";
import { InputError } from "../../net/issue";
import { formatTrafficSet, type TrafficSet } from "../../net/traffic-set";
import { Unknown } from "../../terraform/values";
import type { NetworkInterface } from "../network/network";
import { NetworkIndex } from "../network/network-index";
import type { NetworkModel } from "../network/network-model";
import { trafficBehind } from "./balancing/load-balancer";
import {
  type Declared,
  declaredVariables,
  type Endpoint,
  endpointsNamed,
  type Names,
  namesOf,
} from "./endpoints/lookup";
import { attemptsOf, type Outcome, outcomeOf, stateOf } from "./outcome";
import type { Blocker, QueryContext } from "./packets/flow";
import { settledVerdict } from "./settled";
import { type Body, NOBODY, type Question, type Verdict, verdictOf } from "./verdict";

/** A network with what its names mean, ready to be asked many times. */
export interface QueryableNetwork {
  readonly network: NetworkModel;
  readonly names: Names;
  readonly context: Omit<QueryContext, "mode" | "doubts">;
}

/** @param declared names that stand for addresses, as a promise file has them */
export function queryable(network: NetworkModel, declared: Declared = {}): QueryableNetwork {
  const index = new NetworkIndex(network);
  const names = namesOf(network, index, declared);
  return {
    network,
    names,
    context: { network, index, declaredVariables: declaredVariables(names), detail: "explained" },
  };
}

/** @throws {InputError} for an end point that the network does not have */
export function answer(asked: QueryableNetwork, question: Question): Verdict {
  if (question.via !== undefined) return throughVia(asked, question, question.via);
  const from = endpointsNamed(asked.names, question.from);
  const to = endpointsNamed(asked.names, question.to);
  const pairs = from.members.flatMap((source) =>
    to.members.map((target) => pairAnswer(asked, source, target, question.traffic)),
  );
  return together({ ...question, from: from.label, to: to.label }, pairs);
}

/** One mistyped name among many does not take the other answers away: its own is unknown, and says so. */
export function answerAnyway(asked: QueryableNetwork, question: Question): Verdict {
  try {
    return answer(asked, question);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return notAsked(question, error);
  }
}

function notAsked({ from, to, traffic }: Question, { issues }: InputError): Verdict {
  const [{ path = "", problem = "", fix = "" } = {}] = issues;
  const blocker: Blocker = {
    code: "NET_END_POINT_UNKNOWN",
    at: path,
    keys: [],
    text: problem,
    fix: { change: fix },
  };
  const unknowns = [new Unknown(path, `${problem}; ${fix}`)];
  return { ...NOBODY, from, to, traffic, verdict: "unknown", perhapsMore: true, blocker, unknowns };
}

/** Each leg on its own: to the machine or balancer between, and on from there. */
function throughVia(asked: QueryableNetwork, question: Question, via: string): Verdict {
  const { traffic } = question;
  const first = answer(asked, { from: question.from, to: via, traffic });
  const second = answer(asked, { from: via, to: question.to, traffic: onwardTraffic(asked, question, via) });
  const failing = [first, second].find(({ verdict }) => verdict !== "reachable") ?? first;
  return {
    ...failing,
    from: question.from,
    to: question.to,
    whole: first.whole && second.whole,
    path: [...first.path, ...second.path],
    members: [first, second],
  };
}

/** What goes on from the machine between: from a balancer what its listeners send on, to the port of the target. */
function onwardTraffic(asked: QueryableNetwork, { to, traffic }: Question, via: string): TrafficSet {
  const interfaces = (end: string) =>
    endpointsNamed(asked.names, end).members.flatMap((member) =>
      member.kind === "interface" ? [member] : [],
    );
  const balancers = interfaces(via).flatMap(({ balancer }) => balancer ?? []);
  const goals = interfaces(to).flatMap(({ places }) => places);
  const sent = union(
    ...balancers.flatMap((balancer) =>
      goals.map((goal) => trafficBehind(asked.network, balancer, traffic, goal)),
    ),
  );
  return isEmpty(sent) ? traffic : sent;
}

/** The verdict on several machines: reachable as soon as one gets through, whole when all are alike. */
function together(question: Question, pairs: readonly Verdict[]): Verdict {
  const [first] = pairs;
  if (pairs.length === 1 && first !== undefined) return { ...first, from: question.from, to: question.to };
  const leading =
    pairs.find(({ verdict }) => verdict === "reachable") ??
    pairs.find(({ verdict }) => verdict === "unknown") ??
    first;
  if (leading === undefined) throw new Error("an end point without members");
  const whole = pairs.every((pair) => pair.whole && pair.verdict === leading.verdict);
  return { ...leading, from: question.from, to: question.to, whole, members: pairs };
}

/** The verdict between two members. */
export function pairAnswer(
  asked: QueryableNetwork,
  from: Endpoint,
  to: Endpoint,
  traffic: TrafficSet,
): Verdict {
  const settled = settledVerdict(asked.network, from, to, traffic);
  if (settled !== undefined) return { ...settled, from: from.name, to: to.name, traffic };
  const outcomes = placesOf(from).flatMap((source) =>
    placesOf(to).map((target) => bestOf(outcomesBetween(asked, from, source, to, target, traffic))),
  );
  const known = outcomes.filter((outcome): outcome is Outcome => outcome !== undefined);
  const chosen = overPlaces(from, to, known);
  const isGeneric = [from, to].some((member) => member.kind === "outside" && member.isInternet);
  const verdict = verdictOf(chosen, isGeneric, asked.context.detail);
  const notes = [
    ...verdict.notes,
    ...notesOn(from, to, verdict.verdict),
    ...waysAround(asked, from, to, verdict),
  ];
  return { from: from.name, to: to.name, traffic, ...verdict, notes };
}

function placesOf(member: Endpoint): readonly (NetworkInterface | undefined)[] {
  return member.kind === "interface" ? member.places : [undefined];
}

function outcomesBetween(
  asked: QueryableNetwork,
  from: Endpoint,
  source: NetworkInterface | undefined,
  to: Endpoint,
  target: NetworkInterface | undefined,
  traffic: TrafficSet,
): readonly Outcome[] {
  const own = attemptsOf(from, source, to, target, traffic).map((attempt) =>
    outcomeOf(asked.context, attempt),
  );
  if (own.some((outcome) => stateOf(outcome) !== "none") || !mayTryPublic(asked, source, to, target))
    return own;
  // Machines of VPCs that nothing joins still find each other by their public addresses.
  const byPublic: Endpoint = to.kind === "interface" ? { ...to, by: "public" } : to;
  const over = attemptsOf(from, source, byPublic, target, traffic).map((attempt) =>
    outcomeOf(asked.context, attempt),
  );
  return over.some((outcome) => stateOf(outcome) !== "none") ? over : own;
}

function mayTryPublic(
  { context: ask }: QueryableNetwork,
  source: NetworkInterface | undefined,
  to: Endpoint,
  target: NetworkInterface | undefined,
): boolean {
  if (source === undefined || target === undefined || to.kind !== "interface" || to.by !== "name")
    return false;
  return target.public4 !== undefined && ask.index.subnetOf(source)?.vpc !== ask.index.subnetOf(target)?.vpc;
}

const RANK = { full: 0, some: 1, unknown: 2, none: 3 };

/** IPv4 or IPv6, whichever gets further. */
function bestOf(outcomes: readonly Outcome[]): Outcome | undefined {
  return [...outcomes].sort((a, b) => RANK[stateOf(a)] - RANK[stateOf(b)])[0];
}

/** A balancer answers if one node does; a database is in one of its places, and all must agree. */
function overPlaces(from: Endpoint, to: Endpoint, outcomes: readonly Outcome[]): Outcome | undefined {
  const [best] = [...outcomes].sort((a, b) => RANK[stateOf(a)] - RANK[stateOf(b)]);
  const oneOf = [from, to].some(
    (member) =>
      member.kind === "interface" &&
      member.places.some(({ kind }) => INTERFACE_KINDS[kind].places === "one of"),
  );
  const worst = [...outcomes].sort((a, b) => RANK[stateOf(b)] - RANK[stateOf(a)])[0];
  if (best === undefined || worst === undefined || stateOf(best) === stateOf(worst)) return best;
  if (!oneOf) return isSplit(to, best, outcomes) ? { ...best, inPart: true } : best;
  return { ...worst, possible: best.possible, sure: [] };
}

/** Clients of a balancer are sent to all of its nodes; to one that has no target they are not. */
function isSplit(to: Endpoint, best: Outcome, outcomes: readonly Outcome[]): boolean {
  if (to.kind !== "interface" || to.balancer === undefined || stateOf(best) !== "full") return false;
  const isServing = ({ drops }: Outcome): boolean =>
    !drops.some(({ blocker }) => blocker.code === "NET_NO_TARGET");
  return outcomes.some((outcome) => stateOf(outcome) !== "full" && isServing(outcome));
}

function notesOn(from: Endpoint, to: Endpoint, verdict: Verdict["verdict"]): readonly string[] {
  if (verdict !== "reachable") return [];
  return [from, to].flatMap((member) => {
    if (member.kind !== "interface") return [];
    const [first] = member.places;
    if (first?.stopped === true) return [`${member.name} is stopped: it answers once it is started`];
    return member.balancer !== undefined && member === to
      ? [`whether the targets of ${member.name} are healthy is known after deploy only`]
      : [];
  });
}

/** Balancers that reach what cannot be reached itself: a client asks them. */
function waysAround(
  { network, context: ask }: QueryableNetwork,
  from: Endpoint,
  to: Endpoint,
  { verdict }: Body,
): readonly string[] {
  if (
    verdict !== "blocked" ||
    from.kind === "interface" ||
    to.kind !== "interface" ||
    ask.detail !== "explained"
  )
    return [];
  const keys = new Set(to.places.map(({ key }) => key));
  return [...network.balancers.values()].flatMap(({ name, listeners }) => {
    const serving = listeners.filter(({ targetGroups }) =>
      targetGroups.some((group) =>
        network.targetGroups
          .get(group)
          ?.targets.some(({ interfaces }) => interfaces.some((key) => keys.has(key))),
      ),
    );
    const traffic = union(...serving.map((listener) => listener.traffic));
    return serving.length === 0 ? [] : [`${name} serves it, on ${formatTrafficSet(traffic)}`];
  });
}
