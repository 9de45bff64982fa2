/** A network whose names try to be something else: markup, quotes, Markdown, very long, or written from right to left. */
import type { QueryableNetwork } from "../../../review/reach/answer";
import { askedOf } from "../asking";
import { ref, varied } from "../small-network";

export const HOSTILE_NAMES = [
  "<script>alert(1)</script>",
  "\"><img src=x onerror=alert(1)>'",
  "</style></title></svg><h1>",
  "[link](javascript:alert(1)) `code` **bold** | cell |",
  "&lt;b&gt; &amp; ]]> <!--",
  `long-${"very-".repeat(60)}name`,
  "שרת אינטרנט \u202egnp.exe\u202c",
  "\u0000\u0007 \ud800 lone half",
  "constructor",
  "__proto__ toString",
];

export function hostileNetwork(): QueryableNetwork {
  const machines = Object.fromEntries(
    HOSTILE_NAMES.map((name, i) => [
      name,
      {
        subnet_id: ref(i % 2 === 0 ? "aws_subnet.public" : "aws_subnet.private"),
        private_ip: `10.0.${i % 2}.${20 + i}`,
        vpc_security_group_ids: [ref(`aws_security_group.own${i}`)],
      },
    ]),
  );
  const groups = Object.fromEntries(
    HOSTILE_NAMES.map((name, i) => [
      `own${i}`,
      {
        vpc_id: ref("aws_vpc.v"),
        name,
        ingress: [{ protocol: "tcp", from_port: 1000 + i, to_port: 1000 + i, cidr_blocks: ["0.0.0.0/0"] }],
        egress: [],
      },
    ]),
  );
  return askedOf(varied({ aws_instance: machines, aws_security_group: groups }));
}
