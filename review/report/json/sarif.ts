/**
 * A review as SARIF 2.1.0, for GitHub code scanning: what opens to the internet, broken promises, what hurts, and what
 * cannot be told, each at the line of TypeScript that made the resource. Without such a line it stands at the file that
 * the review was made from, because GitHub drops results without a file.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */

import type { Log, PhysicalLocation, ReportingDescriptor, Result } from "sarif";
import { given } from "../../../net/given";
import type { NetworkReview, Review } from "../../change/review";
import { tame } from "../markdown/escape";
import { causeLine, doubtText, pairText, wayText } from "../wording/headline";
import { promiseText } from "../wording/sentences";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

const RULES = {
  "opened-to-internet": ["error", "A path from the internet opens"],
  "broken-promise": ["error", "A promise of the network is broken"],
  "opened-inside": ["note", "A path inside the network opens"],
  "loses-data": ["warning", "Data is lost"],
  "loses-address": ["warning", "A public address or name is lost"],
  "loses-traffic": ["note", "Traffic is interrupted"],
  unknown: ["warning", "Reachability cannot be told"],
} as const;

type RuleId = keyof typeof RULES;

interface Finding {
  readonly rule: RuleId;
  readonly text: string;
  /** `stacks/two-tier.ts:44:16`. */
  readonly line?: string;
  /** The resource that it is about. */
  readonly address?: string;
}

export function sarifReview(review: Review): Log {
  const results = review.networks.flatMap((network) =>
    findingsIn(network).map((finding) => result(finding, network)),
  );
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "tiers",
            rules: rules(),
          },
        },
        originalUriBaseIds: { PROJECT: { description: { text: "The folder that the review ran in." } } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
}

function rules(): ReportingDescriptor[] {
  return Object.entries(RULES).map(([id, [level, text]]) => ({
    id,
    shortDescription: { text },
    defaultConfiguration: { level },
  }));
}

function findingsIn({ reach, promises, disruptions: hurts }: NetworkReview): readonly Finding[] {
  const opened = reach.opened.map((change): Finding => {
    const [cause] = change.causes;
    const by = cause === undefined ? "" : `, by ${causeLine(cause)}`;
    const way = wayText(change);
    return {
      rule: change.exposes ? "opened-to-internet" : "opened-inside",
      text: `${pairText(change)} opens${way === "" ? "" : ` (${way})`}${by}`,
      ...(cause === undefined ? {} : { address: cause.address }),
      ...(cause?.line === undefined ? {} : { line: cause.line }),
    };
  });
  const broken = promises
    .filter(({ kept }) => !kept)
    .map(
      (finding): Finding => ({
        rule: "broken-promise",
        text: promiseText(finding),
        ...given({ line: finding.line }),
      }),
    );
  const hurting = hurts.map(
    ({ loses, text, address, line }): Finding => ({
      rule: `loses-${loses}`,
      text,
      address,
      ...given({ line }),
    }),
  );
  const unknown = reach.unknown.map(
    (doubt): Finding => ({
      rule: "unknown",
      text: `cannot tell: ${doubtText(doubt)}`,
      ...given({ line: doubt.line }),
    }),
  );
  return [...opened, ...broken, ...hurting, ...unknown];
}

function result({ rule, text, line, address }: Finding, { name, place }: NetworkReview): Result {
  const [level] = RULES[rule];
  return {
    ruleId: rule,
    level,
    message: { text: tame(`${name}: ${text}`) },
    locations: [
      {
        physicalLocation: physicalLocation(line, place),
        ...(address === undefined
          ? {}
          : { logicalLocations: [{ fullyQualifiedName: tame(address), kind: "resource" }] }),
      },
    ],
    partialFingerprints: { "network/v1": tame(`${name} ${rule} ${address ?? text}`) },
  };
}

function physicalLocation(line: string | undefined, place: string): PhysicalLocation {
  const [, file = place, row = "1", column = "1"] = /^(.+):(\d+):(\d+)$/.exec(line ?? "") ?? [];
  return {
    artifactLocation: { uri: uriOf(file), uriBaseId: "PROJECT" },
    region: { startLine: Number(row), startColumn: Number(column) },
  };
}

function uriOf(file: string): string {
  return file.split(/[\\/]/).map(encodeURIComponent).join("/");
}
