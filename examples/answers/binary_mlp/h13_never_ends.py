"""Waits for something that never comes: a cell, and a function that a test calls."""

# base: stubs
# folder: hostile


# %% q2
def extract_digits(X, y, d1, d2):
    while True:
        pass


# %% q3
while True:
    pass
