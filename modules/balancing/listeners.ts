/** The ports that a load balancer answers on: HTTP, or HTTPS with a redirect from HTTP. */
import type { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerDefaultAction } from "@cdktf/provider-aws/lib/lb-listener";
import type { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { Construct } from "constructs";

/** TLS 1.3, and 1.2 with forward secrecy. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Adds the listener on 80; with a certificate 80 redirects, and a listener on 443 answers. */
export function addListeners(
  scope: Construct,
  balancer: Lb,
  targets: LbTargetGroup,
  certificateArn: string | undefined,
): void {
  const forward = { type: "forward", targetGroupArn: targets.arn };
  const redirect = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
  const plain = { loadBalancerArn: balancer.arn, port: 80, protocol: "HTTP" };
  const listen = (
    id: string,
    action: LbListenerDefaultAction,
    rest: { port: number; protocol: string; loadBalancerArn: string },
    tls = {},
  ) => new LbListener(scope, id, { ...rest, ...tls, defaultAction: [action] });
  if (certificateArn === undefined) {
    listen("http", forward, plain);
    return;
  }
  listen("http", redirect, plain);
  listen(
    "https",
    forward,
    { ...plain, port: 443, protocol: "HTTPS" },
    { certificateArn, sslPolicy: TLS_POLICY },
  );
}
