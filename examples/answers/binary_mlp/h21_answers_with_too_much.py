"""Returns an array that is far too large to be handed over, in a shape that is due."""

# base: stubs
# folder: hostile


# %% q3
def vectorize_images(X):
    return np.broadcast_to(np.float64(0.5), (X[0].size, len(X), 1_000_000_000))
