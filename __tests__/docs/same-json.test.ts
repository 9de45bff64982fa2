/** A prop that is set to its `@default` gives the same JSON as one that is left out. */
import { expect, test } from "@jest/globals";
import type { App } from "cdktf";
import { LoadBalancer } from "../../modules/balancing/load-balancer";
import { Bastion } from "../../modules/compute/bastion";
import { DatabaseServer } from "../../modules/compute/database-server";
import { Server } from "../../modules/compute/server";
import { WebServer } from "../../modules/compute/web-server";
import { WebServers } from "../../modules/compute/web-servers";
import { Database } from "../../modules/database/database";
import { Role } from "../../modules/firewall/role";
import { Network } from "../../modules/network/network";
import { Maintenance } from "../../stacks/maintenance";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { PrivateWeb } from "../../stacks/private-web";
import { TwoTier } from "../../stacks/two-tier";
import { synthesize, TestStack } from "../synthesis";
import { allMembers, constructs, declarationOf, type Member, propertiesOf, tagsOf } from "./declarations";
import { literalIn } from "./defaults-in-code";

type Given = Readonly<Record<string, unknown>>;

function inNetwork(build: (stack: TestStack, network: Network) => void): (app: App) => void {
  return (app) =>
    void new TestStack(app, (stack) => {
      build(stack, new Network(stack, "network", { cidr: "10.0.0.0/16", zones: ["a", "c"] }));
    });
}

/** What has such props, with them and what it cannot do without. */
const WITH: Readonly<Record<string, (given: Given) => (app: App) => void>> = {
  BaseStackProps: (given) => (app) => void new TestStack(app, () => {}, given),
  TwoTierProps: (given) => (app) => void new TwoTier(app, "test", given),
  PrivateWebProps: (given) => (app) => void new PrivateWeb(app, "test", given),
  MultiSubnetProps: (given) => (app) => void new MultiSubnet(app, "test", given),
  MaintenanceProps: (given) => (app) => void new Maintenance(app, "test", given),
  NetworkProps: (given) => (app) =>
    void new TestStack(app, (stack) => {
      const nat = { a: { kind: "instance" } } as const;
      new Network(stack, "network", { cidr: "10.0.0.0/16", zones: ["a"], nat, ...given });
    }),
  RoleProps: (given) => inNetwork((stack, network) => new Role(stack, "role", { network, ...given })),
  ServerProps: (given) =>
    inNetwork((stack, network) => new Server(stack, "web", { network, zone: "a", ...given })),
  BastionProps: (given) =>
    inNetwork((stack, network) => new Bastion(stack, "bastion", { network, zone: "a", ...given })),
  WebServerProps: (given) =>
    inNetwork((stack, network) => new WebServer(stack, "web", { network, zone: "a", ...given })),
  WebServersProps: (given) =>
    inNetwork((stack, network) => new WebServers(stack, "web", { network, zones: ["a"], ...given })),
  DatabaseServerProps: (given) =>
    inNetwork((stack, network) => {
      const addresses = { address: "10.0.64.10", clientAddress: "10.0.64.11" };
      new DatabaseServer(stack, "db", { network, zone: "a", ...addresses, ...given });
    }),
  DatabaseProps: (given) => inNetwork((stack, network) => new Database(stack, "db", { network, ...given })),
  LoadBalancerProps: (given) =>
    inNetwork((stack, network) => {
      const targets = new WebServers(stack, "web", { network, zones: ["a"] });
      new LoadBalancer(stack, "alb", { network, targets, ...given });
    }),
};

/** Made by a network, of its `nat`. */
const MADE_BY_OTHERS = ["NatInstanceProps"];

/** The literal defaults of props, by prop. */
function literalDefaults(members: readonly Member[]): Given {
  const found = members.flatMap(({ name, doc }) =>
    tagsOf(doc, "default").flatMap((text) => {
      const literal = literalIn(text);
      return literal === "no literal" ? [] : [[name, literal.value] as const];
    }),
  );
  return Object.fromEntries(found);
}

function defaultsOf(type: string): Given {
  const owner = declarationOf(type);
  return owner === undefined ? {} : literalDefaults(allMembers(owner));
}

function jsonOf(build: (app: App) => void): string {
  return synthesize(build)["test"]?.text ?? "nothing was written";
}

test.each(Object.entries(WITH))("%s", (type, given) => {
  const leftOut = jsonOf(given({}));
  const defaults = defaultsOf(type);
  if (jsonOf(given(defaults)) === leftOut) return;
  const wrong = Object.entries(defaults).filter(([prop, is]) => jsonOf(given({ [prop]: is })) !== leftOut);
  expect(Object.fromEntries(wrong)).toEqual("what the code does without them");
});

test("the type of a zone's NAT instance", () => {
  const network = WITH["NetworkProps"] ?? (() => () => {});
  const choice = declarationOf("Nat");
  const defaults = choice === undefined ? {} : literalDefaults(propertiesOf(choice));
  expect(Object.keys(defaults)).toEqual(["instanceType"]);
  expect(defaultsOf("NatInstanceProps")).toEqual(defaults);
  expect(jsonOf(network({ nat: { a: { kind: "instance", ...defaults } } }))).toBe(jsonOf(network({})));
});

test("every construct whose props have literal defaults is asked", () => {
  const types = constructs().map(({ name }) => `${name}Props`);
  const withDefaults = types.filter((type) => Object.keys(defaultsOf(type)).length > 0);
  expect(withDefaults.filter((type) => !(type in WITH))).toEqual(MADE_BY_OTHERS);
});
