# ruff: noqa
"""Right answers to q1, each written differently."""


# %% pyplot's state machine
def show_random_digits(X, y, n=5):
    figure = plt.figure(figsize=(10, 5))
    for place, index in enumerate(np.random.choice(X.shape[0], size=n, replace=False)):
        plt.subplot(1, n, place + 1)
        plt.imshow(X[index], cmap="gray")
        plt.title("Label: " + str(y[index]))
        plt.axis("off")
    plt.show()
    return figure


# %% a modern generator, inverted greys, scaled pixels, a grid with empty places
def show_random_digits(X, y, n=5):
    rng = np.random.default_rng()
    fig, grid = plt.subplots(-(-n // 3), 3, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    for axes, i in zip(grid.flat, rng.permutation(len(X))[:n]):
        axes.imshow(X[i] / 255.0, cmap=plt.cm.Greys)
        axes.set_title(int(y[i]), loc="left")
    return fig


# %% the standard library's random, another title, matshow
import random


def show_random_digits(X, y, n=5):
    fig = plt.figure()
    for k in range(n):
        i = random.randrange(len(X))
        ax = fig.add_subplot(n, 1, k + 1)
        ax.matshow(X[i] / X[i].max(), cmap="binary")
        ax.set_title(f"#{k + 1}: digit {y[i]}")
    return plt.gcf()


# %% axes placed by hand
def show_random_digits(X, y, n=5, **style):
    figure = plt.figure()
    for k, i in enumerate(np.random.randint(0, len(X), n)):
        place = figure.add_axes([k / n, 0, 0.9 / n, 0.8])
        place.imshow(X[i], cmap="gist_gray", vmin=0, vmax=255, **style)
        place.set_title("%d" % y[i])
    return figure
