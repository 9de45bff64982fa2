/** EC2 instance types: which architecture a name stands for. */

/** The processor that an image is made for, as AWS names it. */
export type Architecture = "x86_64" | "arm64";

const TYPE =
  /^([a-z]+(?:-\d+[a-z]+)?)(\d+)([a-z-]*)\.((?:\d+)?(?:nano|micro|small|medium|large|xlarge)|metal(?:-\d+xl)?)$/;

/**
 * AWS names Graviton types with a `g` among the attributes after the generation: `t4g.nano`, `c7gn.large`; `a1` is
 * Graviton too.
 * @returns undefined for a text that is not an instance type
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Architecture | undefined {
  const [, family, generation, attributes = ""] = TYPE.exec(instanceType) ?? [];
  if (family === undefined || generation === undefined) return undefined;
  const graviton = attributes.includes("g") || (family === "a" && generation === "1");
  return graviton ? "arm64" : "x86_64";
}
