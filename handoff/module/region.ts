/**
 * The region as an input: zones, service names and ARNs follow `var.region`.
 *
 * A variable, not the data source `aws_region`: a data source is read late when the module's caller says `depends_on`,
 * the zones would then be unknown in the plan, and every subnet would be replaced. The data source only checks that the
 * caller's provider works in the same region.
 */
import type { JsonObject } from "../../terraform/json";

/** Stands in the JSON for the region of the caller. */
export const REGION = "${var.region}";

/** The letter of each zone that the text names, and the text with the region and the zones as inputs. */
export function withRegion(text: string, region: string): string {
  const zone = zoneLetter(text, region);
  if (zone !== undefined) return `${REGION}\${var.zone_letters.${zone}}`;
  if (text === region) return REGION;
  return text
    .replaceAll(`com.amazonaws.${region}.`, `com.amazonaws.${REGION}.`)
    .replaceAll(anyAccountArn(region), `$1${REGION.replace("$", "$$$$")}$2`);
}

/** `a` for `ap-northeast-1a` in `ap-northeast-1`. */
export function zoneLetter(text: string, region: string): string | undefined {
  return text.startsWith(region) ? /^[a-z]$/.exec(text.slice(region.length))?.[0] : undefined;
}

/** ARNs without an account number: `arn:aws:ssm:REGION:*:…`, `arn:aws:automate:REGION:ec2:recover`. */
function anyAccountArn(region: string): RegExp {
  return new RegExp(`(arn:aws[a-z-]*:[a-z0-9-]+:)${region}(:(?!\\d{12}))`, "g");
}

/** Whether the text holds for one region or account only: names it, or an image of it. */
export function isBoundTo(region: string, text: string): boolean {
  return text.includes(region) || /^ami-[0-9a-f]+$/.test(text) || /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/.test(text);
}

/** Fails the plan when the provider works elsewhere than the names say. */
export const REGION_CHECK: JsonObject = {
  lifecycle: {
    postcondition: [
      {
        condition: "${self.id == var.region}",
        error_message:
          "The AWS provider works in ${self.id}, and var.region is ${var.region}: give the module the provider of that region, or set region.",
      },
    ],
  },
};
