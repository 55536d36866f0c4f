"""Replaces the given class Layer by one that refuses every change of its weights."""

# base: stubs
# folder: hostile


# %% q2_3
class Layer:
    def __init__(self, n_in, n_out, add_bias=True):
        self.add_bias = add_bias

    def __setattr__(self, name, value):
        if name == "add_bias":
            object.__setattr__(self, name, value)

    def __getattr__(self, name):
        raise KeyboardInterrupt
