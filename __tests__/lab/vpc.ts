/**
 * A small VPC of Linux network namespaces: one router that does what a VPC's route tables do, and around it the NAT
 * instance, a host in a subnet it serves, a host in one it does not, and a host on the internet.
 *
 *     private 10.0.2.10 ─┐                ┌─ nat 10.0.1.5 (ens5, the only interface, as on EC2)
 *     other   10.0.9.10 ─┴──── router ────┴─ internet 203.0.113.10
 *
 * What the private hosts send beyond the VPC goes to the NAT, and so does what the internet sends into it, as if every
 * address were routable: what arrives or not is then up to the NAT alone.
 */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compose, type Parameters, type Run, STUBS } from "../boot/sandbox";

export const NAT = "10.0.1.5";
export const INTERNET = "203.0.113.10";
export const PRIVATE = "10.0.2.10";
export const OTHER = "10.0.9.10";
/** The router's table that sends everything to the NAT. */
export const THROUGH_NAT = 200;

type Host = "private" | "other" | "nat" | "internet";

/** What a running system loses when it goes down. */
const AS_STARTED = "nft flush ruleset; sysctl -q -w net.ipv4.ip_forward=0";

const PEER = join(__dirname, "peer.mjs");
const HOSTS: readonly (readonly [Host, address: string, router: string, device: string])[] = [
  ["private", PRIVATE, "10.0.2.1", "eth0"],
  ["other", OTHER, "10.0.9.1", "eth0"],
  ["nat", NAT, "10.0.1.1", "ens5"],
  ["internet", INTERNET, "203.0.113.1", "eth0"],
];

/** What keeps the lab from being built here; empty where it can be. */
export function missingForLab(): string {
  if (process.platform !== "linux") return "Linux";
  if (process.getuid?.() !== 0) return "root";
  const tools = ["ip", "nft", "ping", "ss", "sysctl"].filter(
    (tool) => spawnSync("which", [tool]).status !== 0,
  );
  if (tools.length > 0) return tools.join(", ");
  return spawnSync("unshare", ["--net", "--mount", "true"]).status === 0
    ? ""
    : "the right to make namespaces";
}

/** Opens the VPC; close it, or its namespaces stay on this machine. */
export async function openVpc(): Promise<Vpc> {
  const vpc = new Vpc();
  try {
    await vpc.open();
  } catch (error) {
    vpc.close();
    throw error;
  }
  return vpc;
}

export class Vpc {
  private readonly prefix = `lab${process.pid}`;
  private readonly folder = mkdtempSync(join(tmpdir(), "vpc-"));
  private readonly children: ChildProcessWithoutNullStreams[] = [];

  async open(): Promise<void> {
    buildNetwork(this.prefix);
    buildDisk(this.folder);
    for (const host of ["internet", "private"] as const) await once(this.start(host, "serve").stdout, "data");
  }

  /** Runs the user data of the NAT instance, as its first boot does. */
  boot(scripts: readonly string[], parameters: Parameters): Run {
    return runOnNat(this.prefix, this.folder, compose(scripts, parameters));
  }

  /** The NAT instance without its rules and settings, then its services started, as a reboot does. */
  reboot(): Run {
    return runOnNat(this.prefix, this.folder, `${AS_STARTED}; systemctl start nat.service`);
  }

  /** Another NAT instance on the same interface, with a disk of its own: runs this user data on its first boot. */
  replace(userData: string): Run {
    runOnNat(this.prefix, this.folder, AS_STARTED);
    rmSync(join(this.folder, "etc"), { recursive: true });
    copyEtc(this.folder);
    return runOnNat(this.prefix, this.folder, userData);
  }

  /** Runs a command on a host, and gives its output; undefined if it fails. */
  on(host: Host | "router", ...command: readonly string[]): string | undefined {
    const words = ["netns", "exec", `${this.prefix}-${host}`, ...command];
    const { status, stdout } = spawnSync("ip", words, { encoding: "utf8" });
    return status === 0 ? stdout : undefined;
  }

