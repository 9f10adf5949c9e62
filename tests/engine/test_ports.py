"""Ports: free, one a service, and nobody else's until the service takes it."""

import socket

import pytest

from itest.engine.ports import Ports


def test_a_service_has_one_port_of_its_own():
    """The same whenever it is asked for."""
    ports = Ports()
    assert ports.of("a") == ports.of("a") != ports.of("b")
    ports.close()


def test_a_port_is_held_until_it_is_given_up():
    """Nobody can listen there meanwhile."""
    ports = Ports()
    port = ports.of("a")
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
    ports.give_up("a")
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
    ports.close()
