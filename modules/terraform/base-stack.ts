/**
 * The stack that every network starts from: readable addresses, version constraints, backend, provider, tags, variables,
 * promises, and the checks that run after each synth.
 */
import { isAbsolute } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformElement, TerraformStack } from "cdktf";
import type { Construct, IConstruct, Node } from "constructs";
import { InputError, type Issue } from "../../net/issue";
import { type PromiseFile, promiseKey, type ReachPromise } from "../../net/promise";
import { parseTraffic } from "../../net/traffic";
import { AddressBook, readableId } from "./address";
import { addBackend, type Backend, requiredVersion } from "./backend";
import type { StackJson } from "./checks/stack-json";
import { adminIssues, nameIssues } from "./props";
import { reportCall, reported, withLines } from "./report";
import { callLine, cheapStackTraces, creationLine, creationLines, rememberCall } from "./stack-trace";
import { CheckedSynthesizer } from "./synthesis";

cheapStackTraces();

/** What every network can be given. */
export interface BaseStackProps {
  /** The AWS region of everything in the stack. @default "ap-northeast-1" */
  readonly region?: string;
  /** Prefix of Name tags, ssh hosts and parameter names: up to 31 lower-case letters, digits and `-`, a letter first.
   * @default the stack's id */
  readonly project?: string;
  /** Where Terraform keeps the state. @default { kind: "local" } */
  readonly backend?: Backend;
  /** Tags of every resource that takes tags. @default { Project: project } */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Addresses from which administrators connect, as CIDR blocks; in all at most a /8 of IPv4 and a /32 of IPv6.
   * @default the Terraform variable `admin_cidrs`
   */
  readonly adminCidrs?: readonly string[];
  /** Name of an existing EC2 key pair. @default the Terraform variable `key_name`, which may stay empty */
  readonly keyName?: string;
}

