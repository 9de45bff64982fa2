/** A managed MySQL database (RDS) in the private subnets of at least two zones, never publicly accessible. */
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { given } from "../../net/given";
import { type Issue, unmet } from "../../net/issue";
import type { Member } from "../firewall/allow";
import { type Group, Role } from "../firewall/role";
import type { Network } from "../network/network";
import { nameTag } from "../terraform/name-tag";
import { report } from "../terraform/report";

/** What a managed database is made of. */
export interface DatabaseProps {
  /** Its subnets of the tier are where the database may stand: two zones at least. */
  readonly network: Network;
  /** The tier whose subnets it may use. @default "private" */
  readonly tier?: string;
  /** Its security groups; `allow` on the database means the first. @default a role of its own */
  readonly groups?: readonly [Group, ...Group[]];
  /** Its size, an RDS instance class. @default "db.t4g.micro" */
  readonly instanceClass?: string;
  /** MySQL's version. @default "8.4" */
  readonly engineVersion?: string;
  /** Size of its gp3 disk in GiB, 20 to 65536. @default 20 */
  readonly storage?: number;
  /** The schema made at creation: up to 64 letters, digits and `_`, a letter first. @default "app" */
  readonly databaseName?: string;
  /** A standby in another zone that takes over within a minute or two, at twice the price. @default "off" */
  readonly standby?: "on" | "off";
  /** Days that backups are kept, 0 to 35. @default 7 */
  readonly backupDays?: number;
  /**
   * `on`: AWS refuses to delete it, and a last snapshot is taken if it is deleted after all. `off` is for trials, where
   * `destroy` should leave nothing behind.
   * @default "on"
   */
  readonly protection?: "on" | "off";
}

/**
 * A managed MySQL database (RDS) in the private subnets of at least two zones, never publicly accessible. Its disk is
 * encrypted; it listens on tcp/3306, and the administrator is called `admin`.
 * @example
 * const orders = new Database(this, "orders", { network, storage: 50 });
 * allow(web, orders, mysql);
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_MySQL.html
 */
export class Database extends Construct implements Member {
  /** The first of its security groups, which `allow` on the database means. */
  readonly group: Group;
  /** Its host name inside the VPC, known after apply. */
  readonly host: string;
  /** The Secrets Manager secret that holds the administrator's password, known after apply; RDS makes and rotates it. */
  readonly secretArn: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const database = settled(props);
    report(this, databaseIssues(id, database));
    const { network, groups = [new Role(this, "role", { network })] } = props;
    this.group = groups[0];
    const name = nameTag(this, "", id).Name;
    const subnetGroup = new DbSubnetGroup(this, "db_subnet_group", {
      namePrefix: `${name}-`,
      description: `Subnets of ${name}`,
      subnetIds: network.tier(database.tier).map(({ subnetId }) => subnetId),
      tags: { Name: name },
    });
    const protectedFromDeletion = database.protection === "on";
    const instance = new DbInstance(this, "db_instance", {
      identifier: name,
      engine: "mysql",
      engineVersion: database.engineVersion,
      instanceClass: database.instanceClass,
      allocatedStorage: database.storage,
      storageType: "gp3",
      storageEncrypted: true,
      dbName: database.databaseName,
      username: "admin",
      // Made and kept by Secrets Manager: never in the JSON, the state, or a plan.
      manageMasterUserPassword: true,
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: groups.map(({ groupId }) => groupId),
      publiclyAccessible: false,
      multiAz: database.standby === "on",
      backupRetentionPeriod: database.backupDays,
      copyTagsToSnapshot: true,
      deletionProtection: protectedFromDeletion,
      skipFinalSnapshot: !protectedFromDeletion,
      ...(protectedFromDeletion ? { finalSnapshotIdentifier: `${name}-final` } : {}),
      tags: { Name: name },
    });
    this.host = instance.address;
    this.secretArn = instance.masterUserSecret.get(0).secretArn;
  }
}

type SettledProps = Required<Omit<DatabaseProps, "groups">>;

function settled(props: DatabaseProps): SettledProps {
  return {
    tier: "private",
    instanceClass: "db.t4g.micro",
    engineVersion: "8.4",
    storage: 20,
    databaseName: "app",
    standby: "off",
    backupDays: 7,
    protection: "on",
    ...given(props),
  };
}

const CLASS = /^db\.[a-z0-9]+\.[a-z0-9]+$/;
const SCHEMA = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

function databaseIssues(
  id: string,
  { network, tier, instanceClass, storage, databaseName, backupDays }: SettledProps,
): readonly Issue[] {
  const zones = network.tier(tier).length;
  return unmet([
    [
      zones >= 2,
      {
        code: "database-zones",
        path: `${id}.network`,
        problem: `tier ${tier} has ${zones} subnet(s), and RDS needs two zones`,
        fix: 'add a zone, such as zones: ["a", "c"]',
      },
    ],
    [
      CLASS.test(instanceClass),
      {
        code: "instance-class",
        path: `${id}.instanceClass`,
        problem: `"${instanceClass}" is not a database class`,
        fix: "use one such as db.t4g.micro",
      },
    ],
    [
      Number.isInteger(storage) && storage >= 20 && storage <= 65536,
      {
        code: "storage",
        path: `${id}.storage`,
        problem: `${storage} GiB is not a size of gp3`,
        fix: "use 20 to 65536",
      },
    ],
    [
      Number.isInteger(backupDays) && backupDays >= 0 && backupDays <= 35,
      {
        code: "backup-days",
        path: `${id}.backupDays`,
        problem: `${backupDays} days is outside RDS's limits`,
        fix: "use 0 to 35",
      },
    ],
    [
      SCHEMA.test(databaseName),
      {
        code: "database-name",
        path: `${id}.databaseName`,
        problem: `"${databaseName}" is not a schema name`,
        fix: "use up to 64 letters, digits and _, starting with a letter",
      },
    ],
  ]);
}
