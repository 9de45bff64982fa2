/** Changes that hurt: what is destroyed or made anew and breaks traffic, or loses an address or data, and what happens meanwhile. */

import { lossOf } from "../../../aws/resource-types";
import { given } from "../../../net/given";
import { nameOfAddress } from "../../../terraform/address";
import { lineOf } from "../../../terraform/source-lines";
import { destroys, type RawChange } from "../versions/comparison";
import type { Consequence, Disruption, DisruptionContext } from "./context";
import { machineLosses } from "./machines";
import { balancerOf, listenerText, networkPartLosses } from "./network-parts";

const ORDER = { data: 0, address: 1, traffic: 2 };

export function disruptionsOf(scene: DisruptionContext): readonly Disruption[] {
  const found = scene.changes.flatMap((raw) => {
    const { address, action } = raw.change;
    const line = lineOf(scene.lines, address);
    return lossesOf(scene, raw).map(
      (loss): Disruption => ({
        address,
        action: action === "destroy" || action === "replace" ? action : "update",
        ...loss,
        ...given({ line }),
      }),
    );
  });
  const sorted = [...found].sort(
    (a, b) =>
      ORDER[a.loses] - ORDER[b.loses] ||
      (a.action < b.action ? -1 : a.action > b.action ? 1 : 0) ||
      (a.address < b.address ? -1 : 1),
  );
  const texts = new Set<string>();
  return sorted.filter(({ text }) => !texts.has(text) && texts.add(text) !== undefined);
}

function lossesOf(scene: DisruptionContext, raw: RawChange): readonly Consequence[] {
  const { change } = raw;
  if (
    change.type === "aws_instance" ||
    change.type === "aws_network_interface" ||
    change.type === "aws_nat_gateway"
  )
    return machineLosses(scene, raw);
  if (!destroys(change.action)) return [];
  const name = nameOfAddress(change.address);
  const isGone = change.action === "destroy";
  switch (change.type) {
    case "aws_eip":
      return [{ loses: "address", text: addressText(scene, change.address, name) }];
    case "aws_db_instance":
      return [{ loses: "data", text: databaseText(raw, name) }];
    case "aws_lb":
    case "aws_alb":
      return [
        {
          loses: "address",
          text: isGone
            ? `${name} is taken down, and its DNS name with it`
            : `${name} is made anew under another DNS name: it answers nobody until it is up and records follow`,
        },
      ];
    case "aws_lb_listener":
    case "aws_alb_listener":
      return isGone && !scene.going.has(balancerOf(scene.before, change.address))
        ? [{ loses: "traffic", text: listenerText(scene.before, change.address) }]
        : [];
    case "aws_lb_target_group":
    case "aws_alb_target_group":
      return isGone
        ? []
        : [
            {
              loses: "traffic",
              text: `${name} is made anew: requests fail until its targets are healthy again`,
            },
          ];
  }
  if (lossOf(change.type) === "data")
    return [
      {
        loses: "data",
        text: `${change.address} and its content are ${isGone ? "destroyed" : "made anew, empty"}`,
      },
    ];
  const consequences = networkPartLosses(scene, raw);
  if (consequences !== undefined || isGone || lossOf(change.type) !== "traffic") return consequences ?? [];
  return [{ loses: "traffic", text: `${name} is made anew: it answers nobody until it is up` }];
}

function addressText({ resources }: DisruptionContext, address: string, name: string): string {
  const known = resources.get(address)?.values["public_ip"];
  return `the public address ${typeof known === "string" ? `${known} ` : ""}of ${name} goes back to AWS for good: DNS records and allow lists that name it must change`;
}

function databaseText({ change, before }: RawChange, name: string): string {
  const isGone = change.action === "destroy";
  const snapshot =
    before["skip_final_snapshot"] === true
      ? ", and no final snapshot is kept"
      : "; a final snapshot is kept where the settings say so";
  const refused =
    before["deletion_protection"] === true ? "; AWS refuses while deletion protection is on" : "";
  return `${name} is ${isGone ? "destroyed with its data" : "made anew without its data"}${snapshot}${refused}`;
}
