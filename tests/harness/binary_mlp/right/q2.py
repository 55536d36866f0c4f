# ruff: noqa
"""Right answers to q2, each written differently."""


# %% np.where
def extract_digits(X, y, d1, d2):
    assert d1 in range(0, 10), "no digit"
    assert d2 in range(0, 10), "no digit"
    (indices,) = np.where((y == d1) | (y == d2))
    return (X[indices], y[indices])


# %% a loop and lists
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for image, label in zip(X, y):
        if label == d1 or label == d2:
            images.append(image)
            labels.append(label)
    return np.array(images), np.array(labels)


# %% np.isin, and a list of the two
def extract_digits(X, y, d1, d2):
    for d in (d1, d2):
        assert 0 <= d < 10
    wanted = np.isin(y, (d1, d2))
    return [np.compress(wanted, X, axis=0), np.extract(wanted, y)]


# %% indices sorted, a ValueError for what is no digit
def extract_digits(X, y, d1, d2):
    if {d1, d2} - set(range(10)):
        raise ValueError("digits go from 0 to 9")
    indices = np.sort(np.concatenate([np.flatnonzero(y == d) for d in {d1, d2}]))
    return np.take(X, indices, axis=0), np.take(y, indices)
