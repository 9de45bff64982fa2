import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import type { App } from "cdktf";
import { Maintenance } from "../../../stacks/maintenance";
import { MultiSubnet } from "../../../stacks/multi-subnet";
import { TwoTier } from "../../../stacks/two-tier";
import { asObject } from "../../../terraform/json";
import { synthesize } from "../../synthesis";

const folder = mkdtempSync(join(tmpdir(), "ssh-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Terraform would fill in after apply. */
const VALUES: Readonly<Record<string, string>> = {
  "${aws_eip.bastion.public_ip}": "198.51.100.7",
  "${aws_eip.web.public_ip}": "198.51.100.8",
  "${aws_instance.web_a.private_ip}": "10.0.64.11",
  "${aws_instance.web_c.private_ip}": "10.0.80.12",
  "${aws_instance.db.private_ip}": "10.0.2.10",
  "${aws_instance.app.private_ip}": "10.0.0.20",
  "${var.identity_file}": "~/.ssh/id_ed25519",
};

function configOf(name: string, build: (app: App) => void): string {
  const json = synthesize(build)[name]?.json ?? {};
  const value = String(asObject(asObject(json["output"])["ssh_config"])["value"]);
  const file = join(folder, name);
  writeFileSync(
    file,
    Object.entries(VALUES).reduce((text, [token, filled]) => text.replaceAll(token, filled), value),
  );
  return file;
}

const CONFIGS = {
  "two-tier": configOf("two-tier", (app) => new TwoTier(app, "two-tier")),
  "multi-subnet": configOf("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet")),
  maintenance: configOf("maintenance", (app) => new Maintenance(app, "maintenance")),
};

/** What the real OpenSSH makes of a host name. */
function understood(stack: keyof typeof CONFIGS, host: string): Readonly<Record<string, string>> {
  const lines = execFileSync("ssh", ["-G", "-F", CONFIGS[stack], host], { encoding: "utf8" })
    .trim()
    .split("\n");
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]),
  );
}

test.each([
  ["multi-subnet", "multi-subnet-bastion", "198.51.100.7", undefined],
  ["multi-subnet", "multi-subnet-web-a", "10.0.64.11", "multi-subnet-bastion"],
  ["multi-subnet", "multi-subnet-web-c", "10.0.80.12", "multi-subnet-bastion"],
  ["two-tier", "two-tier-web", "198.51.100.8", undefined],
  ["two-tier", "two-tier-db", "10.0.2.10", "two-tier-web"],
  ["maintenance", "maintenance-bastion", "198.51.100.7", undefined],
  ["maintenance", "maintenance-app", "10.0.0.20", "maintenance-bastion"],
] as const)("%s: ssh %s goes to %s through %s", (stack, host, address, jump) => {
  const { hostname, user, proxyjump, identityfile, identitiesonly, forwardagent } = understood(stack, host);
  expect({ hostname, user, proxyjump, identityfile, identitiesonly, forwardagent }).toEqual({
    hostname: address,
    user: "ec2-user",
    proxyjump: jump,
    identityfile: "~/.ssh/id_ed25519",
    identitiesonly: "yes",
    forwardagent: "no",
  });
});

test("hosts that are not of the project stay as they are", () => {
  expect(understood("maintenance", "example.org")["hostname"]).toBe("example.org");
});
