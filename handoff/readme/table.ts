/** Markdown tables and texts, in which nothing of a stack can become markup. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [
    line(head),
    line(head.map((title) => "-".repeat(Math.max(3, title.length)))),
    ...rows.map(line),
  ].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text in a cell or a sentence. */
export function prose(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]|]|<(?=[A-Za-z/!?])/g, "\\$&").replaceAll("\n", "<br>");
}

/** Code in a cell; a bar would end the cell, a backtick the code. */
export function code(text: string): string {
  const flat = text.replaceAll(/\s*\n\s*/g, " ");
  if (/[`|]/.test(flat))
    return `<code>${flat.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("|", "&#124;").replaceAll("`", "&#96;")}</code>`;
  return `\`${flat}\``;
}

export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
