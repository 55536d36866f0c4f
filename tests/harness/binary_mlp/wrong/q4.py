# ruff: noqa
"""Wrong answers to q4, each with the cases that must catch it."""

# %% the digits as labels
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_y_1_5 = y_1_5


# %% the classes exchanged
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_y_1_5 = np.where(y_1_5 == 1, 1, 0)


# %% all images one class
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_y_1_5 = np.where(y_1_5 == 7, 0, 1)


# %% labels as a column
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_y_1_5 = np.where(y_1_5 == 5, 1, 0).reshape(-1, 1)


# %% the images not vectorised
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
train_X_1_5 = X_1_5


# %% not normalised
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
train_X_1_5 = X_1_5.reshape(len(X_1_5), -1).T


# %% another pair
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
_images, _labels = extract_digits(train_X, train_y, 1, 7)
train_X_1_5 = vectorize_images(_images)
train_y_1_5 = np.where(_labels == 1, 0, 1)


# %% the whole training set
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_X_1_5 = vectorize_images(train_X)
train_y_1_5 = np.where(train_y == 5, 1, 0)


# %% images shuffled without their labels
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
train_X_1_5 = train_X_1_5[:, ::-1]
