# ruff: noqa
"""Wrong answers to q7, each with the cases that must catch it."""


# %% the row of ones goes first
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([np.ones((1, A.shape[1])), A])
        A = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% the ones stay in Y
# fails: computes Z and Y of both layers in a small example
# fails: leaves no row of ones behind, and X as it is
def feedforward(model, X):
    A = np.vstack([X, np.ones((1, X.shape[1]))])
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ A
        if l == len(model.W) - 1:
            A = sigmoid(model.Z[l])
        else:
            A = np.vstack([ReLu(model.Z[l]), np.ones((1, X.shape[1]))])
        model.Y[l] = A
    return model


# %% a row of zeros
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.zeros((1, A.shape[1]))])
        A = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% sigmoid in every layer
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l])
    return model


# %% ReLu in every layer
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = ReLu(model.Z[l])
    return model


# %% writes into the arrays the model was made with
# fails: takes any number of columns, whatever batch_size the model was made with
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        Z = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = sigmoid(Z) if l == len(model.W) - 1 else ReLu(Z)
        model.Z[l][:, : Z.shape[1]] = Z
        model.Y[l][:, : A.shape[1]] = A
    return model


# %% as many ones as batch_size says
# fails: takes any number of columns, whatever batch_size the model was made with
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, model.batch_size))])
        A = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% one hidden layer is assumed
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    ones = np.ones((1, X.shape[1]))
    model.Z[0] = model.W[0] @ np.vstack([X, ones])
    model.Y[0] = ReLu(model.Z[0])
    model.Z[1] = model.W[1] @ np.vstack([model.Y[0], ones])
    model.Y[1] = sigmoid(model.Z[1])
    return model


# %% three hidden layers are assumed, as by default
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves no row of ones behind, and X as it is
# fails: returns the model, with its weights as they were
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(4):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == 3 else ReLu(model.Z[l])
    return model


# %% the last layer is left out
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W) - 1):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = ReLu(model.Z[l])
    return model


# %% returns nothing
# fails: returns the model, with its weights as they were
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])


# %% returns the output
# fails: returns the model, with its weights as they were
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return A


# %% stores Z before the bias
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l][:, :-1] @ A
        Z = model.Z[l] + model.W[l][:, -1:]
        A = model.Y[l] = sigmoid(Z) if l == len(model.W) - 1 else ReLu(Z)
    return model


# %% does not store Z
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        Z = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(Z) if l == len(model.W) - 1 else ReLu(Z)
    return model


# %% feeds Z on instead of Y
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        A = model.Z[l]
    return model


# %% appends to the lists
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z.append(model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))]))
        A = sigmoid(model.Z[-1]) if l == len(model.W) - 1 else ReLu(model.Z[-1])
        model.Y.append(A)
    return model


# %% normalises X in place
# fails: leaves no row of ones behind, and X as it is
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    X /= X.max(axis=0)
    return model


# %% works on a new random network
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: returns the model, with its weights as they were
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    model = NNet(model.input_size, model.output_size, X.shape[1], model.hidden_layers)
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% no answer about the bias
# fails: ans_bias explains the bias and the row of ones
ans_bias = "the bias"
