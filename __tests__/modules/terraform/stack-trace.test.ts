/** Constructs know the line of the user's code that made them; tokens only when asked to. */

import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { expect, test } from "@jest/globals";
import { App, Lazy } from "cdktf";
import { Construct } from "constructs";
import { BaseStack } from "../../../modules/terraform/base-stack";
import { creationLine } from "../../../modules/terraform/stack-trace";

const here = "__tests__/modules/terraform/stack-trace.test.ts";

const lineOfPlain = lineHere() + 2;

class Plain extends BaseStack {}

/** The line of this file that calls it. */
function lineHere(): number {
  return Number(/stack-trace\.test\.ts:(\d+)/.exec(new Error().stack?.split("\n")[2] ?? "")?.[1]);
}

test.each([
  // what it is                        how it is made
  ["a resource", (stack: BaseStack) => [new Vpc(stack, "vpc"), lineHere()] as const],
  ["a group of resources", (stack: BaseStack) => [new Construct(stack, "group"), lineHere()] as const],
  [
    "a stack without a constructor",
    (stack: BaseStack) => [new Plain(App.of(stack), "second"), lineHere()] as const,
  ],
])("%s remembers the line that made it", (_, make) => {
  const [construct, line] = make(new Plain(new App(), "plain"));
  expect(creationLine(construct)).toMatch(new RegExp(`^${here}:${line}:\\d+$`));
});

test("what a module makes belongs to the user's line that called the module", () => {
  const provider = new Plain(new App(), "plain").node.findChild("aws");
  expect(creationLine(provider)).toMatch(new RegExp(`^${here}:${lineOfPlain}:\\d+$`));
});

test("nobody made an app", () => {
  expect(creationLine(new App())).toBeUndefined();
});

test("a fault in a token says how to see where the token was made", () => {
  const stack = new Plain(new App(), "plain");
  const faulty = Lazy.stringValue({
    produce: () => {
      throw new Error("no such name");
    },
  });
  new Vpc(stack, "vpc", { cidrBlock: faulty });
  expect(() => stack.toTerraform()).toThrow(/no such name[\s\S]*TIERS_FULL_STACK_TRACES=1/);
});
