/** The NAT instance's boot script, run for real on a machine of network namespaces: what gets out, and what does not. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { App } from "cdktf";
import { OneNat } from "../modules/nat/one-nat";
import { resource, synthesize } from "../synthesis";
import { INTERNET, missingForLab, NAT, OTHER, openVpc, PRIVATE, THROUGH_NAT, type Vpc } from "./vpc";

const missing = missingForLab();
// Shown as skipped where it cannot run; in CI that is a failure.
const canRun = missing === "" || process.env["CI"] !== undefined;
const labTest = canRun ? test : test.skip;

labTest(`the lab can be built here${canRun ? "" : `: it needs ${missing}`}`, () => {
  expect(missing).toBe("");
});

const SCRIPT = "modules/nat/boot/nat.sh";
const FILES = [
  "etc/nat/rules.nft",
  "etc/nat/start.sh",
  "etc/sysctl.d/90-nat.conf",
  "etc/systemd/system/nat.service",
];

let vpc: Vpc;
beforeAll(async () => {
  if (missing === "") vpc = await openVpc();
}, 60_000);
afterAll(() => vpc?.close());

const boot = (blocks: string) => vpc.boot([SCRIPT], { PRIVATE_CIDRS: blocks, WAIT_SECONDS: "5" });

/** Everything the NAT instance holds: rules, settings, files. */
const state = () =>
  [
    vpc.on("nat", "nft", "list", "ruleset"),
    vpc.on(
      "nat",
      "sysctl",
      "net.ipv4.ip_forward",
      "net.ipv4.conf.ens5.rp_filter",
      "net.ipv4.ip_local_port_range",
    ),
    ...FILES.map((file) => vpc.read(file)),
  ].join("\n");

labTest("before the boot nothing gets out", () => {
  expect(vpc.ask("private", "tcp", INTERNET)).toBeUndefined();
});

labTest("the boot script ends well, and says for whom it forwards", () => {
  expect(boot("10.0.2.0/24")).toMatchObject({
    code: 0,
    said: "nat: forwarding for 10.0.2.0/24 through ens5\n",
  });
});

labTest.each(["tcp", "udp"] as const)(
  "a served host gets out by %s, and the internet sees the NAT's address",
  (protocol) => {
    expect(vpc.ask("private", protocol, INTERNET)).toMatch(new RegExp(`^${NAT}\\b`));
  },
);

labTest("a served host pings the internet", () => {
  expect(vpc.ask("private", "icmp", INTERNET)).toContain("1 received");
});

labTest("the internet sends segments that fit its 1500 bytes, though the VPC would take 9001", () => {
  const size = Number(/mss (\d+)/.exec(vpc.ask("private", "tcp", INTERNET) ?? "")?.[1]);
  expect(size).toBeGreaterThan(1400);
  expect(size).toBeLessThanOrEqual(1460);
});

labTest.each(["tcp", "udp", "icmp"] as const)(
  "a host of another subnet does not get out by %s",
  (protocol) => {
    expect(vpc.ask("other", protocol, INTERNET)).toBeUndefined();
  },
);

labTest.each(["tcp", "udp", "icmp"] as const)("the internet does not get in by %s", (protocol) => {
  expect(vpc.ask("internet", protocol, PRIVATE)).toBeUndefined();
});

labTest("a second run changes nothing, and breaks no open connection", async () => {
  const first = state();
  const talk = vpc.hold("private", INTERNET);
  expect(await talk()).toContain(NAT);
  expect(boot("10.0.2.0/24").code).toBe(0);
  expect(state()).toBe(first);
  expect(await talk()).toContain(NAT);
});

labTest("rules of others are left alone", () => {
  vpc.on("nat", "nft", "add", "table", "ip", "somebody");
  expect(boot("10.0.2.0/24").code).toBe(0);
  expect(vpc.on("nat", "nft", "list", "tables")).toContain("table ip somebody");
  vpc.on("nat", "nft", "delete", "table", "ip", "somebody");
});

labTest("after a reboot the unit alone brings everything back", () => {
  const first = state();
  expect(vpc.reboot()).toMatchObject({ code: 0, calls: ["systemctl start nat.service"] });
  expect(state()).toBe(first);
  expect(vpc.ask("private", "tcp", INTERNET)).toContain(NAT);
});

labTest(
  "another list of blocks replaces the first one: the other subnet gets out now, the first does not",
  () => {
    expect(boot("10.0.9.0/24").code).toBe(0);
    expect(vpc.ask("other", "tcp", INTERNET)).toContain(NAT);
    expect(vpc.ask("private", "tcp", INTERNET)).toBeUndefined();
  },
);

/** What Terraform has of the NAT instance of the lab's network, in zone a alone or in both. */
const machineFor = (...zones: readonly ("a" | "c")[]) => {
  const of = (a: string, c: string) => (zones.includes("c") ? { a, c } : { a });
  const subnets = { public: of("10.0.1.0/24", "10.0.3.0/24"), private: of("10.0.2.0/24", "10.0.9.0/24") };
  const build = (app: App) => new OneNat(app, { kind: "instance" }, zones, { subnets });
  const machine = resource(synthesize(build)["one-nat"]?.json ?? {}, "aws_instance.nat_a");
  // As Terraform hands it on: its escapes are undone.
  const userData = String(machine["user_data"]).replaceAll(/([$%])\1\{/g, "$1{");
  return { userData, isReplaced: machine["user_data_replace_on_change"] === true };
};
labTest(
  "a subnet that comes later is not served by what the machine booted with, nor after a restart",
  () => {
    expect(vpc.replace(machineFor("a").userData).code).toBe(0);
    expect(vpc.ask("private", "tcp", INTERNET)).toContain(NAT);
    expect(vpc.ask("other", "tcp", INTERNET)).toBeUndefined();
    expect(vpc.reboot().code).toBe(0);
    expect(vpc.ask("other", "tcp", INTERNET)).toBeUndefined();
  },
);

labTest("the change that brings the subnet makes the machine anew, and that one serves both", () => {
  const { userData, isReplaced } = machineFor("a", "c");
  // Else the provider stops the machine, and starts it with a script that cloud-init does not run again.
  expect((isReplaced ? vpc.replace(userData) : vpc.reboot()).code).toBe(0);
  for (const host of ["private", "other"] as const)
    expect(vpc.ask(host, "tcp", INTERNET)).toMatch(new RegExp(`^${NAT}\\b`));
});

labTest("two served subnets do not reach each other through it, should a route lead there", () => {
  expect(boot("10.0.2.0/24 10.0.9.0/24").code).toBe(0);
  vpc.on(
    "router",
    ..."ip rule add iif private to 10.0.9.0/24 priority 1 lookup".split(" "),
    `${THROUGH_NAT}`,
  );
  expect(vpc.ask("private", "icmp", OTHER)).toBeUndefined();
});

labTest("it was the rules that kept these apart: without them everything is forwarded", () => {
  vpc.on("nat", "nft", "flush", "ruleset");
  expect(vpc.ask("internet", "icmp", PRIVATE)).toContain("1 received");
  expect(vpc.ask("private", "icmp", OTHER)).toContain("1 received");
});

labTest("without a default route it gives up, and says so on the console", () => {
  vpc.on("nat", "ip", "route", "del", "default");
  const { code, said } = vpc.boot([SCRIPT], { PRIVATE_CIDRS: "10.0.2.0/24", WAIT_SECONDS: "0" });
  expect(code).toBe(1);
  expect(said).toContain("nat: FAILED: ");
});
