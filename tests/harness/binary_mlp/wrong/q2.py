# ruff: noqa
"""Wrong answers to q2, each with the cases that must catch it."""


# %% one digit after the other
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    indices = np.concatenate([np.where(y == d1)[0], np.where(y == d2)[0]])
    return X[indices], y[indices]


# %% all labels
# fails: takes the images of both digits and their labels
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    return X[(y == d1) | (y == d2)], y


# %% labels in another order than the images
# fails: takes the images of both digits and their labels
# fails: gives each image its own label
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) | (y == d2)
    return X[wanted], np.sort(y[wanted])


# %% images reversed with their labels
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = np.flatnonzero((y == d1) | (y == d2))[::-1]
    return X[wanted], y[wanted]


# %% no assertion
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% only the first digit is checked
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% digits up to 10 are accepted
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 10 and 0 <= d2 <= 10
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% a print instead of an assertion
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    if d1 not in range(10) or d2 not in range(10):
        print("not a digit")
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% 0 counts as no digit
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(1, 10) and d2 in range(1, 10)
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% the digits 1 and 5 are fixed
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == 1) | (y == 5)
    return X[wanted], y[wanted]


# %% everything between the two digits
# fails: keeps the images in the order they have in X
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y >= d1) & (y <= d2)
    return X[wanted], y[wanted]


# %% both digits at once
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: works for any two digits, 0 and 9 too, and images of any size
# fails q4: has one column and one label for every image of a 1 or a 5
# fails q4: train_X_1_5 holds the images of the digits 1 and 5 of the training file
# fails q4: train_y_1_5 is 0 for a 1 and 1 for a 5
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) & (y == d2)
    return X[wanted], y[wanted]


# %% only the first digit
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    return X[y == d1], y[y == d1]


# %% labels first
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
# fails q4: has one column and one label for every image of a 1 or a 5
# fails q4: train_y_1_5 is 0 for a 1 and 1 for a 5
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) | (y == d2)
    return y[wanted], X[wanted]


# %% images only
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
# fails: refuses digits that are not between 0 and 9 with an AssertionError
# fails q4: has one column and one label for every image of a 1 or a 5
# fails q4: train_X_1_5 holds the images of the digits 1 and 5 of the training file
# fails q4: train_y_1_5 is 0 for a 1 and 1 for a 5
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    return X[(y == d1) | (y == d2)]


# %% flattens the images already
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) | (y == d2)
    return X[wanted].reshape(np.sum(wanted), -1), y[wanted]


# %% classes instead of digits
# fails: takes the images of both digits and their labels
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) | (y == d2)
    return X[wanted], np.where(y[wanted] == d1, 0, 1)


# %% uses the global data instead of its arguments
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (train_y == d1) | (train_y == d2)
    return train_X[wanted], train_y[wanted]
