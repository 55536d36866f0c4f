# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A network with sigmoid and softmax layers
#
# In this assignment you
#
# 1. derive forward and backward propagation of a small network by hand,
# 2. build a network of any number of layers with numpy alone,
# 3. teach it to read handwritten digits, and find out what the number of epochs, the learning rate and the penalty do,
# 4. explain how it works in your own words.
#
# **How to work.** Fill in the places marked `...` and run the cells from top to bottom. After each question there is
# a cell `grader.check("q1_1")`, `grader.check("q1_2")`, and so on, which tells you at once what the public tests say:
# fix what it names before you go on. A check that says *not attempted* means that the answer is still missing. When
# you hand in, more tests are run, on other inputs than the ones you see; each question says what they look at. Every
# question is judged on its own, with right versions of the functions that it needs: a mistake in one costs its own
# marks. Only the one small test of Q2.3 that your own functions work together can fail by a mistake in Q2.1 (half a
# point), and Q3 trains with what you have written.
#
# **Conventions**, used everywhere below:
#
# - One **row** for each sample: $n$ images of 64 pixels are a matrix of shape $(n, 64)$, their labels a matrix of
#   shape $(n, k)$.
# - The weights $w_{ij}$ of a layer lead from node $i$ of the layer before to node $j$ of the layer: their matrix has
#   shape (nodes before, nodes), and a layer computes $z = a\,w + b$.
# - Use no package for neural networks: numpy is enough.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np
import pandas
from matplotlib.ticker import MaxNLocator
from sklearn import datasets
from sklearn.metrics import accuracy_score, f1_score
from sklearn.preprocessing import OneHotEncoder

# %% [markdown]
# # Part 1: By hand
#
# A network has two inputs, a hidden layer of three nodes and one output node. Both layers use the sigmoid
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}},$$
#
# so that $z^{(1)} = a^{(0)} w^{(1)} + b^{(1)}$, $a^{(1)} = \sigma(z^{(1)})$, $z^{(2)} = a^{(1)} w^{(2)} + b^{(2)}$ and
# $a^{(2)} = \sigma(z^{(2)})$. Its loss is $L = \frac12 (y_\text{true} - a^{(2)})^2$.

# %% [raw]
# # BEGIN QUESTION
# name: q1_1

# %% [markdown]
# ## Q1.1 · The forward pass (`q1_1`)
#
# With
#
# $$w^{(1)} = \begin{bmatrix} 0.4 & 0.6 & 0.2 \\ 0.3 & 0.9 & 0.5 \end{bmatrix}, \quad b^{(1)} = [1, 1, 1], \quad
# w^{(2)} = \begin{bmatrix} 0.2 \\ 0.2 \\ 0.8 \end{bmatrix}, \quad b^{(2)} = [0.5], \quad
# a^{(0)} = \begin{bmatrix} 1 & 1 \end{bmatrix},$$
#
# what is the output of the network? Give it as the number `network_output`, with at least two digits after the point
# (round at the end only). You may let Python do the arithmetic: for a check, the first hidden node has
# $z^{(1)}_1 = 0.4 + 0.3 + 1 = 1.7$. *The public test sees whether it is a number between 0 and 1; the hidden one
# whether it is right to within 0.005.*

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
hidden_before = np.array([1.0, 1.0]) @ np.array([[0.4, 0.6, 0.2], [0.3, 0.9, 0.5]]) + 1.0
hidden_after = 1 / (1 + np.exp(-hidden_before))
output_before = hidden_after @ np.array([0.2, 0.2, 0.8]) + 0.5
# END SOLUTION
network_output = 1 / (1 + np.exp(-output_before))  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q1_2

