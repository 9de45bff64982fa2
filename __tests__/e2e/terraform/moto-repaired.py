"""Starts a moto server (the local AWS API) in which the faults that these tests meet are repaired.

Each repair says what AWS does and moto 5.2 does not; nothing else is changed, so every other difference between
Terraform's view and moto's is a failed test. Some repairs make moto stricter than it is: an order of creation or
destruction that AWS refuses is refused here too.

    python3 moto-repaired.py --port 5000     # ends when its standard input is closed
    python3 moto-repaired.py --list          # prints what is repaired
"""

import argparse
import base64
import os
import sys
import threading

from moto.ec2.exceptions import DependencyViolationError, EC2ClientError, ResourceAlreadyAssociatedError
from moto.ec2.models.elastic_ip_addresses import ElasticAddress, ElasticAddressBackend
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance
from moto.ec2.models.internet_gateways import InternetGatewayBackend
from moto.ec2.models.launch_templates import LaunchTemplateVersion
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.route_tables import Route
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.subnets import SubnetBackend
from moto.ec2.responses import instances as instance_responses
from moto.ec2.responses.instances import InstanceResponse
from moto.elbv2.models import ELBv2Backend, elbv2_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.server import main

REPAIRS = []


def repair(owner, name):
    """Replaces `owner.name` with the decorated function, which gets the original as its first argument."""
    original = owner.__dict__.get(name)
    if original is None:
        sys.exit(f"moto has no {owner.__name__}.{name} any more: update {os.path.basename(__file__)}")

    def put(function):
        REPAIRS.append(f"{owner.__name__}.{name}: {' '.join(function.__doc__.split())}")
        if isinstance(original, property):
            setattr(owner, name, property(lambda self: function(original.fget, self)))
        elif isinstance(original, staticmethod):
            setattr(owner, name, staticmethod(lambda *args: function(original.__func__, *args)))
        else:
            setattr(owner, name, lambda self, *args, **named: function(original, self, *args, **named))
        return function

    return put


ONE_AT_A_TIME = threading.Lock()


@repair(DomainDispatcherApplication, "__call__")
def one_request_at_a_time(original, self, environ, start_response):
    """Requests at the same time do not disturb each other: moto's threads share dictionaries without locks."""
    with ONE_AT_A_TIME:
        return original(self, environ, start_response)


@repair(Instance, "prep_nics")
def remember_own_interfaces(original, self, *args, **named):
    """An interface made with the instance goes with it; one that was there before outlives it."""
    before = set(self.ec2_backend.enis)
    original(self, *args, **named)
    self.own_interfaces = [nic for nic in self.nics.values() if nic.id not in before]


@repair(Instance, "terminate")
def release_interfaces(original, self):
    """A terminated instance deletes its own interfaces, lets go of the others and of its Elastic IPs."""
    backend = self.ec2_backend
    for nic in self.own_interfaces:
        for address in [held for held in backend.addresses if held.eni is nic]:
            backend.disassociate_address(association_id=address.association_id)
        if backend.enis.pop(nic.id, None) is not None:
            nic.subnet.del_subnet_ip(nic.private_ip_address)
    for nic in self.nics.values():
        nic.instance = nic.attachment_id = nic.attach_time = None
        nic.status = "available"
    return original(self)


@repair(Instance, "network_interfaces")
def no_interfaces_after_termination(original, self):
    """A terminated instance is described without interfaces."""
    return [] if self.state == "terminated" else original(self)


@repair(NetworkInterface, "group_set")
def groups_of_interface(_original, self):
    """An interface has its own groups, not those it once had through an instance as well."""
    return self._group_set


def share_with_primary_interface(attribute, interface_attribute, before_launch):
    """is that of its primary interface, however it was given: by the launch, later, or with the interface."""

    def read(self):
        primary = getattr(self, "nics", {}).get(0)
        own = vars(self).get(attribute, before_launch)
        return own if primary is None else getattr(primary, interface_attribute)

    def write(self, value):
        primary = getattr(self, "nics", {}).get(0)
        if primary is None:
            vars(self)[attribute] = value
        else:
            setattr(primary, interface_attribute, value)

    setattr(Instance, attribute, property(read, write))
    REPAIRS.append(f"Instance.{attribute}: an instance's {attribute} {share_with_primary_interface.__doc__}")


share_with_primary_interface("security_groups", "_group_set", [])
share_with_primary_interface("source_dest_check", "source_dest_check", True)


@repair(SecurityGroupRule, "__init__")
def remember_prefix_list(original, self, *args, **named):
    """A rule for a prefix list keeps its description."""
    original(self, *args, **named)
    self.prefix_list = named.get("prefix_list_id") or {}


@repair(SecurityGroupRule, "description")
def description_of_every_rule(_original, self):
    """A rule has its description, whether it is for addresses, a prefix list or another group."""
    peers = [self.ip_range, self.source_group, self.prefix_list]
    return next((peer["Description"] for peer in peers if peer.get("Description")), None)


@repair(instance_responses, "parse_user_data")
def user_data_can_be_changed(original, value):
    """User data given as a blob, as when a stopped instance's is changed, arrives decoded; it is not decoded again."""
    return original(base64.b64encode(value).decode() if isinstance(value, bytes) else value)


