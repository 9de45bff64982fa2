/** Every check that runs after each synth, because CDKTF keeps silent about these. */
import type { Issue } from "../../../net/issue";
import {
  balancerPlaces,
  fixedAddresses,
  foreignZones,
  natGatewayPlaces,
  subnetBlocks,
  subnetGroupZones,
} from "./placement";
import { absolutePaths, ambiguousProviders } from "./portability";
import { duplicateRules, reversedPorts } from "./rules";
import type { Check, StackJson } from "./stack-json";
import { strayTemplates } from "./templates";
import { leakedTokens } from "./tokens";

const CHECKS: readonly Check[] = [
  leakedTokens,
  strayTemplates,
  absolutePaths,
  ambiguousProviders,
  subnetBlocks,
  foreignZones,
  fixedAddresses,
  natGatewayPlaces,
  balancerPlaces,
  subnetGroupZones,
  duplicateRules,
  reversedPorts,
];

/** What every check finds wrong. */
export function checkStackJson(json: StackJson): readonly Issue[] {
  return CHECKS.flatMap((check) => check(json));
}
