/**
 * Terraform addresses that people can read: `aws_subnet.public_a`, `aws_instance.web_c`.
 *
 * An address is the construct's path without the stack, joined by `_`, where two kinds of parts say nothing and are
 * left out: a construct that asked for it ({@link hideFromAddresses}), and a last part that repeats the resource's type
 * (`public_a/subnet` of type `aws_subnet`). Positions never enter, so removing a zone renames nothing.
 */
import {
  TerraformDataSource,
  TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { Issue } from "../../net/issue";
import { report } from "./report";
import { creationLine } from "./stack-trace";

const HIDDEN = new WeakSet<IConstruct>();

/** Leaves a construct's own id out of the addresses below it. */
export function hideFromAddresses(construct: Construct): void {
  HIDDEN.add(construct);
}

const VALID = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The readable address of an element, without its type. Ids that no address can carry are reported as faults. */
export function readableId(element: IConstruct, stack: TerraformStack): string {
  const scopes = element.node.scopes.slice(element.node.scopes.indexOf(stack) + 1);
  const spoken = scopes.filter((scope) => !HIDDEN.has(scope)).map((scope) => scope.node.id);
  const type = typeOf(element);
  const last = spoken.at(-1);
  const parts = last !== undefined && type.endsWith(`_${last}`) ? spoken.slice(0, -1) : spoken;
  const id = (parts.length > 0 ? parts : scopes.map((scope) => scope.node.id).slice(0, -1))
    .join("_")
    .replaceAll("-", "_");
  const address = id === "" ? element.node.id : id;
  if (!VALID.test(address)) report(element, [invalidId(element, address)]);
  return address;
}

/** What stands before the dot of an element's address: `aws_subnet`, `data.aws_ami`, `var`, `output`. */
export function typeOf(element: IConstruct): string {
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  if (element instanceof TerraformVariable) return "var";
  if (TerraformOutput.isTerraformOutput(element)) return "output";
  return TerraformElement.isTerraformElement(element) ? element.constructor.name : "construct";
}

/** Two elements that would be merged silently by CDKTF because they share an address: an error. */
export class AddressBook {
  private readonly owners = new Map<string, IConstruct>();

  /** The element whose address a path starts with: `aws_instance.web.user_data` is of `aws_instance.web`. */
  ownerOf(path: string): IConstruct | undefined {
    const address = /^(?:data\.)?\w+\.\w+/.exec(path)?.[0];
    return address === undefined ? undefined : this.owners.get(address);
  }

  /** What a path outside of every element is about: the provider of `provider.aws[0].region`, or who uses one. */
  providerOf(path: string, stack: TerraformStack): IConstruct | undefined {
    const name = /^(?:provider|terraform\.required_providers)\.(\w+)/.exec(path)?.[1];
    const declared = stack.node
      .findAll()
      .find((one) => TerraformProvider.isTerraformProvider(one) && one.terraformResourceType === name);
    return declared ?? [...this.owners].find(([address]) => address.startsWith(`${name}_`))?.[1];
  }

  /** Every resource by its address; no data sources, variables or outputs. */
  resources(): Iterable<readonly [address: string, owner: IConstruct]> {
    return [...this.owners].filter(([, owner]) => TerraformResource.isTerraformResource(owner));
  }

  /** Gives an address to an element; one that another has is reported as a fault. */
  claim(element: IConstruct, id: string): void {
    const address = `${typeOf(element)}.${id}`;
    const owner = this.owners.get(address);
    this.owners.set(address, element);
    if (owner === undefined || owner === element) return;
    const line = creationLine(owner);
    report(element, [
      {
        code: "address-taken",
        path: element.node.path,
        problem: `${address} is already the address of ${owner.node.path}${line === undefined ? "" : ` (${line})`}`,
        fix: "give one of them another id",
      },
    ]);
  }
}

function invalidId(element: IConstruct, id: string): Issue {
  return {
    code: "address-invalid",
    path: element.node.path,
    problem: `"${id}" cannot be a Terraform name`,
    fix: "use letters, digits, _ and -, and start with a letter",
  };
}

/** The name under which people know a construct: its visible path below the stack, `nat_c`. */
export function readableName(construct: Construct): string {
  const scopes = construct.node.scopes.slice(construct.node.scopes.findIndex(TerraformStack.isStack) + 1);
  const spoken = scopes.filter((scope) => !HIDDEN.has(scope)).map((scope) => scope.node.id);
  return spoken.join("_").replaceAll("-", "_");
}
