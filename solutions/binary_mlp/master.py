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
# # A multilayer perceptron from scratch
#
# In this assignment you build a neural network that tells two handwritten digits apart, a 1 from a 5 or a 7 from a 9,
# with nothing but numpy: you prepare the images, write feedforward and backpropagation, train, and find out how well
# your network does on images it has never seen.
#
# **How to work.** Fill in the places marked `...` and run the cells from top to bottom. After each question there is
# a cell `grader.check("q1")`, `grader.check("q2")`, and so on, which tells you at once what the public tests say: fix
# what it names before you go on. A check that says *not attempted* means that the answer is still missing. When you
# hand in, more tests are run, on other inputs than the ones you see; each question says what they look at. Every
# function is judged on its own, with right versions of the functions it calls: a mistake in one question costs its own
# marks. In the questions that build on it, only the one small test that your own functions work together can fail by it
# (half a point at most, in q8, q9 and q10), and q11 and q12 train with what you have written.
#
# **Conventions**, used everywhere below:
#
# - A *matrix of samples* has **one column for each sample**: $n$ images of 784 pixels are a matrix $X$ of shape
#   $(784, n)$.
# - The layers are numbered $l = 1, \dots, L$; the input is layer 0, so $Y^{(0)} = X$. Python lists start at 0, so
#   $Z^{(l)}, Y^{(l)}, W^{(l)}$ are `model.Z[l-1]`, `model.Y[l-1]`, `model.W[l-1]`.
# - Biases are the **last column** of a weight matrix, and the row of ones that goes with them is the **last row**.
# - Hidden layers have the activation ReLU, the output layer has the sigmoid.
# - Think in whole matrices: none of the questions needs a loop over images or pixels.

# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.metrics import accuracy_score

# %% [markdown]
# # Section 1: Preparing the data
#
# `train_mnist.npz` lies beside this notebook. It holds images of handwritten digits in MNIST's format: `train_X` of
# shape $(N, 28, 28)$ with pixels from 0 (background) to 255, and the digit that each of them shows in `train_y` of
# shape $(N,)$.

# %%
data = np.load("train_mnist.npz")
train_X = data["x"]
train_y = data["y"]
print(train_X.shape)
print(train_y.shape)

# %% [raw]
# # BEGIN QUESTION
# name: q1

# %% [markdown]
# ## q1 · Look at the digits
#
# Write `show_random_digits(X, y, n=5)`. It draws `n` images, chosen at random from all of `X`, and **returns the
# figure**:
#
# - one axes (subplot) for each image, drawn with `imshow` in a grey colour map;
# - the label of the image as the title of its axes (`Label: 7`, or simply `7`);
# - another choice each time it is called.
#
# `plt.subplots(1, n)` gives you a figure and an array of axes. *The public test counts images and looks whether
# they are grey; the hidden ones compare the images and titles with `X` and `y`, try other `n`, and call the function
# several times.*

# %% [raw]
# # BEGIN SOLUTION


# %%
def show_random_digits(X, y, n=5):
    """Draw n images of X, chosen at random, in grey, each with its label as title.

    X: (N, height, width) numbers, the images. y: (N,) integers, y[i] is the digit in X[i]. n: how many, from 2 to N.
    Returns the matplotlib Figure, with one axes for each image.
    Example: show_random_digits(train_X, train_y, n=3) returns a figure with three images in it.
    """
    # BEGIN SOLUTION
    chosen = np.random.choice(len(X), size=n, replace=False)
    figure, row = plt.subplots(1, n, figsize=(2 * n, 2.4), squeeze=False)
    for axes, index in zip(row[0], chosen, strict=True):
        axes.imshow(X[index], cmap="gray")
        axes.set_title(f"Label: {y[index]}")
        axes.axis("off")
    return figure
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
show_random_digits(train_X, train_y)
plt.show()
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q2

# %% [markdown]
# ## q2 · Keep two of the digits
#
# Write `extract_digits(X, y, d1, d2)`, which returns the images of the digits `d1` and `d2` with their labels, **in
# the order in which they stand in `X`** (the two digits stay mixed). The digits may come in either order, from 0 to
# 9; for anything else, stop with an `assert` that says so. `np.where` or a boolean mask does it without a loop.
#
# For example, with `y = [1, 5, 7, 5]`, `extract_digits(X, y, 1, 5)` gives the images `X[0]`, `X[1]`, `X[3]` and the
# labels `[1, 5, 5]`.
#
# *The public test is a small example; the hidden ones try other digits (0 and 9 too), other numbers and sizes of
# images, and digits that do not exist.*