# %% [markdown]
# ## Q1.2 · Backpropagation (`q1_2`)
#
# Derive the four gradients $\partial L / \partial w^{(2)}$, $\partial L / \partial b^{(2)}$,
# $\partial L / \partial w^{(1)}$ and $\partial L / \partial b^{(1)}$, for any sizes $n_0$ of the input and $n_1$ of
# the hidden layer. Start from one entry and the chain rule, put in the derivatives, then write the result in matrix
# form. Abbreviate what occurs often, for instance $\delta^{(2)} = \partial L / \partial z^{(2)}$. You may use
# $\sigma'(x) = \sigma(x)\,(1 - \sigma(x))$.
#
# **The derivation** goes into the string `derivation` as text, with LaTeX for the formulas if you like: between
# `r"""` and `"""` it may have many lines and backslashes. `display(Markdown(derivation))`, after
# `from IPython.display import Markdown, display`, shows it as it will be read. *A person reads and marks it; the tests
# see only whether it is there.*
#
# **The code.** Write what you derived as the function `gradients`. The vectors are one-dimensional arrays here; each
# gradient has the shape of its parameter. For the network of Q1.1 and $y_\text{true} = 1$, `db2` is $-0.0260$. *The
# public tests look at the shapes and at this number; the hidden ones compare all four, for networks of many sizes,
# with what the loss does when a parameter is moved a little.*

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
derivation_of_all_four = r"""
Output layer, one weight, by the chain rule:

$$\frac{\partial L}{\partial w^{(2)}_i}
= \frac{\partial L}{\partial a^{(2)}} \frac{\partial a^{(2)}}{\partial z^{(2)}}
  \frac{\partial z^{(2)}}{\partial w^{(2)}_i}
= (a^{(2)} - y_\text{true}) \, a^{(2)} (1 - a^{(2)}) \, a^{(1)}_i = \delta^{(2)} a^{(1)}_i .$$

The bias enters $z^{(2)}$ with the factor 1 in place of $a^{(1)}_i$. With vectors as columns,
$\partial L / \partial w^{(2)} = a^{(1)} \delta^{(2)}$ and $\partial L / \partial b^{(2)} = \delta^{(2)}$.

Hidden layer: $w^{(1)}_{ij}$ reaches the loss through node $j$ alone, so

$$\frac{\partial L}{\partial w^{(1)}_{ij}}
= \delta^{(2)} \frac{\partial z^{(2)}}{\partial a^{(1)}_j} \frac{\partial a^{(1)}_j}{\partial z^{(1)}_j}
  \frac{\partial z^{(1)}_j}{\partial w^{(1)}_{ij}}
= \delta^{(2)} w^{(2)}_j \, a^{(1)}_j (1 - a^{(1)}_j) \, a^{(0)}_i = \delta^{(1)}_j a^{(0)}_i .$$

In matrix form $\delta^{(1)} = \delta^{(2)} w^{(2)} \odot a^{(1)} \odot (1 - a^{(1)})$,
$\partial L / \partial w^{(1)} = a^{(0)} (\delta^{(1)})^T$ and $\partial L / \partial b^{(1)} = \delta^{(1)}$.
"""
# END SOLUTION
derivation = derivation_of_all_four  # SOLUTION


# %%
def gradients(a0, w1, b1, w2, b2, y_true):
    """Return the gradients of the loss with respect to the parameters of the network.

    Args:
        a0: the input, shape (n0,)
        w1: weights of the hidden layer, shape (n0, n1)
        b1: biases of the hidden layer, shape (n1,)
        w2: weights of the output layer, shape (n1, 1)
        b2: bias of the output layer, shape (1,)
        y_true: the label, a number

    Returns:
        dw1, db1, dw2, db2, of shapes (n0, n1), (n1,), (n1, 1) and (1,)

    """
    # BEGIN SOLUTION
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# # Part 2: The network

# %% [raw]
# # BEGIN QUESTION
# name: q2_1

# %% [markdown]
# ## Q2.1 · Activations and losses (`q2_1`)
#
# Write six functions. A name that begins with `d_` is a derivative.
#
# | function | formula | gives |
# | --- | --- | --- |
# | `sigmoid(x)` | $1 / (1 + e^{-x})$ | the shape of `x` |
# | `d_sigmoid(x)` | $\sigma(x)\,(1 - \sigma(x))$: it takes $x$ itself, not $\sigma(x)$ | the shape of `x` |
# | `l2_loss(YTrue, YPredict)` | $\frac12 \sum (y_\text{true} - y_\text{predict})^2$ | one number |
# | `d_l2_loss(YTrue, YPredict)` | the gradient of `l2_loss` with respect to the predictions | the shape of `YPredict` |
# | `softmax(x)` | $e^{x_j} / \sum_i e^{x_i}$, along the **last axis** | the shape of `x` |
# | `cross_entropy_loss(YTrue, YPredict)` | $-\sum y_\text{true} \log y_\text{predict}$ | one number |
#
# - Arguments may be vectors or matrices of any size, for the two sigmoids also single numbers. A loss is the **sum**
#   over everything that it is given.
# - `softmax` must also be right for numbers as large as 1000, although $e^{1000}$ is too large for the computer: the
#   result does not change when you subtract the largest number of a row from all of the row.
# - `cross_entropy_loss` must stay finite when a prediction is exactly 0, even that of the true class: keep
#   predictions away from 0 by a tiny number such as $10^{-15}$ before you take the logarithm.
# - Leave the arguments as they are.
#
# For a check: `sigmoid(2)` is 0.8808, `l2_loss` of `[1, 0]` and `[0, 2]` is 2.5, and `cross_entropy_loss` of
# `[0, 1, 0]` and `[0.2, 0.5, 0.3]` is 0.6931. *The public tests look at such examples, the hidden ones at random
# arrays of many shapes, at the derivatives, at large numbers and at zeros.*

