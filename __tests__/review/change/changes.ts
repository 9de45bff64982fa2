/** Realistic changes of the four networks, each as a change of TypeScript: what was, and what is to be. */
import { type App, TerraformElement } from "cdktf";
import type { IConstruct } from "constructs";
import { allow } from "../../../modules/firewall/allow";
import { anywhere } from "../../../modules/firewall/peer";
import { Role } from "../../../modules/firewall/role";
import { anything, ssh } from "../../../net/traffic";
import { Maintenance } from "../../../stacks/maintenance";
import { MultiSubnet, type MultiSubnetProps } from "../../../stacks/multi-subnet";
import { PrivateWeb } from "../../../stacks/private-web";
import { TwoTier } from "../../../stacks/two-tier";

export type Build = (app: App) => void;

export interface TypeScriptChange {
  /** What the author of the change would call it. */
  readonly name: string;
  readonly stack: "two-tier" | "private-web" | "multi-subnet" | "maintenance";
  readonly before: Build;
  readonly after: Build;
}

const CERTIFICATE = "arn:aws:acm:ap-northeast-1:123456789012:certificate/0f1e2d3c";

const twoTier: Build = (app) => new TwoTier(app, "two-tier");
const privateWeb: Build = (app) => new PrivateWeb(app, "private-web");
/** On trial, so that it can be taken down again. */
const TRIAL = { databaseProtection: "off" } as const;
const maintenance: Build = (app) => new Maintenance(app, "maintenance", TRIAL);
const multiSubnet = (props?: MultiSubnetProps): Build => {
  return (app) => new MultiSubnet(app, "multi-subnet", props);
};

/** The network that every change of a stack starts from, unless it says otherwise. */
const BASES: Readonly<Record<TypeScriptChange["stack"], Build>> = {
  "two-tier": twoTier,
  "private-web": privateWeb,
  "multi-subnet": multiSubnet(),
  maintenance,
};

const of = (stack: TypeScriptChange["stack"], name: string, after: Build): TypeScriptChange => ({
  name,
  stack,
  before: BASES[stack],
  after,
});

/** As a project may have it that does not ask, as synth and the variable do, how much of the internet administers. */
class OpenInHalves extends TwoTier {
  override readonly adminCidrs = ["0.0.0.0/1", "128.0.0.0/1"];

  constructor(app: App) {
    super(app, "two-tier");
    const rule = roleOf(this, "web").node.findChild("ssh_from_admin").node.findChild("ingress_rule");
    if (!TerraformElement.isTerraformElement(rule)) throw new Error("the rule is not there");
    rule.addOverride("for_each", `\${toset(${JSON.stringify(this.adminCidrs)})}`);
  }
}

export const CHANGES: readonly TypeScriptChange[] = [
  of("two-tier", "nothing", twoTier),
  of(
    "two-tier",
    "tags only",
    (app) => new TwoTier(app, "two-tier", { tags: { Project: "shop", Owner: "me" } }),
  ),
  of("two-tier", "ssh opened to the world", (app) => {
    const stack = new TwoTier(app, "two-tier");
    allow(anywhere, roleOf(stack, "web"), ssh);
  }),
  of("two-tier", "ssh opened to the world in two halves", (app) => new OpenInHalves(app)),
  of("two-tier", "database group widened", (app) => {
    const stack = new TwoTier(app, "two-tier");
    allow(roleOf(stack, "web"), roleOf(stack, "db"), anything);
  }),
  of("two-tier", "ICMP closed", (app) => new TwoTier(app, "two-tier", { ping: "closed" })),
  of("two-tier", "https opened", (app) => new TwoTier(app, "two-tier", { https: "open" })),
  of("private-web", "subnet CIDR changed", (app) => {
    new PrivateWeb(app, "private-web", { privateCidr: "10.0.32.0/20" });
  }),
  of("private-web", "NAT deleted", (app) => new PrivateWeb(app, "private-web", { nat: { kind: "none" } })),
  of("multi-subnet", "NAT kind switched", (app) => {
    multiSubnet({ nat: { a: { kind: "gateway" }, c: { kind: "gateway" } } })(app);
  }),
  of("multi-subnet", "NAT of one zone deleted", (app) => {
    multiSubnet({ nat: { a: { kind: "none" }, c: { kind: "instance" } } })(app);
  }),
  of("multi-subnet", "zone added", (app) => multiSubnet({ zones: ["a", "c", "d"] })(app)),
  {
    ...of("multi-subnet", "zone removed", multiSubnet()),
    before: multiSubnet({ zones: ["a", "c", "d"] }),
  },
  of("multi-subnet", "bastion moved to another zone", (app) => multiSubnet({ zones: ["c", "a"] })(app)),
  of("multi-subnet", "HTTPS with a redirect", (app) => multiSubnet({ certificateArn: CERTIFICATE })(app)),
  of("multi-subnet", "listener port changed", (app) => {
    const stack = new MultiSubnet(app, "multi-subnet");
    elementOf(stack, "aws_lb_listener").addOverride("port", 8080);
  }),
  of("multi-subnet", "ALB made internal", (app) => {
    const stack = new MultiSubnet(app, "multi-subnet");
    elementOf(stack, "aws_lb").addOverride("internal", true);
  }),
  of("maintenance", "bastion started", (app) => {
    new Maintenance(app, "maintenance", { ...TRIAL, bastionRunning: true });
  }),
];

/** The group of the construct called so. */
function roleOf(stack: IConstruct, id: string): Role {
  const role = stack.node
    .findChild(id)
    .node.findAll()
    .find((each) => each instanceof Role);
  if (role === undefined) throw new Error(`${id} has no group`);
  return role;
}

function elementOf(stack: IConstruct, type: string): TerraformElement {
  const found = stack.node
    .findAll()
    .find(
      (each) =>
        TerraformElement.isTerraformElement(each) && Reflect.get(each, "terraformResourceType") === type,
    );
  if (!TerraformElement.isTerraformElement(found)) throw new Error(`${stack.node.id} has no ${type}`);
  return found;
}
