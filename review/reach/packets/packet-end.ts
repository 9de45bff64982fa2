/** The ends of packets: an interface by its private or public address, a set of addresses outside, a variable. */
import { type AddressSet, ofFamily, publicAddresses } from "../../../net/address-set";
import { somePublic } from "../../model/interfaces/addresses";
import type { GatewayEndpoint, NetworkInterface } from "../../network/network";
import type { PacketEnd } from "./flow";

/** The interface as its VPC sees it. An IPv6 address is the same everywhere. */
export function privateEnd(one: NetworkInterface, ipv4: boolean): PacketEnd {
  const own = ipv4 ? one.private4 : one.address6;
  return {
    addresses: own?.set ?? ofFamily(publicAddresses, ipv4 ? 4 : 6),
    whole: true,
    interface: one,
    shows: "private",
  };
}

/** The interface as the internet sees it; without a public address, as if it had some. */
export function publicEnd(one: NetworkInterface, ipv4: boolean): PacketEnd {
  const own = ipv4 ? (one.public4 ?? somePublic) : one.address6;
  return {
    addresses: own?.set ?? ofFamily(publicAddresses, 6),
    whole: true,
    interface: one,
    shows: "public",
  };
}

/** Hosts that are not part of this network. */
export function outsideEnd(addresses: AddressSet, isInternet: boolean): PacketEnd {
  return { addresses, whole: false, shows: "outside", ...(isInternet ? { isInternet } : {}) };
}

/** The AWS service behind a gateway endpoint: where its addresses are not told, whichever public ones. */
export function serviceEnd({ key, addresses }: GatewayEndpoint): PacketEnd {
  const own = addresses.length > 0 ? ofFamily(addresses, 4) : ofFamily(publicAddresses, 4);
  return { addresses: own, whole: true, shows: "outside", service: key };
}

/** The hosts of a variable without a value: whoever they are, they share a fate. */
export function variableEnd(name: string): PacketEnd {
  return { addresses: ofFamily(publicAddresses, 4), whole: true, shows: "outside", variable: name };
}
