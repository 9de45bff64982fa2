/**
 * How administrators get in, as Terraform outputs: `ssh_config`, text that OpenSSH reads, and commands for tunnels.
 *
 * Private servers are reached through a jump host (`ProxyJump`): the keys stay on the administrator's machine, none is
 * ever copied to the bastion.
 */
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Server } from "../compute/server";
import { BaseStack } from "../terraform/base-stack";
import { variable } from "../terraform/variables";

/** The servers that the file `ssh_config` names. */
export interface SshConfigProps {
  /** The door: a server with an Elastic IP. */
  readonly jump: Server;
  /** Servers reached through it, by their private addresses. */
  readonly behind: readonly Server[];
  /** The private key on the administrator's machine. @default the Terraform variable `identity_file` */
  readonly identityFile?: string;
}

/** The output `ssh_config`, to be written into a file and named with `ssh -F` or `Include`. */
export function sshConfig(scope: Construct, { jump, behind, identityFile }: SshConfigProps): void {
  const key = identityFile ?? variable(scope, "identity_file").stringValue;
  const door = hostName(scope, jump);
  const blocks = [
    hostBlock(door, jump.addresses.publicIp ?? jump.addresses.privateIp, key),
    ...behind.map((server) => hostBlock(hostName(scope, server), server.addresses.privateIp, key, door)),
  ];
  new TerraformOutput(scope, "ssh_config", {
    value: `${blocks.join("\n\n")}\n`,
    description:
      "OpenSSH client configuration: terraform output -raw ssh_config > ssh_config && ssh -F ssh_config HOST",
  });
}

/** The name by which ssh knows a server: `PROJECT-web-a`. */
export function hostName(scope: Construct, server: Server): string {
  return `${BaseStack.of(scope).project}-${server.name.replaceAll("_", "-")}`;
}

function hostBlock(host: string, address: string, identityFile: string, jump?: string): string {
  const lines = [
    `HostName ${address}`,
    "User ec2-user",
    `IdentityFile ${identityFile}`,
    "IdentitiesOnly yes",
    ...(jump === undefined ? [] : [`ProxyJump ${jump}`]),
  ];
  return [`Host ${host}`, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** The two ends of a tunnel, and the server that it leads through. */
export interface TunnelProps {
  /** The jump host. */
  readonly through: Server;
  /** Where the tunnel ends: a host name or address inside the VPC. */
  readonly to: string;
  /** The port there, tcp. */
  readonly port: number;
  /** The port on the administrator's machine. */
  readonly localPort: number;
}

/** The output `tunnel_command`: puts a port inside the VPC on the administrator's own machine. */
export function tunnelCommand(scope: Construct, { through, to, port, localPort }: TunnelProps): void {
  new TerraformOutput(scope, "tunnel_command", {
    value: `ssh -F ssh_config -N -L ${localPort}:${to}:${port} ${hostName(scope, through)}`,
    description: `Puts port ${port} on 127.0.0.1:${localPort} of the administrator's machine while it runs`,
  });
}
