import { Database } from "../../../modules/database/database";

import { type Build, network, testFaults } from "../faults";

const database = (props: object, net: object = {}): Build =>
  network(net, (stack, of) => new Database(stack, "db", { network: of, ...props }));

testFaults([
  [
    "a database in one zone",
    database({}, { zones: ["a"] }),
    'test: db.network: tier private has 1 subnet(s), and RDS needs two zones; add a zone, such as zones: ["a", "c"]',
  ],
  [
    "a database class that is none",
    database({ instanceClass: "t4g.micro" }),
    'test: db.instanceClass: "t4g.micro" is not a database class; use one such as db.t4g.micro',
  ],
  [
    "a database that is too small",
    database({ storage: 5 }),
    "test: db.storage: 5 GiB is not a size of gp3; use 20 to 65536",
  ],
  [
    "backups for a year",
    database({ backupDays: 365 }),
    "test: db.backupDays: 365 days is outside RDS's limits; use 0 to 35",
  ],
  [
    "a schema with a dash",
    database({ databaseName: "my-app" }),
    'test: db.databaseName: "my-app" is not a schema name; use up to 64 letters, digits and _, starting with a letter',
  ],
]);
