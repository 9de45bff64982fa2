/** A plain CDKTF app of one network, as CDKTF's template starts one. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { machineImage } from "./base";
import { PlainNetwork } from "./network";
import { natScript, webScript } from "./scripts";

class PlainStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "ap-northeast-1", defaultTags: [{ tags: { Project: id } }] });
    const admin = new TerraformVariable(this, "admin_cidrs", { type: "list(string)", nullable: false });
    const key = new TerraformVariable(this, "key_name", { type: "string" });
    new TerraformVariable(this, "identity_file", { type: "string", default: "~/.ssh/id_ed25519" });
    new PlainNetwork(this, "network", {
      name: id,
      image: machineImage(this),
      keyName: key.stringValue,
      adminCidrs: `var.${admin.friendlyUniqueId}`,
      natScript,
      webScript,
    });
    new TerraformOutput(this, "ssh_config", { value: "Host bastion\n" });
  }
}

const app = new App();
new PlainStack(app, "plain");
app.synth();