# %% [raw]
# # BEGIN SOLUTION


# %%
def sigmoid(x):
    """Return the sigmoid of each entry of x, in the shape of x; it is 0.5 at 0."""
    # BEGIN SOLUTION
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))
    # END SOLUTION


def d_sigmoid(x):
    """Return the derivative of the sigmoid at each entry of x, in the shape of x; it is 0.25 at 0."""
    # BEGIN SOLUTION
    activation = sigmoid(x)
    return activation * (1 - activation)
    # END SOLUTION


def l2_loss(YTrue, YPredict):
    """Return half the sum of the squared differences of two arrays of one shape, a number."""
    # BEGIN SOLUTION
    return 0.5 * np.sum((YTrue - YPredict) ** 2)
    # END SOLUTION


def d_l2_loss(YTrue, YPredict):
    """Return the gradient of l2_loss with respect to YPredict, in its shape."""
    # BEGIN SOLUTION
    return YPredict - YTrue
    # END SOLUTION


def softmax(x):
    """Return positive numbers in the shape of x that add up to 1 along its last axis."""
    # BEGIN SOLUTION
    exponentials = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return exponentials / np.sum(exponentials, axis=-1, keepdims=True)
    # END SOLUTION


def cross_entropy_loss(YTrue, YPredict):
    """Return minus the sum of YTrue * log(YPredict) over two arrays of one shape, a finite number."""
    # BEGIN SOLUTION
    return -np.sum(YTrue * np.log(np.clip(YPredict, 1e-15, None)))
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# Softmax and cross entropy belong together: the derivative of the loss with respect to the *last pre-activation* $z$,
# through the softmax, is simply prediction minus truth. The two functions below are given, so that the product
# `d_loss_function(y, output) * d_activation(z)` is right for the last layer whatever its activation is:
# `d_cross_entropy_loss` is already the derivative with respect to $z$, and `d_softmax` lets it through. Run the cell.


# %%
def d_softmax(x):
    """Return ones in the shape of x: d_cross_entropy_loss has the derivative of softmax in it already."""
    return np.ones_like(x, dtype=float)


def d_cross_entropy_loss(YTrue, YPredict):
    """Return the derivative of cross entropy after softmax with respect to the input of softmax."""
    return YPredict - YTrue


# %% [markdown]
# ## Q2.2 · A layer
#
# The class `Layer` is given: run the cell. `weights` has shape (n_in, n_out) and `bias` shape (1, n_out); both are
# drawn uniformly from $[-1, 1]$. With `add_bias=False` the bias is zeros, and it is neither used nor trained.


# %%
class Layer:
    """The parameters of one layer: weights (n_in, n_out), bias (1, n_out), and whether it has a bias, add_bias."""

    def __init__(self, n_in, n_out, add_bias=True):
        self.add_bias = add_bias
        self.weights = np.random.uniform(-1, 1, (n_in, n_out))
        self.bias = np.random.uniform(-1, 1, (1, n_out)) if add_bias else np.zeros((1, n_out))


# %% [raw]
# # BEGIN QUESTION
# name: q2_3

