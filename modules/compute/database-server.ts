/** A database server of one's own: MariaDB on an instance in a private subnet. */
import type { Construct } from "constructs";
import { BaseStack } from "../terraform/base-stack";
import { parameterArn, passwordParameterOf } from "./password-parameter";
import { Server, type ServerProps } from "./server";

/** What a database server is made of: a private server with a fixed address, and who may log in. */
export interface DatabaseServerProps
  extends Omit<ServerProps, "bootScript" | "permissions" | "tier" | "publicAddress" | "address"> {
  /** Its private address, fixed, because clients are configured with it. */
  readonly address: string;
  /** The private address that may log in, e.g. the web server's. */
  readonly clientAddress: string;
  /** The database that is made. @default "wordpress" */
  readonly database?: string;
  /** The user that is made for it. @default "wordpress" */
  readonly user?: string;
}

/**
 * A database server of one's own: MariaDB on an instance in a private subnet. Its first boot needs a way out, to
 * install MariaDB; `Database` is the managed one.
 * @example
 * const server = new DatabaseServer(this, "db", {
 *   network,
 *   zone: "a",
 *   address: "10.0.64.10",
 *   clientAddress: "10.0.0.10",
 * });
 * allow(web, server, mysql);
 */
export class DatabaseServer extends Server {
  /** The address under which clients find it. */
  readonly host: string;
  /** The name of the database that it makes. */
  readonly database: string;
  /** The user that may use the database. */
  readonly user: string;
  /** The Parameter Store name under which the server keeps the password that it makes at first boot. */
  readonly passwordParameter: string;

  constructor(scope: Construct, id: string, props: DatabaseServerProps) {
    const { region, project } = BaseStack.of(scope);
    const { clientAddress, database = "wordpress", user = "wordpress", ...server } = props;
    const passwordParameter = passwordParameterOf(project, id);
    super(scope, id, {
      ...server,
      bootScript: {
        files: ["compute/boot/wait-for-network.sh", "compute/boot/mariadb.sh"],
        parameters: {
          AWS_REGION: region,
          CLIENT_ADDRESS: clientAddress,
          DB_NAME: database,
          DB_USER: user,
          PASSWORD_PARAMETER: passwordParameter,
        },
      },
      permissions: [
        {
          actions: ["ssm:GetParameter", "ssm:PutParameter"],
          resources: [parameterArn(region, passwordParameter)],
        },
      ],
    });
    this.host = props.address;
    this.database = database;
    this.user = user;
    this.passwordParameter = passwordParameter;
  }
}
