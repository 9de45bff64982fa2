/**
 * Packets between two waypoints. What arrives and what is dropped is noted in the {@link Traversal} while they travel,
 * and not handed back: it happens many calls deep, at hundreds of places, of which each knows only its own step.
 */
import type { Key, NetworkInterface } from "../../network/network";
import { type Blocker, type Flow, type Gated, type QueryContext, unknownPasses } from "./flow";

export interface Drop {
  readonly flow: Flow;
  readonly blocker: Blocker;
}

export type Waypoint =
  | { readonly kind: "interface"; readonly interface: NetworkInterface; readonly addressed: boolean }
  | { readonly kind: "internet" }
  | { readonly kind: "service"; readonly name: string; readonly key?: Key };

export interface Arrival {
  readonly waypoint: Waypoint;
  /** Not known whether it gets there, nor whether it comes back: taken for both. */
  readonly assumed?: boolean;
  readonly flow: Flow;
}

/** Packets between two stations: where they get to, and what stops them. */
export interface Traversal {
  readonly context: QueryContext;
  /** Replies: security groups let them pass, and nobody translates them again. */
  readonly reply: boolean;
  readonly arrivals: Arrival[];
  readonly drops: Drop[];
}

/** Those that pass a gate; the rest is noted as stopped, and followed on for explanation where nothing passed. */
export function pass(
  traversal: Traversal,
  flow: Flow,
  { passed, rest }: Gated,
  blocker: (stopped: Flow) => Blocker,
): readonly Flow[] {
  if (rest.length === 0) return passed;
  if (flow.dead && passed.length > 0) return [flow];
  for (const stopped of rest) traversal.drops.push(dropped(stopped, blocker));
  if (traversal.context.detail !== "explained" || passed.length > 0) return passed;
  return rest.slice(0, 1).map((stopped) => ({ ...stopped, dead: true }));
}

/** Notes that packets end here. */
export function end(traversal: Traversal, flow: Flow, blocker: Blocker | (() => Blocker)): void {
  traversal.drops.push(dropped(flow, typeof blocker === "function" ? blocker : () => blocker));
}

/** Notes that packets end here, and hands them on where it is to be explained what would stop them further on. */
export function endAndFollow(traversal: Traversal, flow: Flow, blocker: Blocker): readonly Flow[] {
  end(traversal, flow, blocker);
  return traversal.context.detail === "explained" ? [{ ...flow, dead: true }] : [];
}

/** Stopped packets; why is found out when somebody asks. */
export function dropped(flow: Flow, blocker: (stopped: Flow) => Blocker): Drop {
  let found: Blocker | undefined;
  return {
    flow,
    get blocker() {
      found ??= blocker(flow);
      return found;
    },
  };
}

/** What is not known, or not modelled, may well let the packets through to where they are meant to go. */
export function stopUnknown(traversal: Traversal, flow: Flow, blocker: Blocker): void {
  if (unknownPasses(traversal.context)) assume(traversal, flow);
  else end(traversal, flow, blocker);
}

function assume({ arrivals }: Traversal, flow: Flow): void {
  const goal = flow.to.interface;
  const waypoint: Waypoint =
    goal === undefined ? { kind: "internet" } : { kind: "interface", interface: goal, addressed: true };
  arrivals.push({ waypoint, flow, assumed: true });
}
