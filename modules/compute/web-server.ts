/** One web server: Apache with a page of its own, or WordPress on a database server's database. */
import type { Construct } from "constructs";
import type { BootScript } from "../machine/boot-script";
import type { Permission } from "../machine/profile";
import { readableName } from "../terraform/address";
import { BaseStack } from "../terraform/base-stack";
import type { DatabaseServer } from "./database-server";
import { parameterArn } from "./password-parameter";
import { Server, type ServerProps } from "./server";

/** What the server shows. */
export type WebContent =
  /** A page that names the server, so that one sees which of them answered. */
  | { readonly kind: "page" }
  /** WordPress; it reads the database's password from Parameter Store when it boots. */
  | { readonly kind: "wordpress"; readonly database: DatabaseServer };

/** What a web server is made of: a server, and what it shows. */
export interface WebServerProps extends Omit<ServerProps, "bootScript" | "permissions"> {
  /** What it shows on port 80. @default { kind: "page" } */
  readonly content?: WebContent;
}

/**
 * One web server: Apache with a page of its own, or WordPress on a database server's database. It listens on tcp/80;
 * its first boot needs a way out, to install packages.
 * @example
 * const main = new WebServer(this, "main", { network, zone: "a", tier: "public", publicAddress: "elastic" });
 * allow(anywhere, main, http);
 */
export class WebServer extends Server {
  constructor(scope: Construct, id: string, { content, ...props }: WebServerProps) {
    super(scope, id, { ...props, ...contentOf(scope, id, content) });
  }
}

const WAIT = "compute/boot/wait-for-network.sh";

/** The boot script that shows the content, and what the server may read for it. */
export function contentOf(
  scope: Construct,
  id: string,
  content: WebContent = { kind: "page" },
): { readonly bootScript: BootScript; readonly permissions: readonly Permission[] } {
  const { project, region } = BaseStack.of(scope);
  switch (content.kind) {
    case "page": {
      const SERVER_NAME = [readableName(scope), id].filter((part) => part !== "").join("_");
      return {
        bootScript: { files: [WAIT, "compute/boot/web.sh"], parameters: { PROJECT: project, SERVER_NAME } },
        permissions: [],
      };
    }
    case "wordpress": {
      const { database, passwordParameter, user, host } = content.database;
      const parameters = {
        AWS_REGION: region,
        DB_HOST: host,
        DB_NAME: database,
        DB_USER: user,
        PASSWORD_PARAMETER: passwordParameter,
      };
      return {
        bootScript: { files: [WAIT, "compute/boot/wordpress.sh"], parameters },
        permissions: [
          { actions: ["ssm:GetParameter"], resources: [parameterArn(region, passwordParameter)] },
        ],
      };
    }
  }
}
