/** Where private subnets send packets for the internet: the choice, zone by zone or one for all. */

import type { Issue } from "../../net/issue";
import type { Zone } from "../addressing/zone";
import { ZONES } from "../addressing/zone";

/** Where private subnets send packets bound for the internet. */
export type Nat =
  /**
   * AWS's managed gateway: about 45 USD a month and zone in ap-northeast-1, plus 0.062 USD a GB; up to 100 Gbit/s, no
   * upkeep, survives the loss of its hardware.
   * @see https://aws.amazon.com/vpc/pricing/ (2025-06)
   */
  | { readonly kind: "gateway" }
  /**
   * A small instance that forwards, with its source/destination check off: about 4 USD a month for t4g.nano, no charge
   * a GB for the forwarding; one machine, recovered by an alarm within minutes when its hardware fails.
   */
  | {
      readonly kind: "instance";
      /** Its EC2 type. @default "t4g.nano" */
      readonly instanceType?: string;
    }
  /** No way out: private subnets reach the VPC alone. */
  | { readonly kind: "none" };

/** One NAT for the private subnets of all zones, standing in `zone`: cheaper, and all zones lose their way out with it. */
export type SharedNat = Nat & { readonly zone: Zone };

/** Zone by zone, or one for all; a zone that is not named has none. */
export type NatChoice = Readonly<Partial<Record<Zone, Nat>>> | SharedNat;

/** One NAT to build: where it stands, and the zones whose private subnets it serves. */
export interface NatPlan {
  readonly zone: Zone;
  readonly nat: Exclude<Nat, { readonly kind: "none" }>;
  readonly serves: readonly Zone[];
}

/** The NATs to build, in order of zones; none where the choice says so, or names a zone that there is not. */
export function planNats(choice: NatChoice, zones: readonly Zone[]): readonly NatPlan[] {
  if (isShared(choice))
    return choice.kind === "none" || !zones.includes(choice.zone)
      ? []
      : [{ zone: choice.zone, nat: choice, serves: zones }];
  return zones.flatMap((zone) => {
    const nat = choice[zone];
    return nat === undefined || nat.kind === "none" ? [] : [{ zone, nat, serves: [zone] }];
  });
}

/** A choice for zones that the network does not have. */
export function natIssues(choice: NatChoice, zones: readonly Zone[], path: string): readonly Issue[] {
  const named = isShared(choice) ? [choice.zone] : ZONES.filter((zone) => choice[zone] !== undefined);
  return named
    .filter((zone) => !zones.includes(zone))
    .map((zone) => ({
      code: "nat-zone",
      path,
      problem: `zone ${zone} is not in the network's zones`,
      fix: `use one of ${zones.join(", ")}, or add the zone`,
    }));
}

/**
 * Zones of which `choice` says nothing. Where every zone is meant to have a way out, silence is forgetting, and only
 * `{ kind: "none" }` is a choice.
 */
export function forgottenZones(
  choice: Readonly<Partial<Record<Zone, Nat>>>,
  zones: readonly Zone[],
  path: string,
): readonly Issue[] {
  return zones
    .filter((zone) => choice[zone] === undefined)
    .map((zone) => ({
      code: "nat-forgotten",
      path,
      problem: `says nothing of zone ${zone}, whose private subnet would have no way out`,
      fix: `write ${path}: { …, ${zone}: { kind: "gateway" } }, or ${zone}: { kind: "none" } if that is meant`,
    }));
}

function isShared(choice: NatChoice): choice is SharedNat {
  return "kind" in choice;
}
