/** Verdicts held against what nmap and ping measured in networks that existed; the figures are printed. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../review/model/build";
import { answer, type QueryableNetwork, queryable } from "../../review/reach/answer";
import type { Verdict } from "../../review/reach/verdict";
import { readInput } from "../../review/read/input";
import { readQuestions } from "../../review/read/questions";

interface Observation {
  readonly from: string;
  readonly to: string;
  readonly result: "open" | "closed" | "reply" | "filtered" | "no-reply";
}

/** Beside the project, or wherever AWS_TRUTH says; it is not part of the project. */
const FOLDER = process.env["AWS_TRUTH"] ?? join(__dirname, "../../../shared/aws-truth");
const WENT_THERE_AND_BACK = new Set(["open", "closed", "reply"]);

function askedOf(lab: string): QueryableNetwork {
  return queryable(buildNetwork(readInput(join(FOLDER, lab, "aws")).input));
}

function judge(verdict: Verdict, { result }: Observation): "right" | "unknown" | "wrong" {
  if (verdict.verdict === "unknown") return "unknown";
  return (verdict.verdict === "reachable") === WENT_THERE_AND_BACK.has(result) ? "right" : "wrong";
}

if (!existsSync(FOLDER)) {
  const needed = `measured networks: ${FOLDER} is not there; set AWS_TRUTH`;
  if (process.env["CI"])
    test(needed, () => {
      throw new Error(needed);
    });
  else test.skip(needed, () => {});
} else {
  test.each(readdirSync(FOLDER))("%s: nothing is wrong, and unknown is only what is not modelled", (lab) => {
    const asked = askedOf(lab);
    const text = readFileSync(join(FOLDER, lab, "observations.json"), "utf8");
    const observations = JSON.parse(text) as readonly Observation[];
    const counts = { right: 0, unknown: 0, wrong: 0 };
    const wrong: string[] = [];
    readQuestions(text, lab).forEach((question, i) => {
      const observation = observations[i];
      if (observation === undefined) return;
      const verdict = answer(asked, question);
      const judged = judge(verdict, observation);
      counts[judged] += 1;
      if (judged === "wrong")
        wrong.push(`${question.from} → ${question.to} was ${observation.result}: ${verdict.verdict}`);
      if (judged === "unknown") expect(verdict.blocker?.code).toBe("UNSUPPORTED_COMPONENT");
    });
    process.stdout.write(`${lab}: ${counts.right} right, ${counts.unknown} unknown, ${counts.wrong} wrong\n`);
    expect(wrong).toEqual([]);
    expect(counts.right).toBeGreaterThan(0);
  });
}
