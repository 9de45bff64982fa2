/** Which resources an upgrade makes anew, because AWS cannot change what changed about them in place. */

import { replacedBy } from "../../aws/replaced-by";
import type { Block } from "../../terraform/blocks";
import { at } from "../../terraform/json";
import { mapAddresses } from "../../terraform/reference";
import type { Move } from "./interface";

/** One sentence a resource that stays, or only changed its name, and is replaced all the same. */
export function replacedBetween(
  before: ReadonlyMap<string, Block>,
  after: ReadonlyMap<string, Block>,
  renamed: readonly Move[],
): readonly string[] {
  const names = new Map(renamed.map(({ from, to }) => [from, to]));
  return [...before].flatMap(([address, old]) => {
    const fresh = after.get(names.get(address) ?? address);
    if (fresh === undefined) return [];
    const changed = [...replacedBy(fresh.type, fresh.body)].filter(
      (key) => renamedText(at(old.body, key), names) !== JSON.stringify(at(fresh.body, key)),
    );
    if (changed.length === 0) return [];
    const rules = fresh.type === "aws_security_group" ? ", and its rules with it" : "";
    const list = changed.map((key) => `\`${key}\``).join(" and ");
    return [`\`${fresh.address}\` is replaced${rules}: AWS cannot change its ${list} in place.`];
  });
}

/** As JSON, its references under today's names. */
function renamedText(value: unknown, names: ReadonlyMap<string, string>): string | undefined {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : mapAddresses(text, (address) => names.get(address) ?? address);
}
