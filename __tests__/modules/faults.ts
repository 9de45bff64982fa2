import { expect, test } from "@jest/globals";
import { Network, type NetworkProps } from "../../modules/network/network";
import { faultsOf, TestStack } from "../synthesis";

export type Build = (stack: TestStack) => void;

const BASE: NetworkProps = { cidr: "10.0.0.0/16", zones: ["a", "c"] };

/** A network with the given props in place of good ones, some of which TypeScript itself would refuse. */
export const network =
  (props: object, then: (stack: TestStack, network: Network) => void = () => {}): Build =>
  (stack) =>
    then(stack, new Network(stack, "network", { ...BASE, ...props }));

export const good = (then: (stack: TestStack, network: Network) => void): Build => network({}, then);

/** What is wrong, what builds it, and every fault that synth shows, in order. */
export type Row = readonly [what: string, build: Build, ...faults: readonly string[]];

export function testFaults(rows: readonly Row[]): void {
  test.each(rows.map(([what, build, ...faults]) => ({ what, build, faults })))(
    "$what",
    ({ build, faults }) => {
      expect(faultsOf((app) => new TestStack(app, build))).toEqual(faults);
    },
  );
}
