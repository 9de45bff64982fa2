import { WebServer } from "../../../modules/compute/web-server";

import { type Build, good, testFaults } from "../faults";

const server = (props: object): Build =>
  good((stack, net) => new WebServer(stack, "web", { network: net, zone: "a", ...props }));

testFaults([
  [
    "a server in a zone that is not there",
    server({ zone: "d" }),
    "test: web.zone: there is no subnet private_d; use one of public_a, public_c, private_a, private_c, or add the zone to network",
  ],
  [
    "an instance type that is none",
    server({ instanceType: "t4g" }),
    'test: web.instanceType: "t4g" is not an instance type; use one such as t4g.nano or t3.micro',
  ],
  [
    "an image of another architecture",
    server({ instanceType: "t3.micro", image: { id: "ami-1", architecture: "arm64" } }),
    "test: web.image.architecture: ami-1 is for arm64, and t3.micro is x86_64; use an x86_64 image, or an instance type of arm64",
  ],
]);
