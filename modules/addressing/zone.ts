/** Availability zones by letter: the user names them, so a new zone of the region never moves anything. */

/** The letters of all zones, in the order of their slots. */
export const ZONES = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

/** The last letter of an availability zone: `a` is `ap-northeast-1a` in that region. */
export type Zone = (typeof ZONES)[number];

/**
 * The zone letters that each region has, as far as known; a region that is not listed is not checked.
 * `ap-northeast-1b` and `us-west-1a`/`c` exist for some accounts only.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
 */
const LETTERS_BY_REGION: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "us-east-1": "abcdef",
    "us-east-2": "abc",
    "us-west-1": "abc",
    "us-west-2": "abcd",
    "ca-central-1": "abd",
    "sa-east-1": "abc",
    "eu-west-1": "abc",
    "eu-west-2": "abc",
    "eu-west-3": "abc",
    "eu-central-1": "abc",
    "eu-central-2": "abc",
    "eu-north-1": "abc",
    "eu-south-1": "abc",
    "eu-south-2": "abc",
    "me-central-1": "abc",
    "me-south-1": "abc",
    "af-south-1": "abc",
    "ap-east-1": "abc",
    "ap-south-1": "abc",
    "ap-south-2": "abc",
    "ap-northeast-1": "abcd",
    "ap-northeast-2": "abcd",
    "ap-northeast-3": "abc",
    "ap-southeast-1": "abc",
    "ap-southeast-2": "abc",
    "ap-southeast-3": "abc",
    "ap-southeast-4": "abc",
  }),
);

/** The zones of a region that may be named. */
export function zonesOf(region: string): readonly Zone[] {
  const letters = LETTERS_BY_REGION.get(region);
  return letters === undefined ? ZONES : ZONES.filter((zone) => letters.includes(zone));
}
