/** A hand-off as a child module: twice in one account and region, once more in another, and upgraded after a rename. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeSubnetsCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { expect, test } from "@jest/globals";
import { App } from "cdktf";
import { WebServer } from "../../../modules/compute/web-server";
import { Network } from "../../../modules/network/network";
import { BaseStack } from "../../../modules/terraform/base-stack";
import { inventoryOf } from "../terraform/account";
import { ADMIN_CIDRS, LONG, type Stage, tellStory } from "../terraform/story";
import { changesOf, type ShownPlan } from "../terraform/terraform-json";
import { handOverAll, terraform, tiers } from "./handed-over";

const ADMINS = JSON.stringify(ADMIN_CIDRS);

/** As a team would write it: one network for each of two teams, and one abroad that waits for something. */
const CALLER = `
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "abroad"
  region = "eu-central-1"
}

variable "approval" {
  default = "first"
}

resource "terraform_data" "approval" {
  input = var.approval
}

module "one" {
  source      = "../handed/multi-subnet"
  admin_cidrs = ${ADMINS}
}

module "two" {
  source      = "../handed/multi-subnet"
  admin_cidrs = ${ADMINS}
  project     = "two"
}

module "abroad" {
  source       = "../handed/two-tier"
  providers    = { aws = aws.abroad }
  admin_cidrs  = ${ADMINS}
  project      = "abroad"
  region       = "eu-central-1"
  zone_letters = { a = "b" }
  depends_on   = [terraform_data.approval]
}
`;

/** The same machine and network under other names. */
class Site extends BaseStack {
  constructor(app: App, network: string, server: string) {
    super(app, "site", { adminCidrs: ADMIN_CIDRS });
    const made = new Network(this, network, {
      cidr: "10.0.0.0/16",
      zones: ["a", "c"],
      nat: { a: { kind: "gateway" } },
    });
    new WebServer(this, server, { network: made, zone: "a", groups: [made.defaultGroup] });
  }
}

tellStory("hand-off modules", "hand-off", (stage) => {
  test(
    "several uses in one configuration are built, and found unchanged",
    async () => {
      await handOverAll(stage());
      const caller = write(stage(), "caller", CALLER);
      await terraform(stage(), caller, ["init"]);
      await terraform(stage(), caller, ["apply", "-auto-approve"]);
      expect(await planned(stage(), caller)).toEqual([]);
    },
    LONG,
  );

  test(
    "the network abroad stands in the zones that it was given",
    async () => {
      const abroad = await ec2In(stage(), "eu-central-1").send(
        new DescribeSubnetsCommand({ Filters: [{ Name: "tag:Name", Values: ["abroad-*"] }] }),
      );
      expect(abroad.Subnets?.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([
        "eu-central-1b",
        "eu-central-1b",
      ]);
    },
    LONG,
  );

  test(
    "what a module waits for may change, and nothing of the network does",
    async () => {
      const caller = join(stage().workspace.root, "caller");
      expect(await planned(stage(), caller, ["-var=approval=second"])).toEqual([
        "update terraform_data.approval",
      ]);
    },
    LONG,
  );

  test(
    "the provider of another region is refused before anything is planned",
    async () => {
      const caller = join(stage().workspace.root, "caller");
      const text = CALLER.replace('region       = "eu-central-1"', 'region       = "us-west-2"');
      writeFileSync(join(caller, "main.tf"), text);
      const { stderr } = await terraform(stage(), caller, ["plan"], [1]);
      expect(stderr.replaceAll(/[\s│]+/g, " ")).toContain(
        "The AWS provider works in eu-central-1, and var.region is us-west-2",
      );
      writeFileSync(join(caller, "main.tf"), CALLER);
    },
    LONG,
  );

  test(
    "destroy leaves nothing",
    async () => {
      const caller = join(stage().workspace.root, "caller");
      await terraform(stage(), caller, ["destroy", "-auto-approve"]);
      expect(await inventoryOf(stage().account)).toEqual(stage().before);
      const abroad = await ec2In(stage(), "eu-central-1").send(new DescribeVpcsCommand());
      expect(abroad.Vpcs?.filter(({ IsDefault }) => IsDefault !== true)).toEqual([]);
    },
    LONG,
  );

  test(
    "a network and a server that only changed their names are moved, not destroyed",
    async () => {
      const { root } = stage().workspace;
      await handOver(stage(), "v1", ["network", "web"]);
      await handOver(stage(), "v2", ["main", "site"], ["--previous", "v1"]);
      expect(readFileSync(join(root, "v2/CHANGES.md"), "utf8")).toContain("Nothing breaks");
      const caller = write(stage(), "upgrade", use("v1"));
      await terraform(stage(), caller, ["init"]);
      await terraform(stage(), caller, ["apply", "-auto-approve"]);
      write(stage(), "upgrade", use("v2"));
      await terraform(stage(), caller, ["init"]);
      const changes = await planned(stage(), caller);
      expect(changes.filter((change) => !change.startsWith("update "))).toEqual([]);
      expect(changes).toContain("update module.site.aws_instance.site");
      await terraform(stage(), caller, ["apply", "-auto-approve"]);
      expect(await planned(stage(), caller)).toEqual([]);
      await terraform(stage(), caller, ["destroy", "-auto-approve"]);
      expect(await inventoryOf(stage().account)).toEqual(stage().before);
    },
    LONG,
  );
});

const use = (version: string): string =>
  `provider "aws" {\n  region = "ap-northeast-1"\n}\n\nmodule "site" {\n  source = "../${version}"\n}\n`;

function write({ workspace }: Stage, name: string, text: string): string {
  const folder = join(workspace.root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "main.tf"), text);
  return folder;
}

async function handOver(
  stage: Stage,
  version: string,
  [network, server]: readonly [string, string],
  more: readonly string[] = [],
): Promise<void> {
  const app = new App({ outdir: join(stage.workspace.root, `${version}.out`) });
  new Site(app, network, server);
  app.synth();
  await tiers(stage, ["handoff", `${version}.out/stacks/site`, "--out", version, ...more]);
}

/** What a plan would change. */
async function planned(
  stage: Stage,
  folder: string,
  more: readonly string[] = [],
): Promise<readonly string[]> {
  await terraform(stage, folder, ["plan", "-out=plan", ...more]);
  const { stdout } = await terraform(stage, folder, ["show", "-json", "plan"]);
  return changesOf(JSON.parse(stdout) as ShownPlan);
}

function ec2In({ account }: Stage, region: string): EC2Client {
  return new EC2Client({
    endpoint: account.endpoint,
    region,
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
  });
}
