/** `tests/promises.tftest.hcl`: every promise of the network that routes, groups and NAT decide. */
import type { ReachPromise } from "../../net/promise";
import { attribute, block, comment, formatHcl, gap, type Item, quote } from "../../terraform/hcl";
import type { Module } from "../module/configuration";
import { type Condition, type PromiseRun, promiseRun, sentenceOf } from "./promise-run";
import { setting } from "./setting";

const INTRODUCTION = `The promises of this network, as far as routes, security groups and NAT decide them.
Runs without an account: terraform init && terraform test (Terraform 1.7 or newer).
A rule or a route under a name that is not listed here is not looked at; the lists are short, add it.`;

/** The promises that have a run. */
export function statedPromises(module: Module): readonly PromiseRun[] {
  const { endpoints, promises } = module.stack.promises;
  const runs = promises.flatMap((promise) => promiseRun(module.main, endpoints, promise) ?? []);
  return [...new Map(runs.map((run) => [run.name, run])).values()];
}

/** Promises that these tests cannot state, e.g. hop by hop through a machine. */
export function unstatedPromises({ main, stack }: Module): readonly ReachPromise[] {
  const { endpoints, promises } = stack.promises;
  return promises.filter((promise) => promiseRun(main, endpoints, promise) === undefined);
}

export function promisesTest(module: Module): string | undefined {
  const runs = statedPromises(module);
  if (runs.length === 0) return undefined;
  const unstated = unstatedPromises(module).map((promise) => `Not stated here: ${sentenceOf(promise)}.`);
  return formatHcl([
    comment([INTRODUCTION, ...unstated].join("\n")),
    gap,
    ...setting(module),
    ...runs.flatMap((run, i) => [gap, runOf(run, i === 0)]),
  ]);
}

/** The first run applies; the others look at what it left. */
function runOf({ name, sentence, conditions }: PromiseRun, isFirst: boolean): Item {
  const asserts = conditions.flatMap((each) => [gap, assertion(each, sentence)]);
  return block(`run "${name}"`, attribute("command", isFirst ? "apply" : "plan"), ...asserts);
}

function assertion({ expression, otherwise, isWhole }: Condition, sentence: string): Item {
  const message = isWhole === true ? otherwise : `${sentence}: ${otherwise}`;
  return block("assert", attribute("condition", expression), attribute("error_message", quote(message)));
}
