import { LoadBalancer } from "../../../modules/balancing/load-balancer";
import { WebServers } from "../../../modules/compute/web-servers";

import { type Build, network, testFaults } from "../faults";

const balancer = (props: object, net: object = {}): Build =>
  network(net, (stack, of) => {
    const targets = new WebServers(stack, "web", { network: of, zones: ["a"] });
    new LoadBalancer(stack, "alb", { network: of, targets, ...props });
  });

testFaults([
  [
    "a balancer in one zone",
    balancer({}, { zones: ["a"] }),
    'test: alb.network: the network has only zone a, and a load balancer needs two; add a zone, such as zones: ["a", "c"]',
  ],
  [
    "a certificate that is none",
    balancer({ certificateArn: "my-certificate" }),
    'test: alb.certificateArn: "my-certificate" is not the ARN of an ACM certificate; use one such as arn:aws:acm:ap-northeast-1:123456789012:certificate/…',
  ],
  [
    "a target port that is none",
    balancer({ targetPort: 0 }),
    "test: alb.targetPort: 0 is not a port; use 1 to 65535",
  ],
]);
