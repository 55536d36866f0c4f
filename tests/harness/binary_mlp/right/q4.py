# ruff: noqa
"""Right answers to q4, each written differently."""

# %% labels in a row, by comparison
X_1_5, y_1_5 = extract_digits(train_X, train_y, d1=1, d2=5)
train_X_1_5 = vectorize_images(X_1_5)
train_y_1_5 = (y_1_5 == 5).reshape(1, -1)


# %% labels by arithmetic, digits in the other order
X_1_5, y_1_5 = extract_digits(train_X, train_y, 5, 1)
train_X_1_5 = vectorize_images(X_1_5).astype(np.float32)
train_y_1_5 = (y_1_5.astype(float) - 1) / 4


# %% labels as a list
train_y_1_5 = [0 if label == 1 else 1 for label in y_1_5]
