/** What AWS services answer behind an interface endpoint. */
import { intervals } from "../net/interval-set";
import { stretch, type TrafficSet } from "../net/traffic-set";

/**
 * Ports that AWS services answer on where that is not HTTPS alone.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const PORTS: ReadonlyMap<string, readonly number[]> = new Map([
  ["s3", [80, 443]],
  ["email-smtp", [25, 465, 587, 2465, 2587]],
  ["cassandra", [9142]],
  ["git-codecommit", [443]],
]);

/** @returns undefined for a service of somebody else, whose ports nobody tells */
export function portsOfService(service: string): TrafficSet | undefined {
  if (!service.startsWith("com.amazonaws.") || service.startsWith("com.amazonaws.vpce.")) return undefined;
  const kind = service.split(".").slice(3).join(".");
  return intervals((PORTS.get(kind) ?? [443]).flatMap((port) => stretch("tcp", port, port)));
}
