import { expect, test } from "@jest/globals";
import type { StackJson } from "../../modules/terraform/checks/stack-json";
import { Maintenance, type MaintenanceProps } from "../../stacks/maintenance";
import { asObject } from "../../terraform/json";
import { names, resource, synthesize } from "../synthesis";

function maintenance(props: MaintenanceProps = {}): StackJson {
  return synthesize((app) => new Maintenance(app, "maintenance", props))["maintenance"]?.json ?? {};
}

const json = maintenance();
const INGRESS = "aws_vpc_security_group_ingress_rule";
const DEFAULT = "${aws_default_security_group.network.id}";

test.each([
  [
    "members of default reach each other",
    "aws_default_security_group.network",
    { ingress: [{ protocol: "-1", self: true }], egress: [{ protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }] },
  ],
  [
    "the app",
    "aws_instance.app",
    {
      subnet_id: "${aws_subnet.public_a.id}",
      vpc_security_group_ids: ["${aws_security_group.web.id}", DEFAULT],
    },
  ],
  ["the app's address", "aws_eip_association.app", { instance_id: "${aws_instance.app.id}" }],
  [
    "the bastion",
    "aws_instance.bastion",
    {
      subnet_id: "${aws_subnet.public_a.id}",
      vpc_security_group_ids: ["${aws_security_group.ssh.id}", DEFAULT],
      instance_type: "t4g.nano",
    },
  ],
  ["the bastion's address", "aws_eip_association.bastion", { instance_id: "${aws_instance.bastion.id}" }],
  ["the bastion sleeps", "aws_ec2_instance_state.bastion", { state: "stopped" }],
  ["http to the app", `${INGRESS}.web_http_from_anywhere`, { cidr_ipv4: "0.0.0.0/0", from_port: 80 }],
  [
    "ssh to the bastion",
    `${INGRESS}.ssh_ssh_from_admin`,
    { for_each: "${toset(var.admin_cidrs)}", from_port: 22 },
  ],
  [
    "the database's subnets",
    "aws_db_subnet_group.db",
    { subnet_ids: ["${aws_subnet.private_a.id}", "${aws_subnet.private_c.id}"] },
  ],
  [
    "the database",
    "aws_db_instance.db",
    {
      engine: "mysql",
      publicly_accessible: false,
      storage_encrypted: true,
      manage_master_user_password: true,
      vpc_security_group_ids: [DEFAULT],
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "maintenance-db-final",
    },
  ],
])("%s", (_, address, facts) => {
  expect(resource(json, address)).toMatchObject(facts);
});

test("nothing else comes in", () => {
  expect(names(json, INGRESS).toSorted()).toEqual([
    "ssh_ssh_from_admin",
    "web_http_from_anywhere",
    "web_http_from_anywhere_ipv6",
  ]);
});

test("the private subnets have no way out, and need none", () => {
  expect(names(json, "aws_route")).toEqual(["public_internet"]);
});

test("no password is anywhere in the JSON", () => {
  expect(resource(json, "aws_db_instance.db")).not.toHaveProperty("password");
});

test("for a trial, the database can be deleted without a trace", () => {
  const trial = resource(maintenance({ databaseProtection: "off" }), "aws_db_instance.db");
  expect(trial).toMatchObject({ deletion_protection: false, skip_final_snapshot: true });
  expect(trial).not.toHaveProperty("final_snapshot_identifier");
});

test("the tunnel puts the database on the administrator's port 13306", () => {
  expect(asObject(asObject(json["output"])["tunnel_command"])["value"]).toBe(
    "ssh -F ssh_config -N -L 13306:${aws_db_instance.db.address}:3306 maintenance-bastion",
  );
});
