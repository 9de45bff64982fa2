import { network, testFaults } from "../faults";

testFaults([
  [
    "a NAT in a zone that is not there",
    network({ nat: { d: { kind: "gateway" } } }),
    "test: network.nat: zone d is not in the network's zones; use one of a, c, or add the zone",
  ],
  [
    "a shared NAT in a zone that is not there",
    network({ nat: { kind: "gateway", zone: "d" } }),
    "test: network.nat: zone d is not in the network's zones; use one of a, c, or add the zone",
  ],
]);
