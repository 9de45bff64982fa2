/** `maintenance`: roles as security groups, a bastion that sleeps, and a managed database. */
import type { Construct } from "constructs";
import { sshConfig, tunnelCommand } from "../modules/access/ssh-config";
import type { Zone } from "../modules/addressing/zone";
import { Bastion } from "../modules/compute/bastion";
import { WebServer } from "../modules/compute/web-server";
import { Database } from "../modules/database/database";
import { allow } from "../modules/firewall/allow";
import { admin, anywhere } from "../modules/firewall/peer";
import { Role } from "../modules/firewall/role";
import { Network } from "../modules/network/network";
import { BaseStack, type BaseStackProps } from "../modules/terraform/base-stack";
import { given } from "../net/given";
import { isBlocked, reaches } from "../net/promise";
import { anything, http, https, mysql, ssh } from "../net/traffic";

/** What varies of `maintenance`. */
export interface MaintenanceProps extends BaseStackProps {
  /** The VPC's block, /16 to /23. @default "10.0.0.0/16" */
  readonly cidr?: string;
  /** Two, for the database; app and bastion stand in the first. @default ["a", "c"] */
  readonly zones?: readonly [Zone, Zone, ...Zone[]];
  /** Whether the bastion runs: `true` while somebody maintains something. @default false */
  readonly bastionRunning?: boolean;
  /** Whether port 443 of the app is open. @default "closed" */
  readonly https?: "open" | "closed";
  /** `off` for a trial whose `destroy` should leave nothing behind. @default "on" */
  readonly databaseProtection?: "on" | "off";
  /** The app's EC2 type. @default "t4g.micro" */
  readonly instanceType?: string;
}

/**
 * `maintenance`: roles as security groups, a bastion that sleeps, and a managed database. The app stands in a public
 * subnet; ssh reaches it through the bastion alone.
 * @example new Maintenance(app, "maintenance", { bastionRunning: true, adminCidrs: ["203.0.113.7/32"] })
 */
export class Maintenance extends BaseStack {
  constructor(scope: Construct, id: string, props: MaintenanceProps = {}) {
    super(scope, id, props);
    const { zones = ["a", "c"], instanceType = "t4g.micro" } = props;
    const [zone] = zones;
    const network = new Network(this, "network", {
      cidr: props.cidr ?? "10.0.0.0/16",
      zones,
      defaultGroup: "members",
    });
    const members = network.defaultGroup;
    const web = new Role(this, "web", { network });
    const door = new Role(this, "ssh", { network });
    const app = new WebServer(this, "app", {
      network,
      zone,
      tier: "public",
      publicAddress: "elastic",
      groups: [web, members],
      instanceType,
    });
    const bastion = new Bastion(this, "bastion", {
      network,
      zone,
      groups: [door, members],
      running: props.bastionRunning ?? false,
    });
    const protection = props.databaseProtection;
    const db = new Database(this, "db", { network, groups: [members], ...given({ protection }) });

    allow(anywhere, web, http);
    if (props.https === "open") allow(anywhere, web, https);
    allow(admin, door, ssh);
    sshConfig(this, { jump: bastion, behind: [app] });
    tunnelCommand(this, { through: bastion, to: db.host, port: 3306, localPort: 13306 });
    this.promise(
      reaches("internet", "app", http),
      isBlocked("internet", "app", ssh),
      isBlocked("admin", "app", ssh),
      reaches("admin", "bastion", ssh),
      reaches("bastion", "app", ssh),
      reaches("app", "db", mysql),
      reaches("bastion", "db", mysql),
      isBlocked("internet", "db", anything),
    );
  }
}
