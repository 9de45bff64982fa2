import { TerraformOutput } from "cdktf";

import { good, testFaults } from "../../faults";

testFaults([
  [
    "a changed token",
    good((stack, net) => new TerraformOutput(stack, "vpc", { value: net.vpcId.toUpperCase() })),
    "test: output.vpc.value (test/vpc): holds an unresolved token; use Terraform functions on values known only after apply (Fn.upper, Fn.base64encode, TerraformIterator), not JavaScript's",
  ],
  [
    "an encoded token",
    good(
      (stack, net) =>
        new TerraformOutput(stack, "vpc", { value: Buffer.from(`id=${net.vpcId}`).toString("base64") }),
    ),
    "test: output.vpc.value (test/vpc): holds an unresolved token inside base64; use Terraform functions on values known only after apply (Fn.upper, Fn.base64encode, TerraformIterator), not JavaScript's",
  ],
]);
