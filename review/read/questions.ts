/** Questions as people and CI ask them: options of a command, or a JSON table. */
import { given } from "../../net/given";
import { type Issue, throwIssues } from "../../net/issue";
import { parseTraffic, type Traffic } from "../../net/traffic";
import { ofRule, ofTraffic, type TrafficSet } from "../../net/traffic-set";
import { at, foreign, isObject, type Json, parseJson, textAt } from "../../terraform/json";

/** One question, before its ends are looked up. */
export interface AskedQuestion {
  readonly from: string;
  readonly to: string;
  readonly traffic: TrafficSet;
  readonly via?: string;
}

/** @throws {InputError} with every question that cannot be understood */
export function readQuestions(text: string, place: string): readonly AskedQuestion[] {
  const json = parseJson(text, place);
  if (!Array.isArray(json))
    throw foreign(place, "is no JSON array", 'write [{"from":"web","to":"db","protocol":"tcp","port":3306}]');
  const issues: Issue[] = [];
  const questions = json.flatMap((each: Json, i) => {
    const question = isObject(each) ? fromJson(each) : undefined;
    if (question !== undefined) return [question];
    issues.push({
      code: "question-malformed",
      path: `${place}[${i}]`,
      problem: `${JSON.stringify(each).slice(0, 100)} is not a question`,
      fix: 'give "from", "to", "protocol" (tcp, udp, icmp-echo, icmp, all or a number) and "port"',
    });
    return [];
  });
  throwIssues(issues);
  return questions;
}

function fromJson(json: Json): AskedQuestion | undefined {
  const from = textAt(json, "from");
  const to = textAt(json, "to");
  const via = textAt(json, "via") ?? textAt(json, "through");
  const traffic = trafficOf(json);
  if (from === undefined || to === undefined || traffic === undefined) return undefined;
  return { from, to, traffic, ...given({ via }) };
}

function trafficOf(json: Json): TrafficSet | undefined {
  const said = at(json, "protocol") ?? at(json, "traffic");
  const protocol =
    typeof said === "number" ? `${said}` : (textAt(json, "protocol") ?? textAt(json, "traffic") ?? "all");
  const port = at(json, "port");
  const text =
    typeof port === "number" || (typeof port === "string" && port !== "") ? `${protocol}/${port}` : protocol;
  const named = parseTraffic(text);
  if (named !== undefined) return ofTraffic(named);
  return typeof port === "number" ? ofRule(protocol, port, port) : ofRule(protocol);
}

export interface QuestionOptions {
  readonly from?: string;
  readonly to?: string;
  readonly through?: string;
  readonly port?: string;
  readonly udp?: true;
  readonly icmp?: true;
  readonly traffic?: string;
}

/** @throws {InputError} for a missing end, or traffic that does not exist */
export function questionOf(options: QuestionOptions): AskedQuestion {
  const { from = "", to = "", through } = options;
  const issues: Issue[] = [];
  for (const [name, value] of [
    ["--from", from],
    ["--to", to],
  ] as const)
    if (value === "")
      issues.push({
        code: "question-incomplete",
        path: name,
        problem: "is missing",
        fix: `give ${name}, e.g. ${name} web`,
      });
  const text = textOfTraffic(options);
  const traffic: Traffic | undefined = parseTraffic(text);
  if (traffic === undefined)
    issues.push({
      code: "traffic-malformed",
      path: "traffic",
      problem: `${JSON.stringify(text)} is no kind of traffic`,
      fix: "give --port 80, --port 8000-8100, --icmp, or --traffic ssh",
    });
  throwIssues(issues);
  return {
    from,
    to,
    traffic: traffic === undefined ? [] : ofTraffic(traffic),
    ...given({ via: through }),
  };
}

function textOfTraffic({ port, udp, icmp, traffic = "all" }: QuestionOptions): string {
  if (icmp === true) return "icmp/echo";
  if (port !== undefined) return `${udp === true ? "udp" : "tcp"}/${port}`;
  return traffic;
}
