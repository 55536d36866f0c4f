# ruff: noqa
"""Right answers to q10, each written differently."""


# %% arrays made anew for the number of images
def predict(model, test_images, d1, d2):
    X_test = vectorize_images(test_images)
    n = X_test.shape[1]
    if n != model.batch_size:
        model.batch_size = n
        for l in range(len(model.W)):
            model.Y[l] = np.zeros((model.Y[l].shape[0], n))
            model.Z[l] = np.zeros((model.Z[l].shape[0], n))
    model = feedforward(model, X_test)
    Y_pred = model.Y[-1][:, : X_test.shape[1]]
    classes = (Y_pred >= 0.5).astype(int).flatten()
    return np.where(classes == 0, d1, d2)


# %% a list, from Z
def predict(model, test_images, d1, d2):
    scores = feedforward(model=model, X=vectorize_images(test_images)).Z[-1][0]
    return [d1 if score < 0 else d2 for score in scores]


# %% arithmetic, as floats
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1].reshape(-1)
    return d1 + (d2 - d1) * np.floor(Y + 0.5)


# %% one image after the other, on a copy of the model
import copy


def predict(model, test_images, d1, d2):
    answers = np.empty(len(test_images), dtype=np.uint8)
    for i in range(len(test_images)):
        other = feedforward(copy.deepcopy(model), vectorize_images(test_images[i : i + 1]))
        answers[i] = d2 if other.Y[-1].item() >= 0.5 else d1
    return answers


# %% indexing, feedforward's value not used
def predict(model, test_images, d1, d2):
    feedforward(model, vectorize_images(test_images))
    return np.array([d1, d2])[np.greater_equal(model.Y[-1][0], 0.5).astype(np.int64)]