  /** What a host is told by another one, or undefined if no answer comes. */
  ask(host: Host, protocol: "tcp" | "udp" | "icmp", address: string): string | undefined {
    if (protocol === "icmp") return this.on(host, "ping", "-c1", "-W1", address);
    return this.on(host, process.execPath, PEER, "ask", protocol, address);
  }

  /** Keeps a connection open: each call sends a line over it and gives the answer. */
  hold(host: Host, address: string): () => Promise<string> {
    const child = this.start(host, "hold", address);
    return async () => {
      child.stdin.write("?\n");
      const [answer] = await once(child.stdout, "data", { signal: AbortSignal.timeout(3000) });
      return String(answer);
    };
  }

  /** A file of the NAT instance. */
  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  close(): void {
    for (const child of this.children) child.kill();
    for (const [host] of [...HOSTS, ["router"]]) spawnSync("ip", ["netns", "del", `${this.prefix}-${host}`]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(host: Host, ...words: readonly string[]): ChildProcessWithoutNullStreams {
    const child = spawn("ip", ["netns", "exec", `${this.prefix}-${host}`, process.execPath, PEER, ...words]);
    this.children.push(child);
    return child;
  }
}

function ip(command: string): void {
  execFileSync("ip", command.split(" "));
}

function buildNetwork(prefix: string): void {
  const router = `${prefix}-router`;
  ip(`netns add ${router}`);
  ip(`netns exec ${router} sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0`);
  for (const host of HOSTS) connectHost(prefix, host);
  for (const [host, , gateway] of HOSTS) {
    if (host === "internet") continue; // the rest is local to the VPC, and needs no NAT
    ip(`-n ${router} route add ${gateway.replace(/1$/, "0")}/24 dev ${host} table 100`);
  }
  for (const table of [100, THROUGH_NAT]) ip(`-n ${router} route add default via ${NAT} table ${table}`);
  for (const host of ["private", "other"]) ip(`-n ${router} rule add iif ${host} lookup 100`);
  ip(`-n ${router} rule add iif internet lookup ${THROUGH_NAT}`);
}

/** 9001 bytes a packet, as inside a VPC. */
function connectHost(prefix: string, [host, address, gateway, device]: (typeof HOSTS)[number]): void {
  const [router, name] = [`${prefix}-router`, `${prefix}-${host}`];
  ip(`netns add ${name}`);
  ip(`link add ${host} mtu 9001 netns ${router} type veth peer name ${device} netns ${name}`);
  ip(`-n ${name} link set ${device} mtu 9001 up`);
  ip(`-n ${name} link set lo up`);
  ip(`-n ${name} address add ${address}/24 dev ${device}`);
  ip(`-n ${name} route add default via ${gateway}`);
  ip(`-n ${router} link set ${host} up`);
  ip(`-n ${router} address add ${gateway}/24 dev ${host}`);
}

/** The NAT instance's own /etc, and stand-ins for dnf, systemd and the journal only. */
function buildDisk(folder: string): void {
  for (const path of ["bin", "rpm", "running"]) mkdirSync(join(folder, path));
  for (const stub of ["dnf", "systemctl", "logger"])
    symlinkSync(join(STUBS, stub), join(folder, "bin", stub));
  copyEtc(folder);
}

function copyEtc(folder: string): void {
  execFileSync("cp", ["-a", "/etc", join(folder, "etc")]);
}

function runOnNat(prefix: string, folder: string, program: string): Run {
  const at = (path: string) => join(folder, path);
  for (const path of ["console", "calls"]) writeFileSync(at(path), "");
  writeFileSync(at("user-data.sh"), program);
  const script =
    'mount --bind "$SANDBOX/etc" /etc && mount --bind "$SANDBOX/console" /dev/console && bash "$SANDBOX/user-data.sh"';
  const { status } = spawnSync("ip", ["netns", "exec", `${prefix}-nat`, "bash", "-c", script], {
    env: {
      PATH: `${at("bin")}:${process.env["PATH"]}`,
      SANDBOX: folder,
      STUBS,
      UNITS: "/etc/systemd/system",
    },
    encoding: "utf8",
    timeout: 60_000,
  });
  return {
    code: status,
    said: readFileSync(at("console"), "utf8"),
    calls: readFileSync(at("calls"), "utf8").split("\n").filter(Boolean),
  };
}
