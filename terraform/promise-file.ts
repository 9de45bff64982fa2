/** Reads `promises.json`, which synth writes beside a stack's JSON. */
import { type Issue, throwIssues } from "../net/issue";
import type { PromiseFile, ReachPromise } from "../net/promise";
import { parseTraffic } from "../net/traffic";
import { arrayAt, at, foreign, isObject, type Json, objectAt, textAt } from "./json";

/** @throws {InputError} with every promise that cannot be understood */
export function readPromises(json: Json, place: string): PromiseFile {
  if (at(json, "version") !== 1)
    throw foreign(place, "is not a promise file of version 1", "run synth again");
  const issues: Issue[] = [];
  const promises = arrayAt(json, "promises").flatMap((each, i) => {
    const promise = promiseOf(each);
    if (promise !== undefined) return [promise];
    issues.push({
      code: "promise-malformed",
      path: `${place} promises[${i}]`,
      problem: "is not a promise",
      fix: "give from, to, traffic such as tcp/80, and verdict reachable or blocked",
    });
    return [];
  });
  throwIssues(issues);
  return { version: 1, endpoints: endpointsOf(objectAt(json, "endpoints")), promises };
}

function promiseOf(json: Json): ReachPromise | undefined {
  const [from, to, traffic, verdict] = ["from", "to", "traffic", "verdict"].map((key) => textAt(json, key));
  if (from === undefined || to === undefined || traffic === undefined || parseTraffic(traffic) === undefined)
    return undefined;
  if (verdict !== "reachable" && verdict !== "blocked") return undefined;
  const optional = ["via", "at", "code"].flatMap((key) => {
    const text = textAt(json, key);
    return text === undefined ? [] : [[key, text] as const];
  });
  return { from, to, traffic, verdict, ...Object.fromEntries(optional) };
}

function endpointsOf(json: Json): PromiseFile["endpoints"] {
  if (!isObject(json)) return {};
  const endpoints = new Map<string, string | readonly string[]>();
  for (const [name, value] of Object.entries(json)) {
    if (typeof value === "string") endpoints.set(name, value);
    else if (Array.isArray(value))
      endpoints.set(
        name,
        value.filter((each: Json): each is string => typeof each === "string"),
      );
  }
  return Object.fromEntries(endpoints);
}
