/** What every part of the plain network needs: names, addresses, machines, groups; as a CDKTF user writes them. */
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance, type InstanceConfig } from "@cdktf/provider-aws/lib/instance";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";

export interface PlainProps {
  /** Prefix of names. */
  readonly name: string;
  readonly image: DataAwsSsmParameter;
  readonly keyName: string;
  /** A Terraform expression of the administrators' addresses. */
  readonly adminCidrs: string;
  /** Text of the NAT instance's and the web servers' boot scripts. */
  readonly natScript: string;
  readonly webScript: string;
}

/** The image of the machines; one in a stack. */
export function machineImage(scope: Construct): DataAwsSsmParameter {
  const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
  return new DataAwsSsmParameter(scope, "al2023_arm64", { name });
}

export class PlainBase extends Construct {
  protected readonly vpc: Vpc;
  protected readonly gateway: InternetGateway;

  constructor(
    scope: Construct,
    id: string,
    protected readonly props: PlainProps,
  ) {
    super(scope, id);
    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: "10.0.0.0/16",
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: this.tag("vpc"),
    });
    this.gateway = new InternetGateway(this, "igw", { vpcId: this.vpc.id, tags: this.tag("igw") });
  }

  protected tag(name: string): { readonly Name: string } {
    return { Name: `${this.props.name}-${name}` };
  }

  protected address(name: string): Eip {
    return new Eip(this, `eip_${name}`, { domain: "vpc", tags: this.tag(name), dependsOn: [this.gateway] });
  }

  /** A note that orders the handing over of a NAT's address. */
  protected note(name: string, dependsOn?: ITerraformDependable[]): TerraformResource {
    const note = new TerraformResource(this, `note_${name}`, {
      terraformResourceType: "terraform_data",
      ...(dependsOn === undefined ? {} : { dependsOn }),
    });
    note.addOverride("input", { kind: name });
    return note;
  }

  protected machine(name: string, config: Partial<InstanceConfig>): Instance {
    return new Instance(this, name, {
      ami: this.props.image.insecureValue,
      instanceType: name.startsWith("web") ? "t4g.micro" : "t4g.nano",
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true, volumeType: "gp3" },
      lifecycle: { ignoreChanges: ["ami"] },
      tags: this.tag(name),
      ...config,
    });
  }

  protected group(name: string, anywhere: boolean): SecurityGroup {
    const group = new SecurityGroup(this, `sg_${name}`, {
      vpcId: this.vpc.id,
      namePrefix: `${this.props.name}-${name}-`,
      description: `Role ${name}`,
      lifecycle: { createBeforeDestroy: true },
      tags: this.tag(`sg-${name}`),
    });
    if (!anywhere) return group;
    const rule = { securityGroupId: group.id, ipProtocol: "-1", description: "Anything to anywhere" };
    const tags = this.tag(`${name}-out`);
    new VpcSecurityGroupEgressRule(this, `sg_${name}_out`, { ...rule, tags, cidrIpv4: "0.0.0.0/0" });
    new VpcSecurityGroupEgressRule(this, `sg_${name}_out6`, { ...rule, tags, cidrIpv6: "::/0" });
    return group;
  }

  protected ruleFrom(name: string, group: SecurityGroup, from: SecurityGroup, port: number): void {
    new VpcSecurityGroupIngressRule(this, name, {
      securityGroupId: group.id,
      referencedSecurityGroupId: from.id,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description: name,
      tags: this.tag(name),
    });
  }
}