# %% [raw]
# # BEGIN SOLUTION


# %%
def extract_digits(X, y, d1, d2):
    """Return the images of d1 and d2 and their labels, in their order.

    X: (N, height, width), the images. y: (N,) integers, their labels. d1, d2: digits from 0 to 9.
    Returns (X_extracted, y_extracted) of the shapes (M, height, width) and (M,).
    Raises AssertionError when d1 or d2 is not a digit.
    Example: with y = [1, 5, 7, 5] the labels of extract_digits(X, y, 1, 5) are [1, 5, 5].
    """
    # BEGIN SOLUTION
    assert d1 in range(10), "d1 must be a digit from 0 to 9"
    assert d2 in range(10), "d2 must be a digit from 0 to 9"
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q3

# %% [markdown]
# ## q3 · Turn images into columns
#
# A network takes vectors, not pictures. Write `vectorize_images(X)`, which
#
# 1. reshapes the images $(N, 28, 28)$ to $(N, 784)$, one image a row, pixels row by row;
# 2. transposes, so that each image is a **column**: $(784, N)$;
# 3. divides each column by **its own** largest pixel, so that the pixels of every image go from 0 to 1;
#
# and returns the result. In formulas, for an image of height $h$ and width $w$,
#
# $$x_{w r + c,\; i} = \frac{X_{i,r,c}}{\max_{r',c'} X_{i,r',c'}}, \qquad 0 \le r < h,\; 0 \le c < w.$$
#
# An image whose pixels are all 0 except for a 50 at $(0, 1)$ and a 200 at $(3, 4)$ becomes a column with 0.25 in row
# 1 and 1 in row $28 \cdot 3 + 4 = 88$. You can count on every image having a pixel that is not 0.
#
# *The public test checks exactly this; the hidden ones use random images, other sizes, a single image, and look
# whether `X` is still as it was.*

# %% [raw]
# # BEGIN SOLUTION


# %%
def vectorize_images(X):
    """Return the images as columns, each divided by its largest pixel.

    X: (N, height, width) integers or floats, the images; not changed.
    Returns X_transformed, (height * width, N) floats from 0 to 1.
    Example: the image [[0, 5], [20, 10]] becomes the column [0, 0.25, 1, 0.5].
    """
    # BEGIN SOLUTION
    columns = X.reshape(len(X), -1).T
    return columns / columns.max(axis=0)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q4

# %% [markdown]
# ## q4 · The training data for 1 and 5
#
# Use your functions to prepare the digits $d_1 = 1$ and $d_2 = 5$ of the training set:
#
# - `train_X_1_5`: their images as normalised columns, shape $(784, M)$;
# - `train_y_1_5`: their classes, shape $(M,)$. The network answers 0 or 1, so $d_1 = 1$ becomes **class 0** and $d_2
#   = 5$ becomes **class 1** (`np.where` helps): the labels $[1, 5, 5]$ become $[0, 1, 1]$.
#
# *The public test checks shapes and ranges; the hidden ones compare all values.*

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
X_1_5, y_1_5 = extract_digits(train_X, train_y, 1, 5)
# END SOLUTION
train_X_1_5 = vectorize_images(X_1_5)  # SOLUTION
train_y_1_5 = np.where(y_1_5 == 5, 1, 0)  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# # Section 2: The network and its training

# %% [raw]
# # BEGIN QUESTION
# name: q5

# %% [markdown]
# ## q5 · Activation functions
#
# The activations, and their derivatives:
#
# $$y = \sigma(z) = \frac{1}{1 + e^{-z}}, \qquad \sigma'(z) = \sigma(z)\,(1 - \sigma(z)) = y\,(1 - y),$$
#
# $$y = \mathrm{ReLU}(z) = \max(0, z), \qquad
# \mathrm{ReLU}'(z) = \begin{cases} 0 & \text{if } y = 0 \\ 1 & \text{if } y > 0. \end{cases}$$
#
# Write `sigmoid(Z)`, `deriv_sigmoid(Y)`, `ReLu(Z)` and `deriv_ReLu(Y)`. All four work element by element, on matrices
# of any shape and on single numbers. Note what the derivatives are given: the **activation** $y$, which feedforward
# has stored already, and not $z$. So `deriv_sigmoid(0.5)` is $0.25$, the slope of the sigmoid where its value is
# $0.5$ (at $z = 0$).
#
# **Take care with `sigmoid`.** For $z = -1000$, $e^{-z}$ is larger than any float. One such overflow can turn all
# your weights into `nan`. What should $\sigma(-1000)$ be? See to it that it comes out without a warning.
#
# *The public tests are small matrices; the hidden ones use random matrices, integers, single numbers and $z = \pm
# 10^4$, and look whether the input is still as it was.*

