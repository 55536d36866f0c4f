# ruff: noqa
"""Wrong answers to q1, each with the cases that must catch it."""


# %% always the first images
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for i in range(n):
        row[i].imshow(X[i], cmap="gray")
        row[i].set_title(y[i])
    return figure


# %% the colour map is forgotten
# fails: returns a figure with five images in grey
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i])
        axes.set_title(f"Label {y[i]}")
    return figure


# %% titles are the labels of other images
# fails: shows images of X, each with its own label as title
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for k, i in enumerate(np.random.choice(len(X), n, replace=False)):
        row[k].imshow(X[i], cmap="gray")
        row[k].set_title(f"Label: {y[k]}")
    return figure


# %% the title is the place of the image, not its label
# fails: shows images of X, each with its own label as title
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"image {100 + i}")
    return figure


# %% no titles
# fails: shows images of X, each with its own label as title
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i], cmap="gray")
    return figure


# %% always five images
# fails: shows as many images as n says
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, 5)
    for axes, i in zip(row, np.random.choice(len(X), 5)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return figure


# %% a fixed seed
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    np.random.seed(0)
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return figure


# %% indices drawn once, when the cell runs
# fails: returns a figure with five images in grey
# fails: shows other images on another call
indices = np.random.choice(40, 40, replace=False)


def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, indices):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return figure


# %% drawn from the first ten images only
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(10, n)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return figure


# %% all images side by side in one axes
# fails: returns a figure with five images in grey
# fails: shows images of X, each with its own label as title
# fails: shows as many images as n says
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    chosen = np.random.choice(len(X), n)
    figure, axes = plt.subplots()
    axes.imshow(np.hstack(X[chosen]), cmap="gray")
    axes.set_title(str(y[chosen]))
    return figure


# %% draws over one axes
# fails: returns a figure with five images in grey
# fails: shows images of X, each with its own label as title
# fails: shows as many images as n says
def show_random_digits(X, y, n=5):
    figure = plt.figure()
    for i in np.random.choice(len(X), n):
        plt.imshow(X[i], cmap="gray")
        plt.title(y[i])
    return figure


# %% uses the global data instead of its arguments
# fails: shows images of X, each with its own label as title
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(train_X), n)):
        axes.imshow(train_X[i], cmap="gray")
        axes.set_title(f"Label: {train_y[i]}")
    return figure


# %% returns the axes
# fails: returns a figure with five images in grey
# fails: shows images of X, each with its own label as title
# fails: shows as many images as n says
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return row


# %% only shows the figure
# fails: returns a figure with five images in grey
# fails: shows images of X, each with its own label as title
# fails: shows as many images as n says
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    for k, i in enumerate(np.random.choice(len(X), n)):
        plt.subplot(1, n, k + 1)
        plt.imshow(X[i], cmap="gray")
        plt.title(y[i])
    plt.show()
