import { TerraformOutput } from "cdktf";

import { good, testFaults } from "../../faults";

testFaults([
  [
    "a path of this machine",
    good((stack) => new TerraformOutput(stack, "file", { value: `${process.cwd()}/key.pem` })),
    `test: output.file.value (test/file): ${process.cwd()}/key.pem is a path of this machine; use a path relative to the stack's folder, such as ../../../NAME`,
  ],
]);