# %% [raw]
# # BEGIN SOLUTION


# %%
def sigmoid(Z):
    """Return 1 / (1 + exp(-Z)), element by element, without overflow.

    Z: array of numbers of any shape, or a number. Returns floats from 0 to 1 of the same shape.
    Example: sigmoid(0) is 0.5, sigmoid(2) is 0.8808, sigmoid(-1e4) is 0.
    """
    # BEGIN SOLUTION
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    # END SOLUTION


def deriv_sigmoid(Y):
    """Return the derivative of sigmoid where its value is Y, element by element.

    Y: array of numbers from 0 to 1, or a number: activations, not z. Returns floats of the same shape.
    Example: deriv_sigmoid(0.8) is 0.16.
    """
    # BEGIN SOLUTION
    return Y * (1 - Y)
    # END SOLUTION


def ReLu(Z):
    """Return the larger of 0 and Z, element by element.

    Z: array of numbers of any shape, or a number. Returns numbers of the same shape.
    Example: ReLu(-3) is 0, ReLu(2.5) is 2.5.
    """
    # BEGIN SOLUTION
    return np.maximum(0, Z)
    # END SOLUTION


def deriv_ReLu(Y):
    """Return the derivative of ReLu where its value is Y: 0 where Y is 0, otherwise 1.

    Y: array of numbers from 0 upward, or a number: activations, not z. Returns numbers of the same shape.
    Example: deriv_ReLu(np.array([0.0, 2.5])) is [0, 1].
    """
    # BEGIN SOLUTION
    return np.where(Y > 0, 1, 0)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### The network
#
# The class `NNet` below is given; leave it as it is. An instance holds everything that belongs to one network with
# the layers `input_size`, the `hidden_layers`, and `output_size`. Read it closely: q6 asks about it, and the rest of
# the assignment works with it.


# %%
class NNet:
    def __init__(self, input_size=784, output_size=1, batch_size=1000, hidden_layers=(512, 256, 64)):
        self.input_size = input_size
        self.output_size = output_size
        self.batch_size = batch_size
        self.hidden_layers = list(hidden_layers)
        self.Y = []
        self.Z = []
        self.W = []

        sizes = [input_size, *hidden_layers, output_size]
        for i in range(1, len(sizes)):
            self.Y.append(np.zeros((sizes[i], batch_size)))  # Line 1
            self.Z.append(np.zeros((sizes[i], batch_size)))  # Line 2
            self.W.append(2 * (np.random.rand(sizes[i], sizes[i - 1] + 1) - 0.5))  # Line 3


# %% [raw]
# # BEGIN QUESTION
# name: q6

# %% [markdown]
# ## q6 · What a network holds
#
# Answer as strings, in a sentence or two each:
#
# - `ans_i`: what do `Y`, `Z` and `W` stand for, and what are they for?
# - `ans_ii`, `ans_iii`, `ans_iv`: what does line 1, line 2, line 3 do? Say what the shapes mean; for line 3, also
#   from where the numbers come, what the `+ 1` is for, and why the numbers are not simply all zero.
#
# *The tests see only whether there is an answer; a person reads and marks it.*

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
answer_variables = (
    "W holds one weight matrix for each layer, the parameters that are learned. Z holds what each layer computes from "
    "the layer before, W times its inputs and a one, before the activation; Y holds the activations of Z, which are "
    "the inputs of the next layer. Feedforward stores Z and Y because backpropagation needs them for the gradients."
)
answer_line_1 = (
    "It makes room for the layer's activations: a matrix of zeros with one row for each neuron of the layer and one "
    "column for each sample of a batch, which feedforward fills."
)
answer_line_2 = (
    "It makes room for the values before the activation, in the same shape: a row for each neuron, a column for each "
    "sample of the batch."
)
answer_line_3 = (
    "It draws the layer's weights uniformly from [-1, 1]: a row for each neuron, a column for each neuron of the layer "
    "before, and one more column for the bias. Random numbers make the neurons of a layer differ; with all weights "
    "equal they would all get the same gradient and stay copies of one another."
)
# END SOLUTION
ans_i = answer_variables  # SOLUTION
ans_ii = answer_line_1  # SOLUTION
ans_iii = answer_line_2  # SOLUTION
ans_iv = answer_line_3  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q7

