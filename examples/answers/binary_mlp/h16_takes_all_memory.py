"""Takes more and more memory."""

# base: stubs
# folder: hostile

# %% q2
hoard = []
while True:
    hoard.append(np.ones(10_000_000))