# %% [markdown]
# ## Q2.3 · The network (`q2_3`)
#
# Fill in `fit` and `predict`; leave `__init__` and the arguments as they are. You may add methods of your own. Layer
# number `j` is `layers[j]`, with the activation `activation_list[j]` and its derivative `d_activation_list[j]`:
#
# $$z^{(j)} = a^{(j-1)} w^{(j)} + b^{(j)}, \qquad a^{(j)} = f_j(z^{(j)}).$$
#
# **`fit`** trains by full-batch gradient descent. In each epoch, find the gradients of **all** samples with the
# weights as they are, then update once:
#
# $$w^{(j)} \leftarrow w^{(j)} - \eta \left( \frac1n \sum_{i=1}^n \frac{\partial L_i}{\partial w^{(j)}}
# + \lambda\, w^{(j)} \right), \qquad
# b^{(j)} \leftarrow b^{(j)} - \eta\, \frac1n \sum_{i=1}^n \frac{\partial L_i}{\partial b^{(j)}},$$
#
# with the rate $\eta$ = `learning_rate` and the penalty $\lambda$ = `reg_lambda`, which is on the weights only and
# is not divided by $n$. It goes backward from the last layer, where the product of `d_loss_function(y, output)` and
# the derivative of the last activation is the derivative of the loss with respect to $z$.
#
# - `fit` returns an array of shape `(epochs,)`: the average loss over the samples in each epoch, **before** its update
#   and **without** the penalty.
# - `Y` has shape (n, k) for k output nodes. With one output node it may also be a vector of shape (n,).
# - Layers made with `add_bias=False` may stand anywhere.
# - `X` and `Y` must stay as they are, and nothing may be fixed in the code: sizes, number of layers, functions.
#
# **`predict`** returns one label for each sample, shape (n,): with several output nodes the number of the largest
# output; with one output node 1 where `output >= threshold` and 0 elsewhere. When there is one node and no threshold
# is given, take 0.5 (the tests always give one).
#
# **An example**, which the public tests use: one layer with the activation $f(z) = z$ and the loss
# $\sum (y_\text{true} - y_\text{predict})^2$, with weights $(0.5, -0.25)$ and bias $0.1$. The samples $(1, 2)$ and
# $(3, -1)$ with labels 1 and 0 give the outputs 0.1 and 1.85, so that the average loss is
# $(0.81 + 3.4225) / 2 = 2.11625$. One epoch with the rate 0.05 leads to the weights $(0.2675, -0.0675)$ and the bias
# $0.0525$.
#
# Loops over the samples are fine; if you know how to treat all samples at once as matrices, the experiments of
# part 3 will take seconds instead of minutes. *The hidden tests compare one update with what the loss does when a
# weight is moved a little, with sigmoid and softmax at the end, with one to four layers, with and without biases;
# they look at the mean, the penalty, the losses and the labels separately.*

# %% [raw]
# # BEGIN SOLUTION


# %%
class Network:
    """A feed-forward network: layers, their activations with derivatives, and a loss with its derivative."""

    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.activation_list = activation_list
        self.d_activation_list = d_activation_list
        self.loss_function = loss_function
        self.d_loss_function = d_loss_function

    # BEGIN SOLUTION NO PROMPT
    def forward(self, X):
        """Return the inputs of all layers with the output at the end, and the pre-activations of all layers."""
        activations, pre_activations = [X], []
        for layer, activation in zip(self.layers, self.activation_list, strict=True):
            pre_activations.append(activations[-1] @ layer.weights + layer.bias)  # without bias, bias is zeros
            activations.append(activation(pre_activations[-1]))
        return activations, pre_activations

    def backward(self, Y, activations, pre_activations):
        """Return the mean gradients of weights and bias, a pair for each layer, the last layer first."""
        pairs = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](pre_activations[j])
            pairs.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return pairs

    # END SOLUTION
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        """Train by full-batch gradient descent.

        Args:
            X: the samples, shape (n, inputs)
            Y: their labels, shape (n, k) for k output nodes, or (n,) for one
            epochs: how many updates to make
            learning_rate: the factor of each update
            reg_lambda: the penalty on the weights

        Returns:
            the average loss of each epoch before its update, without the penalty, shape (epochs,)

        """
        # BEGIN SOLUTION
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, pre_activations = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, pre_activations)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients, strict=True):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses
        # END SOLUTION

    def predict(self, X, threshold=None):
        """Return the label of each sample.

        Args:
            X: the samples, shape (n, inputs)
            threshold: with one output node, the smallest output that gets the label 1

        Returns:
            the labels, shape (n,): the number of the largest output, or 0 and 1 for one output node

        """
        # BEGIN SOLUTION
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)
        # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q2_4

