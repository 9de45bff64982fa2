import { WebServers } from "../../../modules/compute/web-servers";

import { good, testFaults } from "../faults";

testFaults([
  [
    "more at least than at most",
    good(
      (stack, net) =>
        new WebServers(stack, "web", {
          network: net,
          zones: ["a"],
          capacity: { kind: "auto-scaling", min: 3, max: 2 },
        }),
    ),
    "test: web.capacity: 3 to 2 machines is not a range; use whole numbers with min at most max",
  ],
]);
