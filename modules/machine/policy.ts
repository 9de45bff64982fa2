/** IAM policies as JSON text. */

export function assumedBy(service: string): string {
  return document([{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }]);
}

export function policy(actions: readonly string[], resources: readonly string[]): string {
  return document([{ Effect: "Allow", Action: actions, Resource: resources }]);
}

export function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
