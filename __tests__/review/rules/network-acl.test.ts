/** Network ACLs: the lowest number decides, replies are packets of their own, and nothing is filtered inside a subnet. */
import { acl, aclRule, type Change, ref } from "../small-network";
import { testRows } from "./rows";

const ALL = aclRule(100, "allow", "0.0.0.0/0");
const EPHEMERAL = aclRule(100, "allow", "0.0.0.0/0", "tcp", 1024, 65_535);
const SOME_EPHEMERAL = aclRule(1, "allow", "0.0.0.0/0", "tcp", 49_152, 65_535);
const NO_SSH = aclRule(1, "deny", "10.0.0.0/24", "tcp", 22, 22);
const NO_HTTPS = aclRule(1, "deny", "0.0.0.0/0", "tcp", 443, 443);

const empty = acl("private", [], []);
const noReplies = acl("private", [ALL], []);
const replies = acl("private", [ALL], [EPHEMERAL]);
const someReplies = acl("private", [ALL], [SOME_EPHEMERAL]);
const denied = acl("private", [ALL, NO_SSH], [ALL]);
const atNat = acl("public", [NO_HTTPS, ALL], [ALL]);
const second: Change = {
  aws_instance: {
    two: { subnet_id: ref("aws_subnet.private"), vpc_security_group_ids: [ref("aws_security_group.open")] },
  },
};

testRows([
  ["no rules", empty, "web → db tcp/22", "blocked: SUBNET_ACL_RESTRICTION at private"],
  ["lets in and nothing back", noReplies, "web → db tcp/22", "blocked: NET_RETURN_PATH_BLOCKED at private"],
  ["lets replies back", replies, "web → db tcp/22", "reachable: web → db"],
  ["lets some replies back", someReplies, "web → db tcp/22", "reachable in part: web → db"],
  ["the lowest number decides", denied, "web → db tcp/22", "blocked: SUBNET_ACL_RESTRICTION at private"],
  ["of the NAT's subnet", atNat, "db → internet tcp/443", "blocked: SUBNET_ACL_RESTRICTION at public"],
  ["inside a subnet it does not act", [empty, second], "db → two tcp/22", "reachable: db → two"],
]);
