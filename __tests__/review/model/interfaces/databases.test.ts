/** Database clusters: they are reached by their instances. */
import { expect, test } from "@jest/globals";
import type { Json } from "../../../../terraform/json";
import { ask, askedOf } from "../../asking";
import { type Change, ref, varied } from "../../small-network";

const cluster = (publicly: Json): Change => ({
  aws_db_subnet_group: { g: { name: "g", subnet_ids: [ref("aws_subnet.public")] } },
  aws_rds_cluster: {
    books: { db_subnet_group_name: "g", vpc_security_group_ids: [ref("aws_security_group.open")] },
  },
  aws_rds_cluster_instance: {
    one: { cluster_identifier: ref("aws_rds_cluster.books"), publicly_accessible: publicly },
  },
});

test.each<[string, Json, string]>([
  ["public", true, "reachable"],
  ["private", false, "blocked"],
  ["nobody knows which", "${var.open}", "unknown"],
])("a cluster is reached by its instances: %s", (_, publicly, expected) => {
  expect(ask(askedOf(varied(cluster(publicly))), "internet", "books", "tcp/3306").verdict).toBe(expected);
});
