/** IAM policies as JSON text. */

/** Who may take a role: one AWS service, e.g. `ec2.amazonaws.com`. */
export function assumedBy(service: string): string {
  return document([{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }]);
}

/** Allows the actions on the resources, which are ARNs. */
export function policy(actions: readonly string[], resources: readonly string[]): string {
  return document([{ Effect: "Allow", Action: actions, Resource: resources }]);
}

/** A policy of these statements, in the version of the language that IAM has had since 2012. */
export function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
