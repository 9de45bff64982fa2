/**
 * Whether two checkouts say the same: everything that the commands write about the four networks, and about networks
 * given as arguments, compared byte by byte. For changes that are to change nothing.
 *
 *     node bench/same-output.mjs OTHER_CHECKOUT [NETWORK ...]
 *
 * A NETWORK is whatever `tiers matrix` takes; questions.json or observations.json beside it, or one folder up, are asked
 * too, and plans are reviewed. Exit codes: 0 the same, 2 different.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";

const [other, ...networks] = process.argv.slice(2);
if (other === undefined) {
  console.error("give another checkout: node bench/same-output.mjs OTHER_CHECKOUT [NETWORK ...]");
  process.exit(1);
}
const here = resolve(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "same-output-"));
const STACKS = ["maintenance", "multi-subnet", "private-web", "two-tier"];

/** Writes all that a checkout says into a folder. */
function record(checkout, folder) {
  mkdirSync(folder, { recursive: true });
  const tiers = (name, args) => {
    const { stdout, stderr, status } = spawnSync("node", [join(checkout, "bin/tiers.mjs"), ...args], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    // Errors carry no stack trace: what they say is output as well.
    writeFileSync(join(folder, `${name}.txt`), `${stdout}${stderr}exit ${status}\n`);
    return stdout;
  };
  const env = { ...process.env, CDKTF_OUTDIR: join(folder, "cdktf.out") };
  const synth = spawnSync("node", [join(checkout, "bin/synth.mjs")], {
    cwd: checkout,
    encoding: "utf8",
    env,
  });
  if (synth.status !== 0) throw new Error(`synth fails in ${checkout}:\n${synth.stderr}`);
  for (const stack of STACKS) {
    const network = `cdktf.out/stacks/${stack}`;
    ask(tiers, stack, network, pairs(tiers(`${stack}-matrix-json`, ["matrix", network, "--json"])));
    for (const [kind, args] of [
      ["check", []],
      ["check-json", ["--json"]],
    ])
      tiers(`${stack}-${kind}`, ["check", network, ...args]);
    tiers(`${stack}-check-admin`, ["check", network, "--var", 'admin_cidrs=["203.0.113.7/32"]']);
    tiers(`${stack}-draw`, ["draw", network]);
    tiers(`${stack}-page`, ["draw", network, "-o", `${stack}.html`]);
  }
  tiers("handoff", ["handoff", "cdktf.out", "--into", "handoff"]);
  for (const base of STACKS)
    for (const head of STACKS) {
      const args = ["review", "--base", `cdktf.out/stacks/${base}`, "--head", `cdktf.out/stacks/${head}`];
      tiers(`review-${base}-${head}`, [...args, "--out", `review-${base}-${head}`]);
      if (base !== head)
        tiers(`handoff-${base}-${head}`, [
          "handoff",
          `cdktf.out/stacks/${head}`,
          "--out",
          `upgrade/${base}-${head}`,
          "--previous",
          `handoff/${base}`,
        ]);
    }
  for (const network of networks) {
    const path = resolve(network);
    const name = path.split("/").slice(-3).join("_");
    tiers(`${name}-matrix`, ["matrix", path]);
    tiers(`${name}-matrix-json`, ["matrix", path, "--json"]);
    for (const questions of ["questions.json", "observations.json"])
      for (const beside of [dirname(path), path])
        if (existsSync(join(beside, questions)))
          tiers(`${name}-${questions}`, ["explain", path, "--json", "--questions", join(beside, questions)]);
    if (basename(path) === "plan.json")
      tiers(`${name}-review`, ["review", "--plan", path, "--out", `${name}-review`]);
  }
}

/** Every pair of ends of a matrix, as questions. */
function pairs(json) {
  const names = [...new Set(JSON.parse(json).ends.map(({ name, members }) => members?.[0] ?? name))];
  const kinds = ["all", "tcp/22", "tcp/80", "tcp/3306", "icmp-echo"];
  return names.flatMap((from) => names.flatMap((to) => kinds.map((traffic) => ({ from, to, traffic }))));
}

function ask(tiers, name, network, questions) {
  const file = join(scratch, `${name}-questions.json`);
  writeFileSync(file, JSON.stringify(questions));
  tiers(`${name}-matrix`, ["matrix", network]);
  tiers(`${name}-explain`, ["explain", network, "--questions", file]);
  tiers(`${name}-explain-json`, ["explain", network, "--json", "--questions", file]);
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

const [ours, theirs] = ["ours", "theirs"].map((name) => join(scratch, name));
record(here, ours);
record(resolve(other), theirs);
const all = [...new Set([...filesIn(ours), ...filesIn(theirs)])];
/** The text of a file, without what differs in any case: its folder, and the lines of our code, which move with every edit. */
function said(folder, name) {
  const file = join(folder, name);
  return existsSync(file)
    ? readFileSync(file, "utf8")
        .replaceAll(folder, "")
        // In SARIF, and in Markdown, where colons are escaped.
        .replaceAll(/((?:stacks|modules)\/[\w/-]+\.ts)(?:(?::|&#58;)\d+){2}/g, "$1")
        .replaceAll(/"(startLine|startColumn)": \d+/g, '"$1"')
    : undefined;
}

const different = all.filter((name) => said(ours, name) !== said(theirs, name));
for (const name of different)
  console.log(
    `different: diff ${relative(process.cwd(), join(theirs, name))} ${relative(process.cwd(), join(ours, name))}`,
  );
console.log(`${all.length} files compared, ${different.length} different; they lie in ${scratch}`);
process.exitCode = different.length > 0 ? 2 : 0;