# %% [markdown]
# ## q7 · Feedforward
#
# For each layer $l = 1, \dots, L$, with $Y^{(0)} = X$,
#
# $$Z^{(l)} = W^{(l)} \begin{bmatrix} Y^{(l-1)} \\ 1 \cdots 1 \end{bmatrix}, \qquad
# Y^{(l)} = \begin{cases} \mathrm{ReLU}(Z^{(l)}) & \text{if } l < L \\ \sigma(Z^{(l)}) & \text{if } l = L. \end{cases}$$
#
# If layer $l$ has $m_l$ neurons and $X$ has $n$ columns, then $W^{(l)}$ is $(m_l, m_{l-1} + 1)$ and $Z^{(l)}$ and
# $Y^{(l)}$ are $(m_l, n)$. The row of ones goes **last**, and it is there for the product only: the stored
# $Y^{(l-1)}$ keeps its shape.
#
# Write `feedforward(model, X)`: it stores all $Z^{(l)}$ and $Y^{(l)}$ in `model.Z` and `model.Y` and returns the
# model. It must work for any number of layers, and for any number of columns of `X`, **whatever `batch_size` the
# model was made with**: the last batch of an epoch is smaller, and later you will predict one image or a thousand. A
# loop over the layers is fine.
#
# A worked number: with one layer, $W^{(1)} = [\,2 \;\; -1 \;\; 0.5\,]$ and the single column $X = [1, 2]^T$ give
# $Z^{(1)} = 2 \cdot 1 - 1 \cdot 2 + 0.5 = 0.5$ and $Y^{(1)} = \sigma(0.5) = 0.6225$.
#
# Then answer in `ans_bias`, as a string: **what is the bias, and how does the row of ones help with it?**
#
# *The public tests work through a small network; the hidden ones use random networks of several depths and widths,
# several outputs, other numbers of columns, and look whether `X` and the weights are still as they were.*

# %% [raw]
# # BEGIN SOLUTION


# %%
def feedforward(model, X):
    """Compute Z and Y of every layer for the columns of X and store them in the model.

    model: an NNet with L weight matrices, model.W[l] of shape (m[l+1], m[l] + 1), biases last.
    X: (m[0], n) floats, one sample a column, for any n; not changed.
    Returns the model, with model.Z[l] and model.Y[l] of shape (m[l+1], n).
    Example: W[0] = [[2, -1, 0.5]] and X = [[1], [2]] give Z[0] = [[0.5]] and Y[0] = [[0.6225]].
    """
    # BEGIN SOLUTION
    inputs = X
    last = len(model.W) - 1
    for layer, weights in enumerate(model.W):
        ones = np.ones((1, inputs.shape[1]))
        model.Z[layer] = weights @ np.vstack([inputs, ones])
        activation = sigmoid if layer == last else ReLu
        model.Y[layer] = activation(model.Z[layer])
        inputs = model.Y[layer]
    return model
    # END SOLUTION


# %%
# BEGIN SOLUTION NO PROMPT
answer_bias = (
    "The bias is a number that each neuron adds to the weighted sum of its inputs. It shifts the point at which the "
    "activation sets in, so that a neuron need not be at zero when all inputs are zero. A row of ones below the inputs "
    "makes the bias the weight of one more input that is always 1, so that a single matrix product computes weighted "
    "sums and biases, and the bias is learned like any other weight."
)
# END SOLUTION
ans_bias = answer_bias  # SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q8

