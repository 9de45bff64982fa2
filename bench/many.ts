/** As many networks of ours in one stack as the argument says; prints the milliseconds from the first construct to the end. */
import { App } from "cdktf";
import type { Zone } from "../modules/addressing/zone";
import { LoadBalancer } from "../modules/balancing/load-balancer";
import { Bastion } from "../modules/compute/bastion";
import { WebServers } from "../modules/compute/web-servers";
import { allow } from "../modules/firewall/allow";
import { admin, anywhere } from "../modules/firewall/peer";
import { Network } from "../modules/network/network";
import { BaseStack } from "../modules/terraform/base-stack";
import { http, ssh } from "../net/traffic";

class ManyNetworks extends BaseStack {
  add(name: string): void {
    const zones: readonly Zone[] = ["a", "c"];
    const nat = { a: { kind: "gateway" }, c: { kind: "instance" } } as const;
    const network = new Network(this, name, { cidr: "10.0.0.0/16", zones, nat });
    const bastion = new Bastion(this, `${name}_bastion`, { network, zone: "a", allowFrom: admin });
    const web = new WebServers(this, `${name}_web`, { network, zones, instanceType: "t4g.micro" });
    const alb = new LoadBalancer(this, `${name}_alb`, { network, targets: web, allowFrom: anywhere });
    allow(alb, web, http);
    allow(bastion, web, ssh);
  }
}

const started = performance.now();
const app = new App();
const stack = new ManyNetworks(app, "many");
for (let number = 0; number < Number(process.argv[2]); number++) stack.add(`n${number}`);
app.synth();
console.log(performance.now() - started);
