/** What is in a network and nobody knows what it reaches: said wherever every other pair is called blocked. */
import type { Unplaced } from "../../network/network";

/** What a matrix, or a network, does not tell. */
export interface Untold {
  /** Ends of which not every subnet is known. */
  readonly unplaced: readonly Unplaced[];
  readonly unmodelled: readonly Unplaced[];
}

/** `nothing is known of 2 resources that are not modelled`; undefined where all is told. */
export function untoldText({ unplaced, unmodelled }: Untold): string | undefined {
  const places = new Set(unplaced.map(({ key }) => key)).size;
  const parts = [
    ...(unmodelled.length === 0
      ? []
      : [`${resources(unmodelled.length)} that ${unmodelled.length === 1 ? "is" : "are"} not modelled`]),
    ...(places === 0 ? [] : [`${resources(places)} without a known place`]),
  ];
  return parts.length === 0 ? undefined : `nothing is known of ${parts.join(", and of ")}`;
}

function resources(count: number): string {
  return count === 1 ? "1 resource" : `${count} resources`;
}

/** One line each: the address, and why nobody knows. */
export function untoldLines({ unplaced, unmodelled }: Untold): readonly string[] {
  return [
    ...unmodelled.map(({ unknown }) => `${unknown.attribute}: ${unknown.why}`),
    ...unplaced.map(({ name, unknown }) => `${name}: ${unknown.attribute}: ${unknown.why}`),
  ];
}