# %% [markdown]
# ## q8 · Backpropagation
#
# With the labels $Y$ that belong to the columns of $X$, the cost is half the summed squared error,
#
# $$C = \tfrac12 \bigl\| Y^{(L)} - Y \bigr\|^2 = \tfrac12 \sum_{i,j} \bigl( Y^{(L)}_{ij} - Y_{ij} \bigr)^2,
# \qquad \frac{\partial C}{\partial Y^{(L)}} = Y^{(L)} - Y.$$
#
# It is a sum over the columns, not a mean. From the last layer back to the first, $l = L, \dots, 1$ (with $\odot$ the
# product element by element, and $a_l'$ the derivative of the activation of layer $l$, your functions of q5),
#
# $$\frac{\partial C}{\partial Z^{(l)}} = a_l'\bigl(Y^{(l)}\bigr) \odot \frac{\partial C}{\partial Y^{(l)}}, \qquad
# \frac{\partial C}{\partial W^{(l)}} = \frac{\partial C}{\partial Z^{(l)}}
# \begin{bmatrix} Y^{(l-1)} \\ 1 \cdots 1 \end{bmatrix}^{T}, \qquad
# \frac{\partial C}{\partial Y^{(l-1)}} = \bigl(\widetilde W^{(l)}\bigr)^{T} \frac{\partial C}{\partial Z^{(l)}}.$$
#
# Here $\widetilde W^{(l)}$ is $W^{(l)}$ **without its last column**: the ones are not an output of layer $l-1$, so
# nothing flows back through the biases. Each gradient has the shape of the thing it belongs to; check that as you go.
# Finally, for every layer,
#
# $$W^{(l)} \leftarrow W^{(l)} - \eta\, \frac{\partial C}{\partial W^{(l)}}, \qquad \eta > 0.$$
#
# All gradients belong to the weights **before** the update.
#
# Write `backpropagation(model, X, Y, eta=0.01)`. It is called after `feedforward(model, X)`, so `model.Z` and
# `model.Y` belong to this `X`. It updates `model.W` and returns the model.
#
# A worked number: one layer, $W^{(1)} = [\,2 \;\; -1 \;\; 0.5\,]$, $X = [1, 2]^T$, label $Y = 1$. Feedforward gave
# $Y^{(1)} = 0.6225$; then $\partial C / \partial Z^{(1)} = 0.2350 \cdot (0.6225 - 1) = -0.0887$, and with $\eta = 1$
# the weights become $[\,2.0887 \;\; -0.8226 \;\; 0.5887\,]$.
#
# **Check your gradients.** `checks.py` beside this notebook measures derivatives numerically, $\partial C / \partial
# w \approx (C(w + h) - C(w - h)) / 2h$ for every single weight, and compares them with the step your function takes:
#
# ```python
# from checks import check_gradients
#
# small = NNet(input_size=4, output_size=2, batch_size=6, hidden_layers=[5, 3])
# check_gradients(small, np.random.rand(4, 6), np.random.randint(0, 2, (2, 6)), feedforward, backpropagation)
# ```
#
# *The public test is one step of a small network. The hidden ones do what `check_gradients` does: for every layer,
# the bias column included, in networks of several depths, with several values of `eta`. They also look whether `X`
# and `Y` are still as they were.*

# %% [raw]
# # BEGIN SOLUTION


# %%
def backpropagation(model, X, Y, eta=0.01):
    """Take one step of gradient descent on the weights of the model.

    model: an NNet after feedforward(model, X). X: (m[0], n) floats. Y: (m[L], n) labels, 0 or 1. eta: learning rate.
    Returns the model, with W[l] replaced by W[l] - eta * dC/dW[l]; X and Y are not changed.
    Example: W[0] = [[2, -1, 0.5]], X = [[1], [2]], Y = [[1]], eta = 1 make W[0] = [[2.0887, -0.8226, 0.5887]].
    """
    # BEGIN SOLUTION
    last = len(model.W) - 1
    gradients = []
    dC_dY = model.Y[last] - Y
    for layer in range(last, -1, -1):
        derivative = deriv_sigmoid if layer == last else deriv_ReLu
        inputs = model.Y[layer - 1] if layer > 0 else X
        dC_dZ = derivative(model.Y[layer]) * dC_dY
        gradients.insert(0, dC_dZ @ np.vstack([inputs, np.ones((1, inputs.shape[1]))]).T)
        dC_dY = model.W[layer][:, :-1].T @ dC_dZ
    model.W = [weights - eta * gradient for weights, gradient in zip(model.W, gradients, strict=True)]
    return model
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q9

