import { network, testFaults } from "../faults";

testFaults([
  [
    "a VPC that is no block",
    network({ cidr: "10.0.0.0" }),
    'test: network.cidr: "10.0.0.0" is not a CIDR block; write an address and a length, such as 10.0.0.0/16',
  ],
  [
    "a VPC with host bits",
    network({ cidr: "10.0.7.0/16" }),
    "test: network.cidr: 10.0.7.0/16 is not the start of a /16 block; use 10.0.0.0/16 or 10.1.0.0/16",
  ],
  [
    "an IPv6 VPC",
    network({ cidr: "2001:db8::/32" }),
    "test: network.cidr: 2001:db8::/32 is an IPv6 block; use an IPv4 block such as 10.0.0.0/16",
  ],
  [
    "a VPC that is too large",
    network({ cidr: "10.0.0.0/8" }),
    "test: network.cidr: 10.0.0.0/8 is larger than /16, the limit of a VPC; use a block from /16 to /28",
  ],
  [
    "a VPC that is too small",
    network({ cidr: "10.0.0.0/29" }),
    "test: network.cidr: 10.0.0.0/29 is smaller than /28, the limit of a VPC; use a block from /16 to /28",
  ],
  [
    "octal digits in a VPC",
    network({ cidr: "010.0.0.0/16" }),
    'test: network.cidr: "010.0.0.0/16" is not a CIDR block; write an address and a length, such as 10.0.0.0/16',
  ],
  [
    "a VPC too small for slots",
    network({ cidr: "10.0.0.0/24" }),
    "test: network.cidr: 10.0.0.0/24 is too small for automatic subnets (32 slots of at least /28); use /23 or larger, or set every block in network.subnets",
  ],
  [
    "the classic /20 that is not a block",
    network({ zones: ["a"], subnets: { public: { a: "10.0.1.0/20" } } }),
    "test: network.subnets.public.a: 10.0.1.0/20 is not the start of a /20 block; use 10.0.0.0/20 or 10.0.16.0/20",
  ],
  [
    "the last block of the address space",
    network({ cidr: "255.255.0.0/16", zones: ["a"], subnets: { public: { a: "255.255.255.1/20" } } }),
    "test: network.subnets.public.a: 255.255.255.1/20 is not the start of a /20 block; use 255.255.240.0/20",
  ],
  [
    "a subnet outside the VPC",
    network({ subnets: { public: { a: "10.1.0.0/24" } } }),
    "test: network.subnets.public.a: 10.1.0.0/24 is outside the VPC 10.0.0.0/16; use a block inside 10.0.0.0/16",
  ],
  [
    "a subnet that is too small",
    network({ subnets: { public: { a: "10.0.0.0/29" } } }),
    "test: network.subnets.public.a: 10.0.0.0/29 is smaller than /28, the smallest subnet AWS has; use a /28 or larger",
  ],
  [
    "subnets that overlap",
    network({ zones: ["a"], subnets: { public: { a: "10.0.0.0/24" }, private: { a: "10.0.0.128/25" } } }),
    "test: network.subnets.public.a: 10.0.0.0/24 overlaps private_a (10.0.0.128/25); give each subnet a block of its own",
  ],
  [
    "a subnet over another's slot",
    network({ zones: ["a"], subnets: { public: { a: "10.0.64.0/24" } } }),
    "test: network.subnets.public.a: 10.0.64.0/24 overlaps private_a (10.0.64.0/21); give each subnet a block of its own",
  ],
  [
    "a subnet of a tier that is not there",
    network({ subnets: { data: { a: "10.0.200.0/24" } } }),
    "test: network.subnets.data.a: there is no subnet data_a; use one of public_a, public_c, private_a, private_c, or add the zone or tier",
  ],
  [
    "no zone",
    network({ zones: [] }),
    "test: network.zones: no zone is named; name at least one, choose from a, b, c, d",
  ],
  [
    "an unknown zone",
    network({ zones: ["a", "x"] }),
    'test: network.zones: "x" is not a zone of ap-northeast-1; choose from a, b, c, d (the letter alone)',
  ],
  [
    "a zone with its region",
    network({ zones: ["ap-northeast-1a"] }),
    'test: network.zones: "ap-northeast-1a" is not a zone of ap-northeast-1; choose from a, b, c, d (the letter alone)',
  ],
  [
    "a zone named twice",
    network({ zones: ["a", "a"] }),
    'test: network.zones: "a" is named twice; name each zone once',
  ],
  [
    "too many zones",
    network({ zones: ["a", "b", "c", "d", "e"] }),
    'test: network.zones: "e" is not a zone of ap-northeast-1; choose from a, b, c, d (the letter alone)',
    "test: network.zones: 5 zones are named, and ap-northeast-1 has 4; choose from a, b, c, d",
  ],
  [
    "a tier without a name",
    network({ tiers: [{ name: "My Data", kind: "isolated", slot: 2 }] }),
    'test: network.tiers[0].name: "My Data" is not a tier name; use lower-case letters and digits, e.g. data',
  ],
  [
    "a tier on a slot that is taken",
    network({ tiers: [{ name: "data", kind: "isolated", slot: 1 }] }),
    "test: network.tiers[0].slot: slot 1 belongs to private; use 2 or 3, each once",
  ],
  [
    "a tier on no slot",
    network({ tiers: [{ name: "data", kind: "isolated", slot: 7 }] }),
    "test: network.tiers[0].slot: 7 is not a slot; use 2 or 3",
  ],
  [
    "two mistakes at once",
    network({ cidr: "10.0.1.0/16", zones: ["q"] }),
    "test: network.cidr: 10.0.1.0/16 is not the start of a /16 block; use 10.0.0.0/16 or 10.1.0.0/16",
    'test: network.zones: "q" is not a zone of ap-northeast-1; choose from a, b, c, d (the letter alone)',
  ],
]);
