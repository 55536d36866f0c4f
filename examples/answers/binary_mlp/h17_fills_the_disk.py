"""Writes files until there is no room, or 20 GB are full."""

# base: stubs
# folder: hostile

# %% q2
for number in range(2000):
    with open(f"rubbish_{number}.bin", "wb") as file:
        file.write(bytes(10_000_000))
