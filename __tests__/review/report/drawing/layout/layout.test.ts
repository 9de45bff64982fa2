/** Laws of the layout: whatever a picture holds, boxes stand apart inside their frames, and no line runs behind a box. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { matrixOf } from "../../../../../review/reach/matrix";
import { pictureOf } from "../../../../../review/report/drawing/drawing";
import { layOut } from "../../../../../review/report/drawing/layout/layout";
import {
  type PlacedLink,
  type PlacedPicture,
  type Rect,
  segmentsOf,
} from "../../../../../review/report/drawing/layout/placed";
import type { Box, Cell, Link, Picture } from "../../../../../review/report/drawing/picture/picture";
import { fourNetworks } from "../../../four-networks";

async function scene(picture: Picture): Promise<PlacedPicture> {
  return (await layOut(picture)).scene;
}

function within(inner: Rect, outer: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function meet(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isEnd({ link: { from, to } }: PlacedLink, { id }: Box): boolean {
  return [from, to].some((end) => end.kind === "box" && end.box === id);
}

/** Sentences about what is wrong, so that a failure says it. */
function faults({ boxes, cells, zones, vpcs, links, width, height, bar }: PlacedPicture): readonly string[] {
  const sheet = { x: 0, y: 0, width, height };
  return [
    ...boxes.flatMap(({ box, rect }, i) => [
      ...boxes
        .slice(i + 1)
        .flatMap((other) => (meet(rect, other.rect) ? [`${box.id} and ${other.box.id} overlap`] : [])),
      ...cells.flatMap(({ cell, rect: frame }) =>
        meet(rect, frame) &&
        !(cell.row === box.row && cell.column >= box.columns[0] && cell.column <= box.columns[1])
          ? [`${box.id} is in ${cell.name}`]
          : [],
      ),
      ...(vpcs.some((vpc) => within(rect, vpc.rect)) ? [] : [`${box.id} is outside its VPC`]),
    ]),
    ...cells.flatMap(({ cell, rect }, i) => [
      ...cells
        .slice(i + 1)
        .flatMap((other) => (meet(rect, other.rect) ? [`${cell.name} and ${other.cell.name} overlap`] : [])),
      ...(zones.some((zone) => within(rect, zone.rect)) ? [] : [`${cell.name} is outside its zone`]),
    ]),
    ...zones.flatMap(({ rect }, i) =>
      zones.slice(i + 1).flatMap((other) => (meet(rect, other.rect) ? ["zones overlap"] : [])),
    ),
    ...links.flatMap((placed) =>
      boxes.flatMap(({ box, rect }) =>
        !isEnd(placed, box) && segmentsOf(placed).some((line) => meet(line, rect))
          ? [`a line of ${JSON.stringify(placed.link.from)} runs behind ${box.id}`]
          : [],
      ),
    ),
    ...links.flatMap(({ points }) =>
      points.slice(1).every(({ x, y }, i) => x === points[i]?.x || y === points[i]?.y)
        ? []
        : ["a line is aslant"],
    ),
    ...vpcs.flatMap(({ rect }) =>
      within(rect, sheet) && (bar === undefined || !meet(rect, bar)) ? [] : ["off the sheet"],
    ),
  ];
}

test.each(fourNetworks.map(({ name, asked }) => [name, asked] as const))("%s", async (_name, asked) => {
  expect(faults(await scene(pictureOf(asked, matrixOf(asked))))).toEqual([]);
});

const box = (columns: number, rows: number): fc.Arbitrary<Omit<Box, "id" | "keys" | "names">> =>
  fc.record({
    title: fc.string({ maxLength: 40 }),
    notes: fc.array(fc.string({ maxLength: 20 }), { maxLength: 2 }),
    kind: fc.constantFrom("machine", "nat", "balancer"),
    isNat: fc.boolean(),
    columns: fc
      .tuple(fc.nat(columns - 1), fc.nat(columns - 1))
      .map(([a, b]): readonly [number, number] => (a % 3 === 0 ? [Math.min(a, b), Math.max(a, b)] : [a, a])),
    row: fc.nat(rows - 1),
    stacked: fc.boolean(),
  });

const pictures: fc.Arbitrary<Picture> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([columns, rows]) =>
    fc.tuple(
      fc.constant([columns, rows] as const),
      fc.array(box(columns, rows), { maxLength: 9 }),
      fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.constantFrom("tcp/80", "tcp/22, icmp", "all")), {
        maxLength: 10,
      }),
    ),
  )
  .map(([[columns, rows], given, pairs]) => {
    const boxes = given.map((each, i): Box => ({ ...each, id: `b${i}`, keys: [`b${i}`], names: [`b${i}`] }));
    return {
      columns: Array.from({ length: columns }, (_, i) => ({ vpc: "v", zone: `z${i}` })),
      rows,
      cells: Array.from({ length: columns * rows }, (_, i) => cellAt(i % columns, Math.floor(i / columns))),
      boxes,
      links: pairs.flatMap(([from, to, label]) => linkBetween(boxes, from, to, label)),
      vpcs: [{ vpc: "v", name: "net", cidr: "10.0.0.0/16", gateway: true }],
      untold: [],
      leftOut: [],
    };
  });

function cellAt(column: number, row: number): Cell {
  return {
    subnet: `s${column}-${row}`,
    name: `s${column}-${row}`,
    cidr: "10.0.0.0/20",
    tier: "private",
    column,
    row,
  };
}

/** Number 9 stands for the internet. */
function linkBetween(boxes: readonly Box[], from: number, to: number, label: string): readonly Link[] {
  const [a, b] = [boxes[from], boxes[to]];
  if (b === undefined || a === b) return [];
  const target = { kind: "box", box: b.id } as const;
  const source =
    a === undefined
      ? ({ kind: "outside", name: "internet" } as const)
      : ({ kind: "box", box: a.id } as const);
  return [
    {
      from: source,
      to: target,
      kind: a === undefined ? "internet" : "inside",
      label,
      bothWays: false,
      state: "same",
    },
  ];
}

test("any picture", async () => {
  await fc.assert(
    fc.asyncProperty(pictures, async (picture) => {
      expect(faults(await scene(picture))).toEqual([]);
    }),
    { numRuns: 15 },
  );
}, 60_000);