@repair(InstanceResponse, "_validate_block_device_mapping")
def volumes_are_as_large_as_their_image(original, mapping):
    """A root volume launched without a size has that of its image: 8 GiB for Amazon Linux 2023."""
    if "Ebs" in mapping and "SnapshotId" not in mapping["Ebs"]:
        mapping["Ebs"].setdefault("VolumeSize", 8)
    return original(mapping)


def holder_is_nat_gateway(backend, address):
    return address.eni is not None and any(
        gateway._eni is address.eni and gateway.state != "deleted" for gateway in backend.nat_gateways.values()
    )


def require_internet_gateway(backend, vpc_id):
    if not any(gateway.vpc and gateway.vpc.id == vpc_id for gateway in backend.internet_gateways.values()):
        raise EC2ClientError("Gateway.NotAttached", f"Network {vpc_id} is not attached to any internet gateway")


@repair(NatGatewayBackend, "create_nat_gateway")
def nat_gateway_takes_only_free_addresses(original, self, subnet_id, allocation_id, *args, **named):
    """A NAT gateway needs an attached internet gateway and an Elastic IP that nobody holds."""
    require_internet_gateway(self, self.get_subnet(subnet_id).vpc_id)
    address = self.address_by_allocation([allocation_id])[0]
    if address.association_id is not None:
        raise ResourceAlreadyAssociatedError(address.public_ip)
    return original(self, subnet_id, allocation_id, *args, **named)


@repair(NatGatewayBackend, "delete_nat_gateway")
def release_address_of_nat_gateway(original, self, nat_gateway_id):
    """A deleted NAT gateway lets go of its Elastic IP, and its interface is gone."""
    gateway = original(self, nat_gateway_id)
    for address in [held for held in self.addresses if held.eni is gateway._eni]:
        self.disassociate_address(association_id=address.association_id)
    self.enis.pop(gateway._eni.id, None)
    return gateway


@repair(ElasticAddressBackend, "associate_address")
def no_address_is_taken_from_a_nat_gateway(original, self, instance=None, eni=None, **named):
    """An Elastic IP needs an attached internet gateway, and cannot be taken from a NAT gateway."""
    holder = eni or instance
    require_internet_gateway(self, holder.vpc_id)
    for address in self.addresses:
        wanted = named.get("allocation_id") == address.allocation_id
        if wanted and address.eni is not eni and holder_is_nat_gateway(self, address):
            raise ResourceAlreadyAssociatedError(address.public_ip)
    return original(self, instance=instance, eni=eni, **named)


@repair(ElasticAddress, "instance_id")
def instance_behind_interface(original, self):
    """An Elastic IP on an interface is that of the instance to which the interface is attached."""
    machine = self.eni.instance if self.eni else None
    return machine.id if machine else original(self)


@repair(ELBv2Backend, "create_load_balancer")
def balancers_face_the_internet_by_default(original, self, name, security_groups, subnet_ids, *args, **named):
    """A load balancer is internet-facing unless told otherwise, and needs an attached internet gateway then."""
    scheme = named.pop("scheme", None) or "internet-facing"
    if scheme == "internet-facing":
        require_internet_gateway(self.ec2_backend, self.ec2_backend.get_subnet(subnet_ids[0]).vpc_id)
    return original(self, name, security_groups, subnet_ids, *args, scheme=scheme, **named)


@repair(InternetGatewayBackend, "detach_internet_gateway")
def no_detaching_under_mapped_addresses(original, self, internet_gateway_id, vpc_id):
    """An internet gateway stays while its VPC has mapped public addresses, also those of load balancers."""
    mapped = [address.public_ip for address in self.addresses if address.eni and address.eni.vpc_id == vpc_id]
    balancers = elbv2_backends[self.account_id][self.region_name].load_balancers.values()
    mapped += [one.dns_name for one in balancers if one.vpc_id == vpc_id and one.scheme == "internet-facing"]
    if mapped:
        raise DependencyViolationError(f"Network {vpc_id} has some mapped public address(es): {', '.join(mapped)}")
    return original(self, internet_gateway_id, vpc_id)


@repair(SubnetBackend, "delete_subnet")
def no_deleting_of_subnets_in_use(original, self, subnet_id):
    """A subnet stays while it has interfaces."""
    if any(nic.subnet.id == subnet_id for nic in self.enis.values()):
        raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
    return original(self, subnet_id)


@repair(Route, "state")
def blackhole(_original, self):
    """A route is a blackhole when its gateway is gone, or its interface is gone or not on a running instance."""
    if self.nat_gateway is not None and self.nat_gateway.state == "deleted":
        return "blackhole"
    if self.interface is not None:
        machine = self.interface.instance
        there = self.interface.id in self.route_table.ec2_backend.enis
        return "active" if there and machine is not None and machine.state == "running" else "blackhole"
    return "active"


@repair(LaunchTemplateVersion, "__init__")
def no_tags_of_the_template_in_its_data(original, self, template, number, data, description):
    """The tags of a launch template are not part of the data of its versions."""
    tags = [tag for tag in data.get("TagSpecifications", []) if tag.get("ResourceType") != "launch-template"]
    data = {key: value for key, value in data.items() if key != "TagSpecifications"}
    original(self, template, number, {**data, "TagSpecifications": tags} if tags else data, description)


def end_with_standard_input():
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--port")
    options.add_argument("--list", action="store_true")
    chosen = options.parse_args()
    if chosen.list:
        print("\n".join(REPAIRS))
    else:
        threading.Thread(target=end_with_standard_input, daemon=True).start()
        main(["--host", "127.0.0.1", "--port", chosen.port])