/** Works with the AWS provider's majors 5 and 6. */
const AWS_PROVIDER = { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" };

/**
 * The stack that every network starts from: readable addresses, version constraints, backend, provider, tags,
 * variables, promises, and the checks that run after each synth. What is wrong with the props of its parts is
 * collected, and `app.synth()` throws all of it as one `InputError`, before anything is written.
 * @example
 * class Shop extends BaseStack {
 *   constructor(scope: Construct, id: string) {
 *     super(scope, id, { region: "eu-west-1" });
 *     const network = new Network(this, "network", { cidr: "10.0.0.0/16", zones: ["a"] });
 *     const web = new WebServer(this, "web", { network, zone: "a", tier: "public", publicAddress: "elastic" });
 *     allow(anywhere, web, http);
 *     this.promise(reaches("internet", "web", http));
 *   }
 * }
 */
export abstract class BaseStack extends TerraformStack {
  /** The AWS region of everything in the stack. */
  readonly region: string;
  /** Prefix of Name tags, ssh hosts and parameter names. */
  readonly project: string;
  /** The administrator's addresses; undefined if the variable `admin_cidrs` has them. */
  readonly adminCidrs: readonly string[] | undefined;
  /** The EC2 key pair of its servers; undefined if the variable `key_name` has it. */
  readonly keyName: string | undefined;
  /** The address plans of its networks, drawn for people. */
  readonly addressMaps: string[] = [];
  private readonly addresses = new AddressBook();
  private readonly promises: ReachPromise[] = [];

  constructor(scope: Construct, id: string, props: BaseStackProps = {}) {
    super(scope, id);
    this.region = props.region ?? "ap-northeast-1";
    this.project = props.project ?? id;
    this.adminCidrs = props.adminCidrs;
    this.keyName = props.keyName;
    reportCall(this, [...nameIssues(this.region, this.project), ...adminIssues(props.adminCidrs)]);
    const tags = props.tags ?? { Project: this.project };
    new AwsProvider(this, "aws", { region: this.region, defaultTags: [{ tags: { ...tags } }] });
    const backend = props.backend ?? { kind: "local" };
    addBackend(this, backend, this.region);
    this.addOverride("terraform.required_version", requiredVersion(backend));
    this.addOverride("terraform.required_providers.aws", AWS_PROVIDER);
    this.synthesizer = new CheckedSynthesizer(this, () => App.of(this).node.findAll().filter(isBaseStack));
  }

  /**
   * The stack that the construct stands in.
   * @throws {InputError} at once, for one that stands in none: nobody would show the fault at synth
   */
  static override of(construct: IConstruct): BaseStack {
    const stack = construct.node.scopes.findLast(TerraformStack.isStack);
    if (stack !== undefined && isBaseStack(stack)) return stack;
    const issue: Issue = {
      code: "stack-base",
      path: construct.node.path,
      problem: "stands in no stack that extends BaseStack",
      fix: "make it in the constructor of one",
    };
    throw new InputError([withLines(issue, creationLines(construct))]);
  }

  /** States what the network promises; kept in `promises.json` beside the stack's JSON and proved before it is written. */
  promise(...promises: readonly ReachPromise[]): void {
    reportCall(this, promises.flatMap(promiseIssues));
    for (const promise of promises) rememberCall(promise, this.promise);
    this.promises.push(...promises);
  }

  /** What `promises.json` beside the JSON will say. */
  promiseFile(): PromiseFile {
    return {
      version: 1,
      endpoints: { admin: this.adminCidrs ?? "var.admin_cidrs" },
      promises: this.promises,
    };
  }

  /** Faults of the user's input found so far. */
  faults(): readonly Issue[] {
    return reported(this);
  }

  /** Adds the construct and the user's line to issues that name a Terraform address. */
  locate(issues: readonly Issue[]): readonly Issue[] {
    return issues.map((issue) => {
      const owner = this.addresses.ownerOf(issue.path);
      if (owner !== undefined)
        return withLines({ ...issue, path: `${issue.path} (${owner.node.path})` }, creationLines(owner));
      return withLines(issue, creationLines(this.addresses.providerOf(issue.path, this) ?? this));
    });
  }

  /**
   * The line of the user's code that made each resource, by address, and each promise, by what it says; without lines
   * outside the project's folder.
   */
  sourceFile(): Readonly<Record<string, string>> {
    const lines = [
      ...[...this.addresses.resources()].map(([address, owner]) => [address, creationLine(owner)] as const),
      ...this.promises.map((promise) => [promiseKey(promise), callLine(promise)] as const),
    ];
    const own = lines.flatMap(([what, line]) =>
      line === undefined || isAbsolute(line) ? [] : [[what, line] as const],
    );
    return Object.fromEntries(own.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const construct = TerraformElement.isTerraformElement(element) ? element : element.scopes.at(-1);
    if (construct === undefined) throw new TypeError("a node is the last of its own scopes");
    const id = readableId(construct, this);
    this.addresses.claim(construct, id);
    return id;
  }

  /** The stack's JSON without CDKTF's notes on paths and versions inside the blocks; the top one its CLI needs. */
  override toTerraform(): StackJson {
    const json = super.toTerraform() as Record<
      string,
      Record<string, Record<string, Record<string, unknown>>>
    >;
    for (const section of ["resource", "data"]) {
      for (const named of Object.values(json[section] ?? {}))
        for (const block of Object.values(named)) delete block["//"];
    }
    return json as StackJson;
  }
}

function promiseIssues({ from, to, traffic }: ReachPromise): readonly Issue[] {
  if (parseTraffic(traffic) !== undefined) return [];
  const path = `promise ${from} → ${to}`;
  const fix = "use ports from 0 to 65535, the lower one first";
  return [{ code: "promise-traffic", path, problem: `${traffic} is no traffic`, fix }];
}

function isBaseStack(construct: IConstruct): construct is BaseStack {
  return construct instanceof BaseStack;
}