# %% [markdown]
# ## Q2.4 · A first try (`q2_4`)
#
# Train a network on two kinds of irises, 100 flowers with two numbers each. The data are given. Make `model`, a
# `Network` with 2 inputs, 4 hidden nodes and 1 output node, the sigmoid in both layers and the L2 loss:
#
# `Network([first layer, second layer], [two activations], [their derivatives], loss, its derivative)`
#
# Then train it with the numbers below, keep what `fit` returns as `loss`, and draw it with `plot_losses(loss)`: the
# curve should fall. *The public test looks at the shape of `loss`, the hidden one whether it falls.*


# %%
def plot_losses(loss):
    """Draw the average loss of each epoch."""
    _, axes = plt.subplots(figsize=(5, 4))
    axes.plot(np.arange(1, len(loss) + 1), loss)
    axes.set_title("Training loss")
    axes.set_xlabel("Epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(True)
    plt.show()


X, Y = datasets.load_iris(return_X_y=True)
order = np.random.default_rng(2).permutation(100)
X, Y = X[:100, :2][order], Y[:100][order]

# %% [raw]
# # BEGIN SOLUTION

# %%
epochs = 100
learning_rate = 1e-2
reg_lambda = 0

model = Network([Layer(2, 4), Layer(4, 1)], [sigmoid] * 2, [d_sigmoid] * 2, l2_loss, d_l2_loss)  # SOLUTION
loss = model.fit(X, Y, epochs, learning_rate, reg_lambda)  # SOLUTION
plot_losses(loss)  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# # Part 3: Handwritten digits

# %% [raw]
# # BEGIN QUESTION
# name: q3_0

# %% [markdown]
# ## Q3.0 · The data (`q3_0`)
#
# The folder `dataset` holds four CSV files **without a header line**: `Digit_X_train.csv` and `Digit_X_test.csv` with
# the 64 pixels of an image in each row, from 0 (paper) to 1 (ink), and `Digit_y_train.csv` and `Digit_y_test.csv` with
# the digit that each image shows.
#
# - Read them with `pandas.read_csv(path, header=None).values` into `XTrain` (898, 64), `XTest` (899, 64), `YTrain`
#   (898, 1) and `YTest` (899, 1).
# - The network has one output node for each digit, so it needs **one-hot** labels: a row of ten numbers, with a 1 in
#   column $d$ for the digit $d$ and 0 elsewhere. `encoder.fit_transform(YTrain)` makes them from the training labels
#   and `encoder.transform(YTest)` from the test labels: `YTrain_encoded` (898, 10), `YTest_encoded` (899, 10).
#
# *The public tests look at shapes and at the one-hot rows, the hidden ones compare the numbers with the files.*

# %% [raw]
# # BEGIN SOLUTION

# %%
data_dir = "dataset"
encoder = OneHotEncoder(sparse_output=False)

XTrain = pandas.read_csv(f"{data_dir}/Digit_X_train.csv", header=None).values  # SOLUTION
XTest = pandas.read_csv(f"{data_dir}/Digit_X_test.csv", header=None).values  # SOLUTION
YTrain = pandas.read_csv(f"{data_dir}/Digit_y_train.csv", header=None).values  # SOLUTION
YTest = pandas.read_csv(f"{data_dir}/Digit_y_test.csv", header=None).values  # SOLUTION
YTrain_encoded = encoder.fit_transform(YTrain)  # SOLUTION
YTest_encoded = encoder.transform(YTest)  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Three experiments
#
# In each experiment you vary one number, with **five** different choices, and keep the others fixed. For every choice
# make a **new** network: 64 inputs, one hidden layer with the sigmoid, and 10 output nodes with softmax and cross
# entropy. Train it on `XTrain` and `YTrain_encoded`, let it `predict` the training and the test images, and keep four
# scores: the accuracy (`accuracy_score`) and the macro F1 (`f1_score` with `average="macro"`) for both. Random weights
# give other scores each time: do not wonder at differences of a few per cent, more where the accuracy is low.
#
# What you record in each question:
#
# - `epoch_choices`, `rate_choices`, `lambda_choices`: your five choices.
# - `fixed_epochs`, `fixed_rates`, `fixed_lambdas`: a dictionary of what is fixed. Take the numbers from there in your
#   code, and change them there if you like. `"hidden"` is the number of hidden nodes, or a list of numbers for several
#   hidden layers.
# - `scores_train_...`, `scores_test_...`: a dictionary with the keys `"Accuracy"` and `"F1 (Macro)"`, each a list of
#   five numbers, in the order of your choices.
#
# *The public tests look at your choices and whether the scores lie between 0 and 1. A hidden test trains one of your
# five configurations again, with your own classes and functions, and compares the scores; where they differ, it trains
# up to twice more, for weights are drawn at random. So record what you really used, and keep it cheap (100 epochs are
# enough in Q3.2 and Q3.3).* `plot_scores` draws the results.


# %%
def plot_scores(choices, scores_train, scores_test, label, scale="linear"):
    """Draw accuracy and macro F1 over the choices; scale may be "linear", "log" or "symlog"."""
    _, axes = plt.subplots(1, 2, figsize=(10, 4))
    for panel, key in zip(axes, ["Accuracy", "F1 (Macro)"], strict=True):
        panel.plot(choices, scores_train[key], "-o", label="train")
        panel.plot(choices, scores_test[key], "-o", label="test")
        panel.set_title(key)
        panel.set_xlabel(label)
        panel.set_xscale(scale)
        panel.set_ylim([0, 1])
        panel.legend()
        panel.grid(True)
    plt.tight_layout()
    plt.show()


# %% [raw]
# # BEGIN QUESTION
# name: q3_1

# %% [markdown]
# ## Q3.1 · Epochs (`q3_1`)
#
# Try five numbers of epochs, from far too few to as many as you have patience for. It pays to write a function first
# that trains one network, as you need it in all three questions: fill in `run_experiment`, or work without it, as you
# like (it is not tested).

# %% [raw]
# # BEGIN SOLUTION


# %%
def run_experiment(hidden, epochs, learning_rate, reg_lambda):
    """Train a new network on the training images.

    Returns:
        two dictionaries with the keys "Accuracy" and "F1 (Macro)": the scores on training and on test images

    """
    # BEGIN SOLUTION
    layers = [Layer(64, hidden), Layer(hidden, 10)]
    network = Network(layers, [sigmoid, softmax], [d_sigmoid, d_softmax], cross_entropy_loss, d_cross_entropy_loss)
    network.fit(XTrain, YTrain_encoded, epochs, learning_rate, reg_lambda)
    both = []
    for images, labels in ((XTrain, YTrain.ravel()), (XTest, YTest.ravel())):
        predicted = network.predict(images)
        both.append(
            {
                "Accuracy": accuracy_score(labels, predicted),
                "F1 (Macro)": f1_score(labels, predicted, average="macro"),
            }
        )
    return both
    # END SOLUTION


# %%
fixed_epochs = {"hidden": 32, "learning_rate": 0.1, "reg_lambda": 0.01}
epoch_choices = [10, 50, 100, 200, 500]  # SOLUTION
scores_train_epochs = {"Accuracy": [], "F1 (Macro)": []}
scores_test_epochs = {"Accuracy": [], "F1 (Macro)": []}
# BEGIN SOLUTION
for choice in epoch_choices:
    train, test = run_experiment(**fixed_epochs, epochs=choice)
    for key in train:
        scores_train_epochs[key].append(train[key])
        scores_test_epochs[key].append(test[key])
plot_scores(epoch_choices, scores_train_epochs, scores_test_epochs, "Epochs")
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q3_2

# %% [markdown]
# ## Q3.2 · Learning rate (`q3_2`)
#
# Try five learning rates; powers of ten are a good start. `plot_scores` with `scale="log"` spreads them out.

# %% [raw]
# # BEGIN SOLUTION

# %%
fixed_rates = {"hidden": 32, "epochs": 100, "reg_lambda": 0.01}
rate_choices = [0.001, 0.01, 0.1, 0.5, 1.0]  # SOLUTION
scores_train_rates = {"Accuracy": [], "F1 (Macro)": []}
scores_test_rates = {"Accuracy": [], "F1 (Macro)": []}
# BEGIN SOLUTION
for choice in rate_choices:
    train, test = run_experiment(**fixed_rates, learning_rate=choice)
    for key in train:
        scores_train_rates[key].append(train[key])
        scores_test_rates[key].append(test[key])
plot_scores(rate_choices, scores_train_rates, scores_test_rates, "Learning rate", scale="log")
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q3_3

# %% [markdown]
# ## Q3.3 · Penalty (`q3_3`)
#
# Try five values of $\lambda$, 0 among them, and take a learning rate that did well in Q3.2.

# %% [raw]
# # BEGIN SOLUTION

# %%
fixed_lambdas = {"hidden": 32, "epochs": 100, "learning_rate": 1.0}
lambda_choices = [0.0, 0.001, 0.01, 0.1, 1.0]  # SOLUTION
scores_train_lambdas = {"Accuracy": [], "F1 (Macro)": []}
scores_test_lambdas = {"Accuracy": [], "F1 (Macro)": []}
# BEGIN SOLUTION
for choice in lambda_choices:
    train, test = run_experiment(**fixed_lambdas, reg_lambda=choice)
    for key in train:
        scores_train_lambdas[key].append(train[key])
        scores_test_lambdas[key].append(test[key])
plot_scores(lambda_choices, scores_train_lambdas, scores_test_lambdas, "Lambda", scale="symlog")
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# # Part 4: In your own words
#
# Answer each question in a few sentences, as a string; between `"""` and `"""` it may have many lines. *The tests see
# only whether there is an answer; a person reads and marks it.*

# %% [raw]
# # BEGIN QUESTION
# name: q4_1

# %% [markdown]
# ## Q4.1 · Classification (`q4_1`)
#
# Describe briefly how your model gets from an image to a digit: what goes in, what each layer gives, how the label is
# chosen. The answer goes into `ans_q4_1`.

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
answer_workflow = """
An image of 8 x 8 pixels comes in as a row of 64 numbers between 0 and 1. The hidden layer turns it into 32 numbers:
weighted sums plus a bias, squeezed into (0, 1) by the sigmoid. The output layer makes 10 weighted sums of these and
softmax turns them into 10 positive numbers that add up to 1, one for each digit. The label is the number of the
largest. Training has chosen the weights so that the output of the right digit is large for the training images.
"""
# END SOLUTION
ans_q4_1 = answer_workflow  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q4_2

# %% [markdown]
# ## Q4.2 · Forward propagation (`q4_2`)
#
# Explain in your own words how forward propagation works in your model. The answer goes into `ans_q4_2`.

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
answer_forward = """
All samples go through the layers together, one sample in each row. Layer by layer the matrix of activations is
multiplied by the weights and the bias is added to every row, which gives the pre-activations z; the activation
function of the layer is applied to them, and the result is the input of the next layer. Every z and every activation
is kept, since backward propagation needs them. The activations of the last layer are the outputs; comparing them with
the labels gives the loss.
"""
# END SOLUTION
ans_q4_2 = answer_forward  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q4_3

# %% [markdown]
# ## Q4.3 · Backward propagation (`q4_3`)
#
# Explain in your own words how backward propagation works in your model. The answer goes into `ans_q4_3`.

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
answer_backward = """
It is the chain rule, applied from the last layer to the first. delta, the derivative of the loss with respect to the
pre-activations of a layer, starts as prediction minus truth for softmax with cross entropy. The gradient of a layer's
weights is the transposed input of the layer times delta, that of its bias the sum of delta over the samples. To go one
layer back, delta is multiplied by the transposed weights, which share out the blame among the nodes before, and by the
derivative of the activation there. When all gradients are known, each parameter takes a step against its mean
gradient; weights are also pulled towards zero by the penalty.
"""
# END SOLUTION
ans_q4_3 = answer_backward  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q4_4

# %% [markdown]
# ## Q4.4 · Theory and your results (`q4_4`)
#
# What should the number of epochs, the learning rate and the penalty do to the performance of a model, in theory? What
# of this happens in your results? Point to the numbers. The answer goes into `ans_q4_4`.

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
answer_parameters = """
Epochs: too few leave the model unfinished (underfitting), very many may fit the noise of the training images. Here the
test accuracy climbs from about 0.14 after 10 epochs to 0.85 after 500 and training accuracy with it; the gap grows to
about 0.05, but the test accuracy never falls, so there is no harmful overfitting yet.
Learning rate: too small a rate moves hardly at all, too large a one jumps over the minimum. With 100 epochs, rates up
to 0.01 stay near chance (0.10), 0.1 reaches about 0.5 and 1.0 about 0.89. None of my five is too large.
Penalty: a small lambda should keep weights small and help on new images, a large one should drown the data. Between
0, 0.001 and 0.01 the test accuracy hardly differs (0.89 to 0.90), while the training accuracy falls from 0.95 to 0.94,
so the gap shrinks a little. At 0.1 and 1 the weights are pulled to zero and the accuracy is that of guessing one digit,
0.10.
"""
# END SOLUTION
ans_q4_4 = answer_parameters  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION
