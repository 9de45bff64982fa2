/** The NAT instance's boot without packets: what it writes, what it refuses, and that it verifies what it did. */
import { afterAll, expect } from "@jest/globals";
import { linuxTest, newSandbox, removeSandboxes, type Sandbox } from "./sandbox";

afterAll(removeSandboxes);

/** With no wait, every attempt is the only one. */
const boot = (server: Sandbox, blocks = "10.0.2.0/24 10.0.3.0/24") =>
  server.run(["modules/nat/boot/nat.sh"], { PRIVATE_CIDRS: blocks, WAIT_SECONDS: "0" });

linuxTest("installs nftables, and forwards at every boot through a unit", () => {
  const server = newSandbox();
  const { code, said, calls } = boot(server);
  expect(said).toBe("nat: forwarding for 10.0.2.0/24, 10.0.3.0/24 through ens5\n");
  expect(code).toBe(0);
  expect(calls).toEqual([
    "dnf install -y -q nftables",
    "systemctl daemon-reload",
    "systemctl enable nat.service",
    "systemctl restart nat.service",
    "nft -f /etc/nat/rules.nft",
    "sysctl -q -p /etc/sysctl.d/90-nat.conf",
    ...verification,
    ...verification,
  ]);
  const unit = server.read("etc/systemd/system/nat.service");
  for (const line of [
    "Type=oneshot",
    "RemainAfterExit=yes",
    "After=network-online.target",
    "WantedBy=multi-user.target",
  ])
    expect(unit).toContain(`${line}\n`);
});

const verification = ["nft list chain ip nat_instance postrouting", "nft list chain ip nat_instance forward"];

linuxTest("serves the private blocks only, through the interface with the default route", () => {
  const server = newSandbox();
  boot(server);
  const rules = server.read("etc/nat/rules.nft");
  expect(rules).toContain("elements = { 10.0.2.0/24, 10.0.3.0/24 }");
  expect(rules).toContain('ip saddr @private oifname "ens5" masquerade');
  expect(rules).not.toMatch(/flush ruleset/);
  const kernel = server.read("etc/sysctl.d/90-nat.conf");
  for (const line of ["net.ipv4.ip_forward = 1", "net.ipv4.conf.ens5.rp_filter = 0"])
    expect(kernel).toContain(line);
});

linuxTest("a second run installs nothing and writes the same files", () => {
  const server = newSandbox();
  const files = [
    "etc/nat/rules.nft",
    "etc/nat/start.sh",
    "etc/sysctl.d/90-nat.conf",
    "etc/systemd/system/nat.service",
  ];
  boot(server);
  const first = files.map(server.read);
  const { code, calls } = boot(server);
  expect(code).toBe(0);
  expect(files.map(server.read)).toEqual(first);
  expect(calls.filter((call) => call.startsWith("dnf"))).toEqual([]);
});

linuxTest.each([
  // state             content                           what the console says
  ["offline", "", "no success within 0 seconds: install_nftables"],
  ["forgetful", "", "the masquerade rule for ens5 is not loaded"],
  ["immovable", "net.ipv4.ip_forward 0", "the kernel does not forward: net.ipv4.ip_forward is not 1"],
  ["immovable", "net.ipv4.conf.ens5.rp_filter 2", "the reverse path filter of ens5 is on"],
])("%s %s: fails, and says so on the console", (state, content, message) => {
  const server = newSandbox();
  server.write(state, content);
  const { code, said } = boot(server);
  expect(code).toBe(1);
  expect(said).toContain(`nat: FAILED: ${message}`);
  expect(said).not.toContain("forwarding for");
});

linuxTest.each([
  "",
  "10.0.2.0",
  "0.0.0.0/0",
  "10.0.2.0/33",
  "10.0.2.0/24,10.0.3.0/24",
  "10.0.2.0/24 }; flush ruleset",
  "::/0",
])("PRIVATE_CIDRS '%s' is refused before anything is touched", (blocks) => {
  const { code, said, calls } = boot(newSandbox(), blocks);
  expect(code).toBe(1);
  expect(said).toBe(
    `nat: FAILED: parameter PRIVATE_CIDRS is '${blocks}'; write it as 10.0.2.0/24 10.0.3.0/24\n`,
  );
  expect(calls).toEqual([]);
});
