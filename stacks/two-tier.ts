/** `two-tier`: a public web server with WordPress, and its database server out of reach. */
import type { Construct } from "constructs";
import { sshConfig } from "../modules/access/ssh-config";
import { DatabaseServer } from "../modules/compute/database-server";
import { WebServer } from "../modules/compute/web-server";
import { allow } from "../modules/firewall/allow";
import { admin, anywhere } from "../modules/firewall/peer";
import type { Nat } from "../modules/nat/nat";
import { Network } from "../modules/network/network";
import { BaseStack, type BaseStackProps } from "../modules/terraform/base-stack";
import { isBlocked, reaches } from "../net/promise";
import { allIcmp, anything, http, https, mysql, ping, ssh } from "../net/traffic";

/** What varies of `two-tier`. */
export interface TwoTierProps extends BaseStackProps {
  /** The VPC's block, /16 to /28. @default "10.0.0.0/16" */
  readonly cidr?: string;
  /** The block of the web server's subnet, which must hold 10.0.1.10. @default "10.0.1.0/24" */
  readonly publicCidr?: string;
  /** The block of the database server's subnet, which must hold 10.0.2.10. @default "10.0.2.0/24" */
  readonly privateCidr?: string;
  /** The database server's way out; its first boot needs one to install MariaDB. @default { kind: "gateway" } */
  readonly nat?: Nat;
  /** Whether the servers answer ping. @default "open" */
  readonly ping?: "open" | "closed";
  /** Whether port 443 of the web server is open. @default "closed" */
  readonly https?: "open" | "closed";
  /** EC2 type of both servers. @default "t4g.micro" */
  readonly instanceType?: string;
}

/**
 * `two-tier`: a public web server with WordPress, and its database server out of reach. The servers have fixed
 * private addresses, 10.0.1.10 and 10.0.2.10.
 * @example new TwoTier(app, "two-tier", { https: "open", nat: { kind: "instance" } })
 */
export class TwoTier extends BaseStack {
  constructor(scope: Construct, id: string, props: TwoTierProps = {}) {
    super(scope, id, props);
    const { nat = { kind: "gateway" }, instanceType = "t4g.micro" } = props;
    const network = new Network(this, "network", {
      cidr: props.cidr ?? "10.0.0.0/16",
      zones: ["a"],
      subnets: {
        public: { a: props.publicCidr ?? "10.0.1.0/24" },
        private: { a: props.privateCidr ?? "10.0.2.0/24" },
      },
      nat: { a: nat },
    });
    const db = new DatabaseServer(this, "db", {
      network,
      zone: "a",
      address: "10.0.2.10",
      clientAddress: "10.0.1.10",
      instanceType,
    });
    const web = new WebServer(this, "web", {
      network,
      zone: "a",
      tier: "public",
      address: "10.0.1.10",
      publicAddress: "elastic",
      instanceType,
      content: { kind: "wordpress", database: db },
    });

    allow(admin, web, ssh);
    allow(anywhere, web, http);
    allow(web, db, ssh, mysql);
    if (props.https === "open") allow(anywhere, web, https);
    const pingOpen = props.ping !== "closed";
    if (pingOpen) {
      allow(anywhere, web, allIcmp);
      allow(web, db, allIcmp);
    }
    sshConfig(this, { jump: web, behind: [db] });
    this.promiseReach(nat, pingOpen);
  }

  private promiseReach(nat: Nat, pingOpen: boolean): void {
    this.promise(
      reaches("internet", "web", http),
      reaches("admin", "web", ssh),
      isBlocked("internet", "web", ssh, { at: "web", code: "ENI_SG_RULES_MISMATCH" }),
      reaches("web", "db", mysql),
      reaches("web", "db", ssh),
      isBlocked("internet", "db", anything),
      isBlocked("admin", "db", ssh),
      isBlocked("db", "web", ssh, { at: "web" }),
      reaches("db", "web", http),
      nat.kind === "none"
        ? isBlocked("db", "internet", https, { code: "NO_ROUTE_TO_DESTINATION" })
        : reaches("db", "internet", https, { via: "nat_a" }),
      pingOpen ? reaches("internet", "web", ping) : isBlocked("internet", "web", ping, { at: "web" }),
      pingOpen ? reaches("web", "db", ping) : isBlocked("web", "db", ping, { at: "db" }),
      pingOpen ? reaches("db", "web", ping) : isBlocked("db", "web", ping, { at: "web" }),
    );
  }
}
