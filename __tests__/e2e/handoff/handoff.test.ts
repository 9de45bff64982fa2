/** Every hand-off works offline: Terraform accepts it, its own tests pass, and they fail for a network that is broken. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { App } from "cdktf";
import { EveryOption } from "../../modules/every-option/every-option";
import { LONG, tellStory } from "../terraform/story";
import { copyOf, handOverAll, NETWORKS, terraform, tiers } from "./handed-over";

/** What somebody changes in a handed-over `multi-subnet`, and which promises' tests turn red. */
const FAULTS = [
  {
    what: "the NAT instance's check is turned on",
    address: "aws_network_interface.nat_c",
    change: { source_dest_check: true },
    breaks: ["web_c_reaches_internet_with_tcp_443_through_nat_c"],
  },
  {
    what: "the bastion's rule on the web servers is widened to port 80",
    address: "aws_vpc_security_group_ingress_rule.web_ssh_from_bastion",
    change: { to_port: 80 },
    breaks: ["bastion_never_reaches_web_a_with_tcp_80", "bastion_never_reaches_web_c_with_tcp_80"],
  },
  {
    what: "the load balancer's rule is moved to the bastion's group",
    address: "aws_vpc_security_group_ingress_rule.alb_http_from_anywhere",
    change: { security_group_id: "${aws_security_group.bastion.id}" },
    breaks: [
      "internet_reaches_alb_with_tcp_80",
      "internet_reaches_web_a_with_tcp_80_through_alb",
      "internet_reaches_web_c_with_tcp_80_through_alb",
    ],
  },
  {
    what: "private_a leads to the internet gateway",
    address: "aws_route.private_a_internet",
    change: { nat_gateway_id: null, gateway_id: "${aws_internet_gateway.network.id}" },
    breaks: ["web_a_reaches_internet_with_tcp_443_through_nat_a"],
  },
] as const;

tellStory("hand-off", "hand-off", (stage) => {
  test(
    "all four are handed over, and up to date",
    async () => {
      await handOverAll(stage());
      const { stdout } = await tiers(stage(), ["handoff", "cdktf.out", "--into", "handed", "--check"]);
      expect(stdout.trim().split("\n")).toEqual(
        [...NETWORKS].sort().map((name) => `handed/${name}: up to date`),
      );
    },
    LONG,
  );

  test(
    "byte-identical from another folder",
    async () => {
      const { root } = stage().workspace;
      await tiers(stage(), ["handoff", join(root, "cdktf.out"), "--into", join(root, "elsewhere/again")]);
      for (const name of NETWORKS) {
        const marker = (folder: string) =>
          readFileSync(join(root, folder, name, ".tiers-handoff.json"), "utf8");
        expect(marker("elsewhere/again")).toBe(marker("handed"));
      }
    },
    LONG,
  );

  test.each(NETWORKS)(
    "%s: its own tests pass, its example is valid, and its HCL as terraform fmt has it",
    async (name) => {
      const folder = copyOf(stage(), name, `offline/${name}`);
      await terraform(stage(), folder, ["fmt", "-check", "-diff", "-recursive"]);
      await terraform(stage(), folder, ["init"]);
      const { stdout } = await terraform(stage(), folder, ["test"]);
      const promises = JSON.parse(readFileSync(join(folder, "promises.json"), "utf8")) as {
        promises: unknown[];
      };
      // A run a promise, and those on routes, groups and inputs.
      const [, passed] = /^Success! (\d+) passed, 0 failed\.$/m.exec(stdout) ?? [];
      expect(Number(passed)).toBeGreaterThan(promises.promises.length + 4);
      const example = join(folder, "examples/root");
      await terraform(stage(), example, ["init"]);
      await terraform(stage(), example, ["validate"]);
    },
    LONG,
  );

  test(
    "a stack with every option is a module that Terraform accepts",
    async () => {
      const { root } = stage().workspace;
      const app = new App({ outdir: join(root, "every.out") });
      new EveryOption(app);
      app.synth();
      await tiers(stage(), ["handoff", "every.out", "--into", "every"]);
      const folder = join(root, "every/every-option");
      await terraform(stage(), folder, ["fmt", "-check", "-diff", "-recursive"]);
      await terraform(stage(), folder, ["init"]);
      await terraform(stage(), folder, ["validate"]);
    },
    LONG,
  );

  test(
    "a network with faults fails the tests of the promises that they break, and no others",
    async () => {
      const folder = copyOf(stage(), "multi-subnet", "broken");
      for (const { address, change } of FAULTS) edit(folder, address, change);
      await terraform(stage(), folder, ["init"]);
      const only = ["test", "-filter=tests/promises.tftest.hcl"];
      const { stdout } = await terraform(stage(), folder, only, [1]);
      const failed = [...stdout.matchAll(/^ {2}run "([^"]+)"\.\.\. fail$/gm)].map(([, name]) => name);
      expect(failed.sort()).toEqual(FAULTS.flatMap(({ breaks }) => breaks).sort());
    },
    LONG,
  );

  test.each(NETWORKS)(
    "%s: the checker finds the stack's network in it, and every promise kept",
    async (name) => {
      const [stack, module] = await Promise.all(
        [`cdktf.out/stacks/${name}`, `handed/${name}`].map((folder) => tiers(stage(), ["matrix", folder])),
      );
      expect(module?.stdout).toBe(stack?.stdout);
      await tiers(stage(), ["check", `handed/${name}`]);
    },
    LONG,
  );
});

/** Changes attributes of a resource in `main.tf.json`; null takes one away. */
function edit(folder: string, address: string, change: Readonly<Record<string, unknown>>): void {
  const file = join(folder, "main.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as {
    resource: Record<string, Record<string, Record<string, unknown>>>;
  };
  const [type = "", name = ""] = address.split(".");
  const body = json.resource[type]?.[name];
  if (body === undefined) throw new Error(`${address} is not in ${file}`);
  Object.assign(body, change);
  for (const [key, value] of Object.entries(change)) if (value === null) delete body[key];
  writeFileSync(file, JSON.stringify(json));
}
