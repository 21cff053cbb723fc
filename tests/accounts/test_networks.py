"""Under which network a request is counted."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from accounts.networks import client_address, network, network_of


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:5100", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("unix:", "unknown"),
        ("192.0.2.7, 192.0.2.8", "unknown"),
        ("\x00", "unknown"),
    ],
)
def test_ipv4_counts_whole_and_ipv6_by_its_64_bits(address: str, counted: str) -> None:
    assert network(address) == counted


@pytest.mark.parametrize(
    ("forwarded_for", "proxies", "client"),
    [
        ("203.0.113.9", 0, "192.0.2.1"),  # nobody of ours wrote the header
        ("", 1, "192.0.2.1"),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1, 203.0.113.9", 1, "203.0.113.9"),  # what stands before, the client wrote
        ("10.0.0.1, 203.0.113.9, 198.51.100.4", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "192.0.2.1"),  # came past one of the two
        ("nonsense", 1, "192.0.2.1"),
        (" , ,203.0.113.9,", 1, "203.0.113.9"),
    ],
)
def test_only_as_many_forwarded_addresses_are_believed_as_there_are_proxies_of_ours(
    forwarded_for: str, proxies: int, client: str
) -> None:
    assert client_address("192.0.2.1", forwarded_for, trusted_proxies=proxies) == client


def test_the_number_of_proxies_is_a_setting(settings: Settings) -> None:
    meta = RequestFactory().get("/", headers={"x-forwarded-for": "10.9.9.9, 203.0.113.9"}).META
    settings.TRUSTED_PROXIES = 0
    direct = network_of(meta)
    settings.TRUSTED_PROXIES = 1
    assert (direct, network_of(meta)) == ("127.0.0.1", "203.0.113.9")
