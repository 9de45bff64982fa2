/** Large stacks: 10,000 resources through our modules against plain CDKTF, and against 1,000. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "./row";
import { alternate, type Command, runOnce } from "./timing";
import { compiledProject, root, temporaryFolder } from "./workshop";

/** A network has 53 resources and shares one data source: 19 of them make 1,008, 189 make 10,018. */
const THOUSAND = "19";
const TEN_THOUSAND = "189";

export function sizeRows(): readonly Row[] {
  const plain = compiledProject();
  const ours = (networks: string): Command => command([join(root, "bench/many.mjs"), networks]);
  const theirs = command([join(plain, "many.js"), TEN_THOUSAND]);
  mustMatch(countResources(ours(TEN_THOUSAND)), countResources(theirs));
  const times = alternate(5, { many: ours(TEN_THOUSAND), few: ours(THOUSAND), plain: theirs });
  return [
    {
      what: "10,000 resources through our modules, whole process",
      against: "the same resources in plain CDKTF, compiled",
      ours: times.many.wall,
      theirs: times.plain.wall,
      target: { kind: "faster", times: 1 },
    },
    {
      what: "10,000 resources, without the start of the process",
      against: "1,000",
      ours: times.many.printed,
      theirs: times.few.printed,
      target: { kind: "at-most", times: 11 },
    },
  ];
}

function command(args: readonly string[]): Command {
  return {
    run: [process.execPath, ...args],
    cwd: root,
    env: { CDKTF_OUTDIR: join(temporaryFolder(), "cdktf.out") },
  };
}

/** How many blocks of each type the command's stack has. */
function countResources(command: Command): ReadonlyMap<string, number> {
  runOnce(command);
  const file = join(command.env?.["CDKTF_OUTDIR"] ?? "", "stacks/many/cdk.tf.json");
  const { data, resource } = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, object>>;
  const types = Object.entries({ ...data, ...resource });
  return new Map(types.map(([type, blocks]) => [type, Object.keys(blocks).length]));
}

/** @throws if the two stacks are not made of the same resources, because then their times say nothing */
function mustMatch(ours: ReadonlyMap<string, number>, theirs: ReadonlyMap<string, number>): void {
  const types = [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (type) => ours.get(type) !== theirs.get(type),
  );
  const differences = types.map(
    (type) => `${type}: ${ours.get(type) ?? 0} of ours, ${theirs.get(type) ?? 0} plain`,
  );
  if (differences.length > 0)
    throw new Error(`bench/plain is not what our modules make: ${differences.join("; ")}`);
}
