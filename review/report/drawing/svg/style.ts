/** Colours and type of a drawing, light and dark; the same sheet stands in the SVG and in the page around it. */

const LIGHT = `--card:#fff;--edge:#d1d9e0;--ink:#1f2328;--soft:#59636e;--zone:#afb8c1;--public:#eef7ff;--public-edge:#a5d3fb;--private:#f6f8fa;--private-edge:#d1d9e0;--box:#fff;--internet:#0969da;--named:#1a7f37;--inside:#59636e;--out:#bc4c00;--opened:#cf222e;--closed:#8250df`;
const DARK = `--card:#0d1117;--edge:#3d444d;--ink:#f0f6fc;--soft:#9198a1;--zone:#656c76;--public:#0f2540;--public-edge:#1f4f8a;--private:#151b23;--private-edge:#3d444d;--box:#0d1117;--internet:#58a6ff;--named:#3fb950;--inside:#9198a1;--out:#f0883e;--opened:#ff7b72;--closed:#d2a8ff`;

export const TONES = ["internet", "named", "inside", "out", "opened", "closed"] as const;
export type Tone = (typeof TONES)[number];

const RULES = `
.drawing text{font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink)}
.drawing .name{font:600 15px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.drawing .code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.drawing .note{font-size:13px}
.drawing .soft{fill:var(--soft)}
.drawing .middle{text-anchor:middle}
.drawing .end{text-anchor:end}
.drawing .card{fill:var(--card);stroke:var(--edge)}
.drawing .vpc{fill:none;stroke:var(--soft);stroke-width:1.5}
.drawing .zone{fill:none;stroke:var(--zone);stroke-dasharray:5 5}
.drawing .public{fill:var(--public);stroke:var(--public-edge)}
.drawing .private{fill:var(--private);stroke:var(--private-edge)}
.drawing .box{fill:var(--box);stroke:var(--soft);stroke-width:1.25}
.drawing .bar{fill:var(--card);stroke:var(--soft);stroke-width:1.5}
.drawing .line{fill:none;stroke-width:2;stroke-linejoin:round}
.drawing .halo{paint-order:stroke;stroke:var(--card);stroke-width:5px;stroke-linejoin:round}
.drawing .halo.on-public{stroke:var(--public)}
.drawing .halo.on-private{stroke:var(--private)}
.drawing .line.out{stroke-dasharray:7 4}
.drawing .line.opened{stroke-width:3}
.drawing .line.closed{stroke-dasharray:2 4}
${TONES.map((tone) => `.drawing .line.${tone}{stroke:var(--${tone})}.drawing .tip-${tone}{fill:var(--${tone})}`).join("\n")}
.drawing .says.opened{fill:var(--opened);font-weight:600}
.drawing .says.closed{fill:var(--closed);font-weight:600}
`;

export const DRAWING_STYLE = `.drawing{${LIGHT}}
@media(prefers-color-scheme:dark){.drawing{${DARK}}}${RULES}`;
