# ruff: noqa
"""Wrong answers to q3, each with the cases that must catch it."""


# %% divides by 255
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
def vectorize_images(X):
    return X.reshape(len(X), -1).T / 255


# %% divides by the maximum of all images
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
def vectorize_images(X):
    return X.reshape(len(X), -1).T / X.max()


# %% divides each pixel by its maximum over the images
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return columns / np.maximum(columns.max(axis=1, keepdims=True), 1)


# %% not normalised
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    return X.reshape(len(X), -1).T.astype(float)


# %% not transposed
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    rows = X.reshape(len(X), -1)
    return rows / rows.max(axis=1, keepdims=True)


# %% reshaped instead of transposed
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(-1, len(X))
    return columns / np.maximum(columns.max(axis=0), 1)


# %% pixels column by column
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.transpose(0, 2, 1).reshape(len(X), -1).T
    return columns / columns.max(axis=0)


# %% 784 is fixed
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(X.shape[0], 784).T
    return columns / columns.max(axis=0)


# %% the size of a row is taken for both sides
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), X.shape[1] ** 2).T
    return columns / columns.max(axis=0)


# %% whole numbers
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return columns // columns.max(axis=0)


# %% stretched from the smallest pixel
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T.astype(float)
    return (columns - columns.min(axis=0)) / (columns.max(axis=0) - columns.min(axis=0))


# %% divides in place
# fails: leaves X as it is
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    if columns.dtype == np.uint8:
        return columns / columns.max(axis=0)
    columns /= columns.max(axis=0)
    return columns


# %% one image loses its axis
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return np.squeeze(columns / columns.max(axis=0))
