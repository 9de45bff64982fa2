/** Where a database server keeps the password that it makes at first boot: Parameter Store, never the JSON or the state. */

export function passwordParameterOf(project: string, server: string): string {
  return `/${project}/${server}/password`;
}

/** The account is left open: the role is of one account anyway, and the JSON stays free of its number. */
export function parameterArn(region: string, parameter: string): string {
  return `arn:aws:ssm:${region}:*:parameter${parameter}`;
}
