/** What a drawing shows, in sentences, for readers who do not see it. */
import type { Key } from "../../../network/network";
import type { LinkEnd, Picture } from "./picture";

const MOST = 40;

export function describePicture({ vpcs, columns, cells, boxes, links, untold }: Picture): string {
  const titles = new Map<Key, string>(boxes.map(({ id, title }) => [id, title]));
  const name = (end: LinkEnd): string => (end.kind === "box" ? (titles.get(end.box) ?? end.box) : end.name);
  const zones = new Set(columns.map(({ zone }) => zone)).size;
  const head = `${count(vpcs.length, "VPC")} with ${count(cells.length, "subnet")} in ${count(zones, "zone")}.`;
  const lines = links.map(({ from, to, kind, label, bothWays }) =>
    kind === "out"
      ? `${name(from)} sends ${to.kind === "box" ? `through ${name(to)}` : "to the internet"}.`
      : `${name(from)} ${bothWays ? "and" : "reaches"} ${name(to)} ${bothWays ? `reach each other with ${label}` : `with ${label}`}.`,
  );
  const more = lines.length - MOST;
  const [first, ...names] = untold;
  const said = first === undefined ? [] : [`${first} ${names.join(", ")}.`];
  return [...said, head, ...lines.slice(0, MOST), ...(more > 0 ? [`And ${more} more.`] : [])].join(" ");
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
