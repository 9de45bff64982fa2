import { Bastion } from "../../../modules/compute/bastion";

import { good, testFaults } from "../faults";

testFaults([
  [
    "a clock that does not exist",
    good(
      (stack, net) =>
        new Bastion(stack, "bastion", { network: net, zone: "a", nightlyStop: { at: "25:00" } }),
    ),
    'test: bastion.nightlyStop.at: "25:00" is not a time of day; write HH:MM, such as 22:00',
  ],
  [
    "a time zone that does not exist",
    good(
      (stack, net) =>
        new Bastion(stack, "bastion", {
          network: net,
          zone: "a",
          nightlyStop: { at: "22:00", timezone: "Asia/Tokio" },
        }),
    ),
    'test: bastion.nightlyStop.timezone: "Asia/Tokio" is not a time zone; write an IANA name, such as Asia/Tokyo',
  ],
]);
