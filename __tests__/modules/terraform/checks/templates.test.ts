import { TerraformOutput } from "cdktf";

import { good, testFaults } from "../../faults";

testFaults([
  [
    "a shell variable",
    good((stack) => new TerraformOutput(stack, "home", { value: "${HOME}" })),
    'test: output.home.value (test/home): "${HOME}" would be read by Terraform as a template, and refers to nothing in this stack; write $${ for the characters themselves',
  ],
  [
    "a policy variable",
    good((stack) => new TerraformOutput(stack, "policy", { value: "home/${aws:username}/*" })),
    'test: output.policy.value (test/policy): "${aws:username}" would be read by Terraform as a template, and refers to nothing in this stack; write $${ for the characters themselves',
  ],
  [
    "a template directive",
    good((stack) => new TerraformOutput(stack, "format", { value: "%{http_code}" })),
    'test: output.format.value (test/format): "%{http_code}" would be read by Terraform as a template, and refers to nothing in this stack; write %%{ for the characters themselves',
  ],
  [
    "a reference to nothing",
    good((stack) => new TerraformOutput(stack, "typo", { value: "${aws_vpc.netwrok.id}" })),
    'test: output.typo.value (test/typo): "${aws_vpc.netwrok.id}" would be read by Terraform as a template, and refers to nothing in this stack; write $${ for the characters themselves',
  ],
]);
