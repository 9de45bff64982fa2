# shellcheck shell=bash
# Makes this machine the way out for private subnets: IPv4 from PRIVATE_CIDRS leaves with this machine's address.
# PRIVATE_CIDRS: the IPv4 blocks served, separated by spaces. WAIT_SECONDS: bound of each wait, default 600.
# Amazon Linux 2023 has nftables in its repository, no iptables, and names its interface ens5, not eth0.
begin nat

block='([0-9]{1,3}\.){3}[0-9]{1,3}/([1-9]|[12][0-9]|3[0-2])'
need PRIVATE_CIDRS "$block( $block)*" '10.0.2.0/24 10.0.3.0/24'

interface_to_internet() {
  interface=$(ip -o -4 route show default | sed -n '1s/.* dev \([^ ]*\).*/\1/p')
  [ -n "$interface" ]
}

# The declaration before the deletion lets the first run and every later one replace this table, and only this one,
# in one transaction. The way out is never a way in: nothing new is forwarded to the private blocks.
# 1460: packets are 9001 bytes long inside a VPC and 1500 on the internet.
load_rules() {
  printf '%s\n' \
    'table ip nat_instance' \
    'delete table ip nat_instance' \
    'table ip nat_instance {' \
    "  set private { type ipv4_addr; flags interval; auto-merge; elements = { $1 } }" \
    '  chain forward {' \
    '    type filter hook forward priority filter; policy drop;' \
    '    tcp flags syn tcp option maxseg size set 1460' \
    '    ct state established,related accept' \
    '    ip daddr @private drop' \
    "    ip saddr @private oifname \"$interface\" accept" \
    '  }' \
    '  chain postrouting {' \
    '    type nat hook postrouting priority srcnat; policy accept;' \
    "    ip saddr @private oifname \"$interface\" masquerade" \
    '  }' \
    '}' >/etc/nat/rules.nft
  nft -f /etc/nat/rules.nft
}

# A leading "-" marks what may be refused: tuning, without which packets are still forwarded.
set_kernel() {
  printf '%s\n' \
    'net.ipv4.ip_forward = 1' \
    'net.ipv4.conf.all.rp_filter = 0' \
    "net.ipv4.conf.$interface.rp_filter = 0" \
    'net.ipv4.conf.all.send_redirects = 0' \
    "net.ipv4.conf.$interface.send_redirects = 0" \
    '-net.ipv4.ip_local_port_range = 1024 65535' \
    '-net.netfilter.nf_conntrack_max = 131072' >/etc/sysctl.d/90-nat.conf
  sysctl -q -p /etc/sysctl.d/90-nat.conf || true # what matters is verified below
}

verify() {
  local kernel=/proc/sys/net/ipv4
  [[ $(nft list chain ip nat_instance postrouting) == *"oifname \"$interface\" masquerade"* ]] ||
    give_up "the masquerade rule for $interface is not loaded"
  [[ $(nft list chain ip nat_instance forward) == *"policy drop"*"oifname \"$interface\" accept"* ]] ||
    give_up "the forward rules for $interface are not loaded"
  [ "$(cat $kernel/ip_forward)" = 1 ] || give_up "the kernel does not forward: net.ipv4.ip_forward is not 1"
  [ "$(cat $kernel/conf/all/rp_filter)$(cat "$kernel/conf/$interface/rp_filter")" = 00 ] ||
    give_up "the reverse path filter of $interface is on: net.ipv4.conf.$interface.rp_filter is not 0"
}

start_nat() {
  within interface_to_internet
  load_rules "$1"
  set_kernel
  verify
  say "forwarding for $1 through $interface"
}

install_nftables() { command -v nft >/dev/null || timeout 300 dnf install -y -q nftables; }

within install_nftables # dnf loses against other installations of the first boot: can't create transaction lock
mkdir -p /etc/nat /etc/sysctl.d
{
  echo '# Written by the boot script of this NAT instance; run by nat.service on every boot.'
  echo 'set -Eeuo pipefail'
  trap -p ERR
  declare -f begin say give_up within interface_to_internet load_rules set_kernel verify start_nat
  echo 'begin nat'
  echo "start_nat '${PRIVATE_CIDRS// /, }'"
} >/etc/nat/start.sh
printf '%s\n' \
  '[Unit]' \
  'Description=Forwards packets of the private subnets to the internet' \
  'Wants=network-online.target' \
  'After=network-online.target' \
  '[Service]' \
  'Type=oneshot' \
  'RemainAfterExit=yes' \
  'ExecStart=/bin/bash /etc/nat/start.sh' \
  '[Install]' \
  'WantedBy=multi-user.target' >/etc/systemd/system/nat.service
systemctl daemon-reload
systemctl enable nat.service
systemctl restart nat.service
within interface_to_internet
verify
