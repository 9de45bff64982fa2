/** Who stands outside the network, as a firewall rule names them. */

/** Who stands outside the network, as a firewall rule names them. */
export type Peer =
  /** Every address, IPv4 and IPv6. */
  | { readonly kind: "anywhere" }
  /** The administrator's addresses: the stack's `adminCidrs`, or its variable `admin_cidrs`. */
  | { readonly kind: "admin" }
  /** A block of addresses, IPv4 or IPv6; a rule to or from it has its name. */
  | {
      readonly kind: "cidr";
      /** Aligned to its size: `192.0.2.0/24`. */
      readonly cidr: string;
      /** How rules call it. @default the block itself */
      readonly name?: string;
    };

/** Every address, IPv4 and IPv6. */
export const anywhere: Peer = { kind: "anywhere" };
/** The administrator's addresses: the stack's `adminCidrs`, or its variable `admin_cidrs`. */
export const admin: Peer = { kind: "admin" };

/** A block of addresses, e.g. `cidr("192.0.2.0/24", "office")`. A text that is no block is an error at synth. */
export function cidr(block: string, name?: string): Peer {
  return name === undefined ? { kind: "cidr", cidr: block } : { kind: "cidr", cidr: block, name };
}

/** How rules call a peer, fit for a Terraform address: `anywhere`, `10_0_0_0_8`. */
export function peerName(peer: Peer): string {
  switch (peer.kind) {
    case "anywhere":
    case "admin":
      return peer.kind;
    case "cidr":
      return (peer.name ?? peer.cidr).replaceAll(/[^A-Za-z0-9]+/g, "_");
  }
}
