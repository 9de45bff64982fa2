/** Questions that always get an answer, also where they name what the network does not have. */

import { InputError } from "../../net/issue";
import { Unknown } from "../../terraform/values";
import { answer, type QueryableNetwork } from "./answer";
import type { Blocker } from "./packets/flow";
import type { Question, Verdict } from "./verdict";
import { NOBODY } from "./verdict-of";

/** One mistyped name among many does not take the other answers away: its own is unknown, and says so. */
export function answerAnyway(asked: QueryableNetwork, question: Question): Verdict {
  try {
    return answer(asked, question);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return notAsked(question, error);
  }
}

function notAsked({ from, to, traffic }: Question, { issues }: InputError): Verdict {
  const [{ path = "", problem = "", fix = "" } = {}] = issues;
  const blocker: Blocker = {
    code: "NET_END_POINT_UNKNOWN",
    at: path,
    keys: [],
    text: problem,
    fix: { change: fix },
  };
  const unknowns = [new Unknown(path, `${problem}; ${fix}`)];
  return { ...NOBODY, from, to, traffic, verdict: "unknown", perhapsMore: true, blocker, unknowns };
}
