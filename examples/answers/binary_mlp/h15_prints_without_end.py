"""Prints as fast as it can."""

# base: stubs
# folder: hostile

# %% q2
while True:
    print("so much to say " * 1000)
