/** `CHANGES.md` and `moved.tf.json`: what an upgrade from the previous hand-off brings, and keeps from being destroyed. */
import { type Changes, changedText, type Difference } from "./difference";

/** Files by path in the module. */
export function upgradeFiles(difference: Difference): Readonly<Record<string, string>> {
  const { moves } = difference;
  const moved = `${JSON.stringify({ moved: moves }, null, 2)}\n`;
  return { "CHANGES.md": changesPage(difference), ...(moves.length === 0 ? {} : { "moved.tf.json": moved }) };
}

function changesPage(difference: Difference): string {
  const { inputs, outputs, addresses, breaking } = difference;
  const sections = [
    breaking.length === 0 ? "" : `## Breaking\n\n${list(breaking)}`,
    section("Inputs", inputs),
    section("Outputs", outputs),
    section("Addresses", addresses),
  ].filter((text) => text !== "");
  const summary =
    sections.length === 0
      ? "Inputs, outputs and addresses are those of the previous hand-off."
      : breaking.length === 0
        ? "Nothing breaks: no input must be set anew, and nothing is destroyed for its name."
        : "**This is a breaking change.**";
  return `${["# Changes since the previous hand-off", summary, ...sections].join("\n\n")}\n`;
}

function section(title: string, { added, removed, renamed, changed }: Changes): string {
  const lines = [
    ...added.map((name) => `Added: \`${name}\``),
    ...removed.map((name) => `Removed: \`${name}\``),
    ...renamed.map(({ from, to }) => `Renamed: \`${from}\` to \`${to}\``),
    ...changed.map((part) => `Changed: ${changedText(part)}`),
  ];
  return lines.length === 0 ? "" : `## ${title}\n\n${list(lines)}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}
