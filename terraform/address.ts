/** Addresses of Terraform resources, as people read them. */

/** What people call a resource: its name with its instance key, after the modules it stands in. */
export function nameOfAddress(address: string): string {
  const dot = address.indexOf(".");
  if (dot > 0 && !address.endsWith("]") && address.indexOf(".", dot + 1) < 0) return address.slice(dot + 1);
  const parts = address.match(/(?:\[[^\]]*\]|[^.[\]])+/g) ?? [address];
  const names: string[] = [];
  for (let i = 0; i < parts.length; i += 2) names.push(parts[i + 1] ?? parts[i] ?? "");
  return names.join(".");
}

/** Whether a resource is what a block of the configuration makes: the block stands for all of its instances. */
export function isInstanceOf(address: string, block: string): boolean {
  return address === block || address.startsWith(`${block}[`);
}
