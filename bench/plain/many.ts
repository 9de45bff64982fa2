/** As many plain networks in one stack as the argument says; prints the milliseconds from the first construct to the end. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { machineImage } from "./base";
import { PlainNetwork } from "./network";
import { natScript, webScript } from "./scripts";

const started = performance.now();
const app = new App();
const stack = new TerraformStack(app, "many");
new AwsProvider(stack, "aws", { region: "ap-northeast-1", defaultTags: [{ tags: { Project: "many" } }] });
const admin = new TerraformVariable(stack, "admin_cidrs", { type: "list(string)", nullable: false });
const keyName = new TerraformVariable(stack, "key_name", { type: "string" }).stringValue;
const adminCidrs = `var.${admin.friendlyUniqueId}`;
const image = machineImage(stack);
for (let number = 0; number < Number(process.argv[2]); number++) {
  const name = `n${number}`;
  new PlainNetwork(stack, name, { name, image, keyName, adminCidrs, natScript, webScript });
}
app.synth();
console.log(performance.now() - started);
