"""Never ends, and passes over the interrupt by which it is to be stopped."""

# base: stubs
# folder: hostile

# %% q2
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
