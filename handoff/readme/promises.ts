/** What the network promises, as a table. */
import type { ReachPromise } from "../../net/promise";
import type { Module } from "../module/configuration";
import { code, prose, table } from "./table";

export function promises({ stack }: Module): string {
  const { promises: all, endpoints } = stack.promises;
  if (all.length === 0) return "";
  const named = all.some(({ from, to }) => from === "admin" || to === "admin");
  const admin = endpoints["admin"];
  const addresses = typeof admin === "string" ? code(admin) : (admin ?? []).map(code).join(", ");
  const legend = `${code("internet")} is any public address${named ? ` that is not an administrator's, ${code("admin")} an administrator's (${addresses})` : ""}.`;
  return `## Promises\n\n${table(["From", "To", "Traffic", "Promise"], all.map(row))}\n\n${legend}`;
}

function row({ from, to, traffic, verdict, via, at }: ReachPromise): readonly string[] {
  const where =
    via === undefined ? (at === undefined ? "" : `, stopped at ${code(at)}`) : ` through ${code(via)}`;
  return [
    prose(from),
    prose(to),
    code(traffic),
    `${verdict === "reachable" ? "reachable" : "never"}${where}`,
  ];
}