# %% [markdown]
# ## q9 · Training
#
# Write `train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01)`. It makes a new `NNet` for the sizes of `X` and `Y`
# and trains it. **Each epoch**
#
# 1. permutes the columns of `X` and `Y` anew, both in the same way (`np.random.permutation`);
# 2. cuts them into batches of `batch_size` columns; the last batch is smaller when `batch_size` does not divide the
#    number of columns. With 23 columns and `batch_size=5`, the batches have 5, 5, 5, 5 and 3 columns;
# 3. runs `feedforward` and then `backpropagation` on one batch after the other. Each batch is one *iteration*.
#
# **At the end of each iteration** keep two things: the cost $C$ of the batch (the sum of q8, or its mean over the
# columns of the batch), and for each layer the norm $\| W^{(l)}_{\text{after}} - W^{(l)}_{\text{before}} \|$ of the
# change of its weights (`np.linalg.norm`).
#
# **At the end** plot them with `plt`: one curve for the cost and one for each layer, each with one point for every
# iteration. Then return the trained model. You may add optional parameters of your own, for instance for the hidden
# layers.
#
# ### Before you train for long: look at a fresh network
#
# Make an `NNet` with 784 inputs and some hidden layers, feed it a hundred of your images, and look at `model.Z[-1]`,
# `model.Y[-1]` and `deriv_sigmoid(model.Y[-1])`. Do it a few times.
#
# - Each entry of $Z^{(1)}$ is a sum of 785 terms. How large do you expect it to be? And $Z^{(2)}$, $Z^{(3)}$?
# - What becomes of $\partial C / \partial Z^{(L)}$ then, and so of every step that follows? Do more epochs help?
# - Some networks get stuck at about 43 to 50 per cent accuracy whatever you do. Which ones, and what do they answer?
# - `model.W` is yours to change once the model is made. What would you like it to be?
#
# *The public test counts batches. The hidden ones watch what you pass to `feedforward` and `backpropagation`: the
# permutations, labels, batches, `epochs` and `eta`; they look at your curves, at `X` and `Y` afterwards, and at a
# second call; and they train a small network on data that are easy to separate, where the best of three trainings
# counts.*

# %% [raw]
# # BEGIN SOLUTION


# %%
# BEGIN SOLUTION NO PROMPT
def plot_training(costs, changes):
    """Draw the cost of each iteration, and the norms of the weight changes, a list of them for each iteration."""
    _, (left, right) = plt.subplots(1, 2, figsize=(12, 4), layout="constrained")
    left.plot(costs)
    left.set(title="Cost of the batch", xlabel="iteration", ylabel="$C$")
    for layer, norms in enumerate(zip(*changes, strict=True), start=1):
        right.plot(norms, label=f"$W^{{({layer})}}$")
    right.set(title="Change of the weights", xlabel="iteration", ylabel="norm")
    right.legend()
    plt.show()


def fresh_network(input_size, output_size, batch_size, hidden_layers=(64,)):
    """Return a new NNet that can learn: weights drawn from [-1, 1], divided by the root of the number of inputs.

    As NNet draws them, a sum over 785 inputs is of the order of 10, and larger still in the layers that follow. There
    the sigmoid is flat: its derivative is practically 0, so is every gradient, and the network never leaves the place
    where it started. Divided by the root of the number of terms, the sums are of order one in every layer.
    """
    model = NNet(input_size, output_size, batch_size, list(hidden_layers))
    model.W = [weights / np.sqrt(weights.shape[1]) for weights in model.W]
    return model


# END SOLUTION
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    """Train a new NNet on the columns of X, in random batches, and plot how it went.

    X: (inputs, N) floats. Y: (outputs, N) labels, 0 or 1. Neither is changed.
    epochs: how often each column is used. batch_size: columns in a batch (the last may be smaller). eta: learning rate.
    Returns the trained NNet, with input_size and output_size as X and Y have them.
    Example: with N = 23, epochs = 2 and batch_size = 5 there are 10 iterations.
    """
    # BEGIN SOLUTION
    model = fresh_network(X.shape[0], Y.shape[0], batch_size)
    costs, changes = [], []
    for _ in range(epochs):
        order = np.random.permutation(X.shape[1])
        for start in range(0, X.shape[1], batch_size):
            batch = order[start : start + batch_size]
            W_before = [weights.copy() for weights in model.W]
            model = feedforward(model, X[:, batch])
            costs.append(0.5 * np.sum((model.Y[-1] - Y[:, batch]) ** 2))
            model = backpropagation(model, X[:, batch], Y[:, batch], eta)
            changes.append([np.linalg.norm(W - before) for W, before in zip(model.W, W_before, strict=True)])
    plot_training(costs, changes)
    return model
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# # Section 3: Images the network has not seen

