/** File names of boot scripts: a script that several machines share stands once, under the name of their role. */

/**
 * @param bodies scripts by the address of their machine
 * @returns `boot/web.sh` for `aws_instance.web_a` and `aws_instance.web_c`, as long as both run the same
 */
export function bootFileNames(bodies: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const byBody = new Map<string, string>();
  const taken = new Set<string>();
  for (const [address, body] of [...bodies].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (byBody.has(body)) continue;
    const file = [roleOf(address), nameOf(address), address.replaceAll(".", "_")]
      .map((name) => `boot/${name}.sh`)
      .find((each) => !taken.has(each));
    if (file === undefined) throw new Error(`two machines have the address ${address}`);
    taken.add(file);
    byBody.set(body, file);
  }
  return new Map([...bodies].map(([address, body]) => [address, byBody.get(body) ?? ""]));
}

const nameOf = (address: string): string => address.split(".").at(-1) ?? address;
/** Without the letter of its zone: `web` of `web_a`. */
const roleOf = (address: string): string => nameOf(address).replace(/_[a-z]$/, "");
