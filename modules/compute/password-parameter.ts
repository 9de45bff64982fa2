/** Where a database server keeps the password that it makes at first boot: Parameter Store, never the JSON or the state. */

/** The Parameter Store name of a server's password: `/PROJECT/SERVER/password`. */
export function passwordParameterOf(project: string, server: string): string {
  return `/${project}/${server}/password`;
}

/**
 * A parameter as IAM policies name it. The account is left open: the role is of one account anyway, and the JSON
 * stays free of its number.
 */
export function parameterArn(region: string, parameter: string): string {
  return `arn:aws:ssm:${region}:*:parameter${parameter}`;
}