# %% [raw]
# # BEGIN QUESTION
# name: q10

# %% [markdown]
# ## q10 · Predict
#
# Write `predict(model, test_images, d1, d2)`, which says for each image whether the network takes it for a `d1` or a
# `d2`. It prepares the images with `vectorize_images`, feeds them forward, and turns the output of each image into a
# digit:
#
# $$\text{predicted}_i =
# \begin{cases} d_1 & \text{if } Y^{(L)}_{1,i} < 0.5 \\ d_2 & \text{if } Y^{(L)}_{1,i} \ge 0.5. \end{cases}$$
#
# The result is a vector of shape $(N,)$, also for a single image ($N = 1$). Outputs of 0.2, 0.9 and 0.7, for
# instance, mean 4, 6 and 6 when $d_1 = 4$ and $d_2 = 6$.
#
# *The public test is this example; the hidden ones try all sorts of pairs, one image and many, an output of exactly
# 0.5, images of other sizes, and the same model twice with different numbers of images.*

# %% [raw]
# # BEGIN SOLUTION


# %%
def predict(model, test_images, d1, d2):
    """Return for each image the digit, d1 or d2, that the model takes it for.

    model: a trained NNet with one output, near 0 for d1 and near 1 for d2. test_images: (N, height, width) numbers.
    Returns predicted, (N,) integers, each d1 or d2; an output of exactly 0.5 means d2.
    Example: outputs of 0.2, 0.9, 0.7 give [4, 6, 6] for d1 = 4, d2 = 6.
    """
    # BEGIN SOLUTION
    model = feedforward(model, vectorize_images(test_images))
    outputs = np.ravel(model.Y[-1])
    return np.where(outputs < 0.5, d1, d2)
    # END SOLUTION


# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q11

# %% [markdown]
# ## q11 · The best network for 1 and 5
#
# Train the best network you can for telling 1 from 5 and name it `model_1_5`. Remember the shape of the labels that
# `train_NNet` expects. Try different batch sizes, learning rates, numbers of epochs and hidden layers, and find out
# which matter: set a part of the training images aside and measure the accuracy on those (`accuracy_score`), not on
# the ones you trained with. Wider and deeper is not always better, and what you found out before q9 about fresh
# networks decides more than all the rest. An accuracy of 0.99 is within reach.
#
# Keep only the final training in the cell you hand in: the whole notebook should run in a few minutes.
#
# *The public test asks only whether the model does better than chance on training images. The hidden ones measure the
# accuracy of your `predict` with this model on images that you do not have, and give marks in four steps. Training
# depends on random numbers, and bad luck is not to cost you marks: when a step is missed, the grader runs this part of
# your notebook up to twice more, with other random numbers, and the best training counts. Your feedback says which
# accuracy each had on training images.*

# %% [raw]
# # BEGIN SOLUTION

# %%
model_1_5 = train_NNet(train_X_1_5, train_y_1_5.reshape(1, -1), epochs=60, batch_size=16, eta=0.01)  # SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
accuracy_1_5 = accuracy_score(y_1_5, predict(model_1_5, X_1_5, 1, 5))
print(f"accuracy on the training images: {accuracy_1_5:.4f}")
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: q12

# %% [markdown]
# ## q12 · The best network for 7 and 9
#
# Do the same for the digits 7 (class 0) and 9 (class 1), and name the network `model_7_9`. This pair is harder: the
# two digits are often written alike.
#
# *The tests are those of q11, with accuracies that suit this pair. The best of up to three trainings counts here, too.*

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
X_7_9, y_7_9 = extract_digits(train_X, train_y, 7, 9)
train_X_7_9 = vectorize_images(X_7_9)
train_y_7_9 = np.where(y_7_9 == 9, 1, 0)
# END SOLUTION
model_7_9 = train_NNet(train_X_7_9, train_y_7_9.reshape(1, -1), epochs=60, batch_size=16, eta=0.01)  # SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
accuracy_7_9 = accuracy_score(y_7_9, predict(model_7_9, X_7_9, 7, 9))
print(f"accuracy on the training images: {accuracy_7_9:.4f}")
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION
