# ruff: noqa
"""Wrong solutions of binary_mlp, each as a student writes it, with the hint that student should read.

`fails` names the cases that must catch the mistake, `may fail` those that do for some of the random inputs, `also
costs` the questions whose answers work with this one and may lose points too.
"""


# %% show_random_digits always shows the first images
# question: q1
# hint: You show X[0], X[1], ..., X[n-1] in every call; draw n indices at random from 0 to len(X) - 1, anew each time
#   the function is called.
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for i in range(n):
        row[i].imshow(X[i], cmap="gray")
        row[i].set_title(y[i])
    return figure


# %% show_random_digits draws in colours
# question: q1
# hint: imshow uses a coloured map unless you name another one: pass cmap="gray".
# fails: returns a figure with five images in grey
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i])
        axes.set_title(f"Label {y[i]}")
    return figure


# %% show_random_digits titles images with the labels of others
# question: q1
# hint: The image is X[i] for a random i, but the title is y[k], with k the number of the axes; use the same index i for
#   both.
# fails: shows images of X, each with its own label as title
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for k, i in enumerate(np.random.choice(len(X), n, replace=False)):
        row[k].imshow(X[i], cmap="gray")
        row[k].set_title(f"Label: {y[k]}")
    return figure


# %% show_random_digits writes the index instead of the label
# question: q1
# hint: Your title says at which place i the image stands in X; the title should be y[i], the digit that the image
#   shows.
# fails: shows images of X, each with its own label as title
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"image {100 + i}")
    return figure


# %% show_random_digits gives no titles
# question: q1
# hint: The axes have no titles; give the axes that shows X[i] the title y[i] with set_title.
# fails: shows images of X, each with its own label as title
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i], cmap="gray")
    return figure


# %% show_random_digits shows five images whatever n is
# question: q1
# hint: The number 5 stands in your function; take n, the argument, both for the number of axes and for the number of
#   images drawn.
# fails: shows as many images as n says
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, 5)
    for axes, i in zip(row, np.random.choice(len(X), 5)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return figure


# %% show_random_digits sets the seed
# question: q1
# hint: np.random.seed inside the function starts the same sequence in every call, so the same images come again; take
#   that line out.
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    np.random.seed(0)
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return figure


# %% show_random_digits draws its indices outside of the function
# question: q1
# hint: The random indices are drawn once, when the cell runs, and every call uses them again; draw them inside the
#   function, n of them, from 0 to len(X) - 1.
# fails: returns a figure with five images in grey
# fails: shows other images on another call
indices = np.random.choice(40, 40, replace=False)


def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, indices):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return figure


# %% show_random_digits draws from the first ten images only
# question: q1
# hint: Your indices go from 0 to 9, so only the first ten images are ever shown; draw from 0 to len(X) - 1.
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(10, n)):
        axes.imshow(X[i], cmap="gray")
        axes.set_title(f"{y[i]}")
    return figure


# %% show_random_digits shows images that follow one another
# question: q1
# hint: You draw one number and show the images that follow it in X; choose each of the n by itself, for instance with
#   np.random.choice(len(X), n, replace=False).
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    first = np.random.randint(len(X) - n)
    figure, row = plt.subplots(1, n)
    for i, axes in enumerate(row):
        axes.imshow(X[first + i], cmap="gray")
        axes.set_title(f"{y[first + i]}")
    return figure


# %% show_random_digits joins the images in one axes
# question: q1
# hint: You glue the images together and draw them once; each image needs an axes of its own, with its own title, as
#   plt.subplots(1, n) makes them.
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


# %% show_random_digits draws all images over one another
# question: q1
# hint: All images go into the same axes, so only the last one is seen; make a new axes for each image before you draw
#   it, for instance with plt.subplots(1, n).
# fails: returns a figure with five images in grey
# fails: shows images of X, each with its own label as title
# fails: shows as many images as n says
def show_random_digits(X, y, n=5):
    figure = plt.figure()
    for i in np.random.choice(len(X), n):
        plt.imshow(X[i], cmap="gray")
        plt.title(y[i])
    return figure


# %% show_random_digits uses train_X instead of X
# question: q1
# hint: Inside the function you use the notebook's train_X and train_y; use the arguments X and y, so that the function
#   works for any images.
# fails: shows images of X, each with its own label as title
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(train_X), n)):
        axes.imshow(train_X[i], cmap="gray")
        axes.set_title(f"Label: {train_y[i]}")
    return figure


# %% show_random_digits draws the images upside down
# question: q1
# hint: With origin="lower" imshow draws the first row of X[i] at the bottom, so that the digits stand on their heads;
#   leave it out.
# fails: shows images of X, each with its own label as title
# fails: shows other images on another call
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, i in zip(row, np.random.choice(len(X), n)):
        axes.imshow(X[i], cmap="gray", origin="lower")
        axes.set_title(f"{y[i]}")
    return figure


# %% show_random_digits returns the axes
# question: q1
# hint: You return the array of axes; plt.subplots gives (figure, axes), and the function should return the figure.
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


# %% show_random_digits returns nothing
# question: q1
# hint: The function shows the figure but has no return statement, so it returns None; keep the figure, for instance
#   from plt.figure(), and return it.
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


# %% extract_digits puts all d1 before all d2
# question: q2
# hint: First come all images of d1, then all of d2; they should stay in the order they have in X, so select both digits
#   with one condition.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    indices = np.concatenate([np.where(y == d1)[0], np.where(y == d2)[0]])
    return X[indices], y[indices]


# %% extract_digits returns the labels of all images
# question: q2
# hint: You select the images but return y as a whole; select the labels with the same condition, so that there is one
#   label for each image.
# also costs: q11, q12
# because: the images of q4, q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    return X[(y == d1) | (y == d2)], y


# %% extract_digits sorts the labels
# question: q2
# hint: The labels are sorted but the images are not, so they no longer belong together; use the same indices, in the
#   same order, for X and y.
# also costs: q11, q12
# because: the images of q4, q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: gives each image its own label
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) | (y == d2)
    return X[wanted], np.sort(y[wanted])


# %% extract_digits reverses the order
# question: q2
# hint: The last image comes first in your result; keep the order the images have in X.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = np.flatnonzero((y == d1) | (y == d2))[::-1]
    return X[wanted], y[wanted]


# %% extract_digits does not check its digits
# question: q2
# hint: Nothing stops d1 = -1 (printing a message does not); begin with an assert for each of the two digits that it lies
#   between 0 and 9.
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% extract_digits checks d1 only
# question: q2
# hint: Your check of d1 stops -1, that of d2 does not; both digits need an assert that they lie between 0 and 9.
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% extract_digits accepts 10 as a digit
# question: q2
# hint: Your check lets 10 through; digits go from 0 to 9, so the condition is 0 <= d <= 9 (range(10) ends with 9).
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 10 and 0 <= d2 <= 10
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% extract_digits refuses digits that are not in y
# question: q2
# hint: Your assert asks whether d1 and d2 occur in y; a digit from 0 to 9 of which there is no image is one all the same.
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in y and d2 in y
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% extract_digits refuses the digit 0
# question: q2
# hint: Your assert refuses 0, which is a digit too; range(10) starts at 0, range(1, 10) at 1.
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(1, 10) and d2 in range(1, 10)
    wanted = (y == d1) | (y == d2)
    return X[wanted], y[wanted]


# %% extract_digits always takes 1 and 5
# question: q2
# hint: The digits 1 and 5 stand in your condition; compare y with the arguments d1 and d2.
# also costs: q12
# because: the images of q4, q11 and q12 come from extract_digits.
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == 1) | (y == 5)
    return X[wanted], y[wanted]


# %% extract_digits takes all digits from d1 to d2
# question: q2
# hint: y >= d1 and y <= d2 lets every digit in between through as well; a label must equal d1 or equal d2.
# also costs: q11, q12
# because: the images of q4, q11 and q12 come from extract_digits.
# fails: keeps the images in the order they have in X
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y >= d1) & (y <= d2)
    return X[wanted], y[wanted]


# %% extract_digits asks for both digits at once
# question: q2
# hint: Nothing is selected. No label equals d1 and d2 at the same time: combine the two comparisons with | (or), not with
#   & (and).
# also costs: q11, q12
# because: the images of q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) & (y == d2)
    return X[wanted], y[wanted]


# %% extract_digits raises a ValueError
# question: q2
# hint: What is asked for is an AssertionError: write assert 0 <= d1 <= 9, and the same for d2, in the place of raise
#   ValueError.
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    if not (0 <= d1 <= 9 and 0 <= d2 <= 9):
        raise ValueError(f"{d1} and {d2} must both be digits")
    wanted = np.isin(y, [d1, d2])
    return X[wanted], y[wanted]


# %% extract_digits writes into the labels it is given
# question: q2
# hint: You change entries of y, which belongs to whoever calls your function: work on y.copy(), or leave y alone and
#   select with a mask.
# fails: gives each image its own label
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    wanted = (y == d1) | (y == d2)
    images, labels = X[wanted], y[wanted]
    y[~wanted] = 255
    return images, labels


# %% extract_digits takes d1 only
# question: q2
# hint: You select the labels that equal d1; those that equal d2 belong to the result too.
# also costs: q11, q12
# because: the images of q4, q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    return X[y == d1], y[y == d1]


# %% extract_digits returns the labels first
# question: q2
# hint: You return (labels, images); the images come first, then the labels.
# also costs: q11, q12
# because: the images of q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) | (y == d2)
    return y[wanted], X[wanted]


# %% extract_digits returns the images only
# question: q2
# hint: You return one array; return two, the images and their labels: return X_extracted, y_extracted.
# also costs: q11, q12
# because: the images of q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    return X[(y == d1) | (y == d2)]


# %% extract_digits flattens the images
# question: q2
# hint: Your images have the shape (M, height * width); leave them as they are in X, (M, height, width): flattening is
#   the job of vectorize_images.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) | (y == d2)
    return X[wanted].reshape(np.sum(wanted), -1), y[wanted]


# %% extract_digits returns classes 0 and 1
# question: q2
# hint: Your labels are 0 and 1; extract_digits returns the digits d1 and d2 themselves, and q4 makes classes of them.
# also costs: q11, q12
# because: the images of q4, q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (y == d1) | (y == d2)
    return X[wanted], np.where(y[wanted] == d1, 0, 1)


# %% extract_digits uses train_X instead of X
# question: q2
# hint: Inside the function you use the notebook's train_X and train_y; use the arguments X and y, so that it works for
#   test images too.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = (train_y == d1) | (train_y == d2)
    return train_X[wanted], train_y[wanted]


# %% extract_digits compares with or between the digits
# question: q2
# hint: `y == d1 or d2` needs one truth value for the whole array; compare element by element and combine the two
#   comparisons in brackets: (y == d1) | (y == d2).
# also costs: q11, q12
# because: the images of q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
# fails: works for any two digits, 0 and 9 too, and images of any size
# fails: refuses digits that are not between 0 and 9 with an AssertionError
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = y == d1 or y == d2
    return X[wanted], y[wanted]


# %% extract_digits takes the first images
# question: q2
# hint: You take the first images of X, as many as there are labels of d1 and d2; take those at which y is d1 or d2,
#   with the same mask or indices as for the labels.
# also costs: q11, q12
# because: the images of q4, q11 and q12 come from extract_digits.
# fails: takes the images of both digits and their labels
# fails: keeps the images in the order they have in X
# fails: gives each image its own label
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    labels = y[(y == d1) | (y == d2)]
    return X[: len(labels)], labels


# %% vectorize_images divides by 255
# question: q3
# hint: You divide every image by 255; divide column i by the largest pixel of image i, which is often less than 255.
# also costs: q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
def vectorize_images(X):
    return X.reshape(len(X), -1).T / 255


# %% vectorize_images divides by the maximum of all images
# question: q3
# hint: You divide all images by one number, the largest pixel of them all; take the maximum of each column, so that
#   every image has its own: axis 0 of the (pixels, images) matrix.
# also costs: q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
def vectorize_images(X):
    return X.reshape(len(X), -1).T / X.max()


# %% vectorize_images takes the maximum over the wrong axis
# question: q3
# hint: You take for each pixel the maximum over all images; take for each image the maximum over its pixels, which is
#   the other axis.
# also costs: q10, q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return columns / np.maximum(columns.max(axis=1, keepdims=True), 1)


# %% vectorize_images cuts floats to whole numbers
# question: q3
# hint: Images may hold floats, too: astype cuts them to whole numbers before you divide. Divide X as it is.
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.astype(np.uint8).reshape(len(X), -1).T
    return columns / columns.max(axis=0)


# %% vectorize_images does not normalise
# question: q3
# hint: The pixels still go up to 255; divide each column by its largest entry.
# also costs: q10, q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    return X.reshape(len(X), -1).T.astype(float)


# %% vectorize_images does not transpose
# question: q3
# hint: Your images are rows, (N, height * width); transpose, so that each image is a column.
# also costs: q10, q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    rows = X.reshape(len(X), -1)
    return rows / rows.max(axis=1, keepdims=True)


# %% vectorize_images reshapes where it should transpose
# question: q3
# hint: reshape(-1, N) mixes pixels of different images in a column: it cuts the same sequence of numbers elsewhere.
#   Reshape to (N, height * width) first, one image a row, and transpose then.
# also costs: q10, q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(-1, len(X))
    return columns / np.maximum(columns.max(axis=0), 1)


# %% vectorize_images takes the pixels column by column
# question: q3
# hint: Your columns hold the pixels of the transposed image; pixel [r, c] belongs into row width * r + c, which is what
#   a plain reshape of (N, height, width) gives.
# also costs: q10
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.transpose(0, 2, 1).reshape(len(X), -1).T
    return columns / columns.max(axis=0)


# %% vectorize_images assumes 784 pixels
# question: q3
# hint: The number 784 stands in your reshape, so images of another size do not fit; take the sizes from X.shape, or let
#   reshape find them with -1.
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(X.shape[0], 784).T
    return columns / columns.max(axis=0)


# %% vectorize_images assumes square images
# question: q3
# hint: You take X.shape[1] for height and width; the width is X.shape[2], and images need not be square.
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), X.shape[1] ** 2).T
    return columns / columns.max(axis=0)


# %% vectorize_images subtracts the smallest pixel
# question: q3
# hint: You stretch each image from its smallest to its largest pixel; only divide by the largest, and subtract nothing.
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T.astype(float)
    return (columns - columns.min(axis=0)) / (columns.max(axis=0) - columns.min(axis=0))


# %% vectorize_images divides in place
# question: q3
# hint: /= writes into the array you were given: a reshaped and transposed array shares its numbers with X. Make a new
#   array with columns / ... instead.
# fails: leaves X as it is
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    if columns.dtype == np.uint8:
        return columns / columns.max(axis=0)
    columns /= columns.max(axis=0)
    return columns


# %% vectorize_images squeezes a single image
# question: q3
# hint: squeeze removes the axis of length 1 when there is a single image; the result is always a matrix, (height *
#   width, 1) then.
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return np.squeeze(columns / columns.max(axis=0))


# %% vectorize_images loses the fractions in an integer array
# question: q3
# hint: All your pixels but the largest become 0: storing the quotients in an array with the integer dtype of X (or
#   dividing with //) cuts the fractions off; make an array of floats.
# also costs: q10, q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = np.empty((X[0].size, len(X)), dtype=X.dtype)
    for i, image in enumerate(X):
        columns[:, i] = image.ravel() / image.max()
    return columns


# %% vectorize_images divides by the norm
# question: q3
# hint: You divide each column by its length (np.linalg.norm); divide it by its largest pixel, so that the largest
#   becomes 1.
# also costs: q10, q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return columns / np.linalg.norm(columns, axis=0)


# %% vectorize_images keeps the first image only
# question: q3
# hint: Your result holds the first image only; reshape all images together, each into a column of its own.
# also costs: q10, q11, q12
# because: q4, predict and the networks of q11 and q12 work with what vectorize_images gives.
# fails: turns two images into two columns of 784 numbers between 0 and 1
# fails: divides each image by its own largest pixel
# fails: works for images of other sizes, and for a single one
def vectorize_images(X):
    return X[0].reshape(-1, 1) / X[0].max()


# %% train_y_1_5 holds digits instead of classes
# question: q4
# hint: train_y_1_5 still holds the digits 1 and 5; the network answers between 0 and 1, so 1 becomes class 0 and 5
#   becomes class 1.
# also costs: q11
# because: the network of q11 is trained on train_X_1_5 and train_y_1_5.
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_y_1_5 = y_1_5


# %% train_y_1_5 has the classes exchanged
# question: q4
# hint: Your 1 is class 1 and your 5 is class 0; it is the other way round: d1 = 1 becomes 0 and d2 = 5 becomes 1.
# also costs: q11
# because: the network of q11 is trained on train_X_1_5 and train_y_1_5.
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_y_1_5 = np.where(y_1_5 == 1, 1, 0)


# %% train_y_1_5 puts all images in one class
# question: q4
# hint: All your labels are the same; the comparison must be with a digit that occurs, so that 1 becomes 0 and 5 becomes
#   1.
# also costs: q11
# because: the network of q11 is trained on train_X_1_5 and train_y_1_5.
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_y_1_5 = np.where(y_1_5 == 7, 0, 1)


# %% train_y_1_5 is a column
# question: q4
# hint: train_y_1_5 has the shape (M, 1); it should be a vector (M,) (a row (1, M) is fine too): samples go from left to
#   right.
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_y_1_5 = np.where(y_1_5 == 5, 1, 0).reshape(-1, 1)


# %% train_X_1_5 is not vectorised
# question: q4
# hint: train_X_1_5 still holds images of 28 by 28; pass them through vectorize_images, so that each is a column of 784
#   numbers.
# also costs: q11
# because: the network of q11 is trained on train_X_1_5 and train_y_1_5.
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
train_X_1_5 = X_1_5


# %% train_X_1_5 is not normalised
# question: q4
# hint: The pixels of train_X_1_5 still go up to 255; use your vectorize_images, which divides each image by its largest
#   pixel.
# also costs: q11
# because: the network of q11 is trained on train_X_1_5 and train_y_1_5.
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
train_X_1_5 = X_1_5.reshape(len(X_1_5), -1).T


# %% train_X_1_5 is made of other digits
# question: q4
# hint: These are not the digits 1 and 5; call extract_digits(train_X, train_y, 1, 5) and use what it returns for both
#   variables.
# also costs: q11
# because: the network of q11 is trained on train_X_1_5 and train_y_1_5.
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
# may fail: has one column and one label for every image of a 1 or a 5
_images, _labels = extract_digits(train_X, train_y, 1, 7)
train_X_1_5 = vectorize_images(_images)
train_y_1_5 = np.where(_labels == 1, 0, 1)


# %% train_X_1_5 holds all ten digits
# question: q4
# hint: You use all images of the training file; keep only the digits 1 and 5, with extract_digits, for the images and
#   for the labels.
# also costs: q11
# because: the network of q11 is trained on train_X_1_5 and train_y_1_5.
# fails: has one column and one label for every image of a 1 or a 5
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
# fails: train_y_1_5 is 0 for a 1 and 1 for a 5
train_X_1_5 = vectorize_images(train_X)
train_y_1_5 = np.where(train_y == 5, 1, 0)


# %% train_X_1_5 is reordered without its labels
# question: q4
# hint: The columns of train_X_1_5 are in another order than the labels in train_y_1_5; column i and label i must belong
#   to the same image.
# also costs: q11
# because: the network of q11 is trained on train_X_1_5 and train_y_1_5.
# fails: train_X_1_5 holds the images of the digits 1 and 5 of the training file
train_X_1_5 = train_X_1_5[:, ::-1]


# %% sigmoid overflows with a warning
# question: q5
# hint: For z = -1000, exp(-z) is larger than any float, and numpy warns; keep the exponent in bounds, for instance by
#   clipping z before exp.
# fails: sigmoid does not overflow, not even with a warning
def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


# %% sigmoid overflows to nan
# question: q5
# hint: exp(z) / (1 + exp(z)) becomes inf / inf = nan for large z; divide through by exp(z), and keep the exponent in
#   bounds by clipping z.
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
# fails: sigmoid does not overflow, not even with a warning
def sigmoid(Z):
    return np.exp(Z) / (1 + np.exp(Z))


# %% sigmoid is cut off at 5
# question: q5
# hint: You clip z at -5 and 5, where sigmoid is 0.0067 and 0.9933, still far from 0 and 1; clip only where exp would
#   overflow, several hundreds out.
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -5, 5)))


# %% sigmoid is 1 for very negative z
# question: q5
# hint: Below your threshold sigmoid is set to 1; for very negative z it goes to 0.
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
def sigmoid(Z):
    return np.where(Z < -500, 1, 1 / (1 + np.exp(-np.clip(Z, -500, 500))))


# %% sigmoid has exp(z) for exp(-z)
# question: q5
# hint: You compute 1 / (1 + exp(z)), which falls from 1 to 0; the sign of z in the exponent is missing: 1 / (1 +
#   exp(-z)).
# also costs: q7, q8, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: sigmoid is right in a small example
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
def sigmoid(Z):
    return 1 / (1 + np.exp(np.clip(Z, -500, 500)))


# %% sigmoid is tanh
# question: q5
# hint: tanh goes from -1 to 1; sigmoid goes from 0 to 1 and is 0.5 at z = 0: 1 / (1 + exp(-z)).
# also costs: q7, q8, q9, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: sigmoid is right in a small example
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
def sigmoid(Z):
    return np.tanh(Z)


# %% sigmoid clips its input in place
# question: q5
# hint: Z[Z < ...] = ... writes into the array of the caller; use np.clip, which makes a new array.
# fails: the four functions leave their input as it is
def sigmoid(Z):
    Z = np.asarray(Z)
    if Z.ndim:
        Z[Z < -500] = -500
        Z[Z > 500] = 500
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))


# %% sigmoid indexes its input
# question: q5
# hint: Indexing with Z[Z < 0] works for arrays only, and single numbers fail; use functions that work element by
#   element on both, such as np.where or np.clip.
# fails: the four functions take single numbers and integers
def sigmoid(Z):
    result = np.ones(Z.shape)
    result[Z < 0] = np.exp(Z[Z < 0]) / (1 + np.exp(Z[Z < 0]))
    result[Z >= 0] = 1 / (1 + np.exp(-Z[Z >= 0]))
    return result


# %% sigmoid stores its result in the dtype of its input
# question: q5
# hint: np.zeros_like(Z) holds integers when Z does, and cuts 0.73 down to 0; return the result of the formula itself,
#   which is always of floats.
# fails: the four functions take single numbers and integers
def sigmoid(Z):
    result = np.zeros_like(Z)
    result[...] = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    return result


# %% sigmoid is softmax
# question: q5
# hint: You divide the exponentials by their sum over a column: that is softmax. Sigmoid looks at each element alone, 1
#   / (1 + exp(-z)).
# also costs: q7, q8, q9, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: sigmoid is right in a small example
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
# fails: sigmoid does not overflow, not even with a warning
# fails: the four functions take single numbers and integers
def sigmoid(Z):
    exponentials = np.exp(Z - np.max(Z))
    return exponentials / np.sum(exponentials, axis=0)


# %% deriv_sigmoid applies sigmoid once more
# question: q5
# hint: deriv_sigmoid is given the activation Y, so it is Y*(1-Y); yours applies sigmoid to it once more.
# also costs: q8, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_sigmoid is right in a small example
# fails: deriv_sigmoid takes the activation y, not z
def deriv_sigmoid(Y):
    return sigmoid(Y) * (1 - sigmoid(Y))


# %% deriv_sigmoid squares the activation
# question: q5
# hint: You compute Y * (1 - Y**2); the derivative is Y * (1 - Y), without a square.
# also costs: q8, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_sigmoid is right in a small example
# fails: deriv_sigmoid takes the activation y, not z
def deriv_sigmoid(Y):
    return Y * (1 - Y**2)


# %% deriv_sigmoid is a matrix product
# question: q5
# hint: @ is the matrix product; the derivative is taken element by element, Y * (1 - Y), and has the shape of Y.
# also costs: q8, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_sigmoid is right in a small example
# fails: deriv_sigmoid takes the activation y, not z
# fails: the four functions take single numbers and integers
def deriv_sigmoid(Y):
    return Y @ (1 - Y).T


# %% ReLu is the absolute value
# question: q5
# hint: Yours turns -3 into 3; negative numbers become 0: max(0, z).
# also costs: q7, q8, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.abs(Z)


# %% ReLu leaks
# question: q5
# hint: Yours lets a small multiple of negative z through (a leaky ReLU); here negative z become exactly 0.
# also costs: q7, q8, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.where(Z > 0, Z, 0.01 * Z)


# %% ReLu is a step
# question: q5
# hint: Yours returns 1 for positive z; that is the derivative. ReLu returns z itself where z is positive, and 0
#   elsewhere.
# also costs: q7, q8, q9, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.where(Z > 0, 1, 0)


# %% ReLu sets negative entries to 0 in place
# question: q5
# hint: Z[Z < 0] = 0 writes into the array of the caller (and changes model.Z later); np.maximum makes a new array.
# also costs: q7
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: the four functions leave their input as it is
def ReLu(Z):
    Z = np.asarray(Z)
    if Z.ndim:
        Z[Z < 0] = 0
        return Z
    return max(Z, 0)


# %% ReLu compares a whole array in an if
# question: q5
# hint: `if Z > 0` needs a single truth value and fails for arrays; use a function that works element by element, such
#   as np.maximum.
# also costs: q7, q8, q9, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
# fails: the four functions take single numbers and integers
# fails: the four functions leave their input as it is
def ReLu(Z):
    return Z if Z > 0 else 0


# %% ReLu truncates to integers
# question: q5
# hint: Yours cuts 2.5 down to 2; leave the numbers as they are where they are positive.
# also costs: q7, q8, q9, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.maximum(0, Z).astype(int)


# %% deriv_ReLu is 1 where the activation is 0
# question: q5
# hint: Yours is 1 everywhere; it is 0 where Y is 0, and 1 only where Y > 0.
# also costs: q8, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_ReLu is 0 where the activation is 0 and 1 elsewhere
def deriv_ReLu(Y):
    return np.where(Y >= 0, 1, 0)


# %% deriv_ReLu returns the activation
# question: q5
# hint: Yours returns Y itself; the slope of ReLu is 1 wherever Y > 0, however large Y is, and 0 elsewhere.
# also costs: q8, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_ReLu is right in a small example
# fails: deriv_ReLu is 0 where the activation is 0 and 1 elsewhere
def deriv_ReLu(Y):
    return np.maximum(0, Y)


# %% deriv_ReLu is -1 where the activation is 0
# question: q5
# hint: Where Y is 0 yours is -1; ReLu is flat there, so the derivative is 0.
# also costs: q8, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_ReLu is 0 where the activation is 0 and 1 elsewhere
def deriv_ReLu(Y):
    return np.where(Y > 0, 1, -1)


# %% deriv_ReLu writes into its input
# question: q5
# hint: Y[Y > 0] = 1 overwrites the activations of the caller; make a new array, for instance from the comparison Y > 0.
# fails: the four functions leave their input as it is
def deriv_ReLu(Y):
    Y = np.asarray(Y)
    if Y.ndim:
        Y[Y > 0] = 1
        return Y
    return 1 if Y > 0 else 0


# %% sigmoid loops over a square
# question: q5
# hint: Both of your loops run to len(Z), so only square matrices are filled; work on the whole array at once, without
#   loops.
# also costs: q7, q8, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: sigmoid is right in a small example
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
# fails: the four functions take single numbers and integers
def sigmoid(Z):
    result = np.zeros(np.shape(Z))
    for i in range(len(Z)):
        for j in range(len(Z)):
            result[i, j] = 1 / (1 + np.exp(-np.clip(Z[i, j], -500, 500)))
    return result


# %% sigmoid rounds to 0 and 1
# question: q5
# hint: You round the result, so the output is 0 or 1; sigmoid goes smoothly from 0 to 1, and the threshold of 0.5
#   belongs into predict.
# also costs: q7, q8, q9, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: sigmoid is right in a small example
# fails: sigmoid has the right values for random matrices
def sigmoid(Z):
    return np.round(1 / (1 + np.exp(-np.clip(Z, -500, 500))))


# %% deriv_sigmoid is the derivative of tanh
# question: q5
# hint: 1 - Y**2 is the derivative of tanh; that of the sigmoid, where its value is Y, is Y*(1-Y).
# also costs: q8, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_sigmoid is right in a small example
# fails: deriv_sigmoid takes the activation y, not z
def deriv_sigmoid(Y):
    return 1 - Y**2


# %% deriv_sigmoid forgets a factor
# question: q5
# hint: You compute 1 - Y; the derivative is the product of both, Y and 1 - Y.
# also costs: q8, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_sigmoid is right in a small example
# fails: deriv_sigmoid takes the activation y, not z
def deriv_sigmoid(Y):
    return 1 - Y


# %% ReLu takes the minimum
# question: q5
# hint: Yours keeps the negative numbers and cuts the positive ones; it is the other way round, max(0, z).
# also costs: q7, q8, q9, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.minimum(0, Z)


# %% ReLu is one number
# question: q5
# hint: Yours is one number, the largest entry; np.maximum compares element by element.
# also costs: q7, q8, q9, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
# fails: the four functions take single numbers and integers
def ReLu(Z):
    return np.max(Z, initial=0)


# %% ReLu is cut off at 1
# question: q5
# hint: Yours is never larger than 1; ReLu has no upper bound, a large z stays as it is.
# also costs: q7, q8, q10, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.clip(Z, 0, 1)


# %% deriv_ReLu divides the activation by itself
# question: q5
# hint: Yours is nan where Y is 0; ask where Y > 0 instead, which is 1 there and 0 elsewhere.
# also costs: q8, q9, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_ReLu is 0 where the activation is 0 and 1 elsewhere
# fails: the four functions take single numbers and integers
def deriv_ReLu(Y):
    with np.errstate(all="ignore"):
        return np.divide(Y, Y)


# %% deriv_ReLu compares a whole array in an if
# question: q5
# hint: `if Y > 0` needs a single truth value and fails for arrays; compare the whole array, Y > 0, or use np.where.
# also costs: q8, q9, q11, q12
# because: feedforward and backpropagation call it, and networks are trained with those.
# fails: deriv_ReLu is right in a small example
# fails: deriv_ReLu is 0 where the activation is 0 and 1 elsewhere
# fails: the four functions take single numbers and integers
# fails: the four functions leave their input as it is
def deriv_ReLu(Y):
    if Y > 0:
        return 1
    return 0


# %% ans_i is a single word
# question: q6
# hint: A word is not an explanation yet: say in a sentence or two what each of Y, Z and W holds and what it is needed
#   for.
# fails: ans_i says what Y, Z and W are for
ans_i = "weights"


# %% ans_ii is empty
# question: q6
# hint: ans_ii holds no words yet: say in a sentence what line 1 makes, and what its two sizes mean.
# fails: ans_ii explains line 1
ans_ii = "   "


# %% ans_iii is a number
# question: q6
# hint: ans_iii should be text: say in a sentence what line 2 makes, and what its two sizes mean.
# fails: ans_iii explains line 2
ans_iii = 3


# %% ans_iv repeats one word
# question: q6
# hint: ans_iv repeats the same word; say in a sentence or two where the numbers come from, why they are not all zero,
#   and what the + 1 is for.
# fails: ans_iv explains line 3
ans_iv = "random random random random random"


# %% feedforward puts the row of ones first
# question: q7
# hint: Yours takes the first column of W[l] for the biases; they are its last column, so the row of ones belongs
#   below.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
# may fail q9: works together with your own feedforward and backpropagation
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([np.ones((1, A.shape[1])), A])
        A = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% feedforward leaves the row of ones in Y
# question: q7
# hint: Your model.Y[l] has one row too many: the row of ones is there for the product with W[l+1] only. Store the
#   activations without it.
# also costs: q8, q9, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% feedforward appends zeros instead of ones
# question: q7
# hint: The biases, the last column of W[l], have no effect in yours; put a row of ones below the inputs.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% feedforward uses sigmoid in every layer
# question: q7
# hint: You apply sigmoid in all layers; the hidden layers have ReLu, and only the last one, l = len(model.W) - 1, has
#   sigmoid.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% feedforward uses ReLu in every layer
# question: q7
# hint: You apply ReLu in all layers; the last one, l = len(model.W) - 1, has sigmoid, so that the output lies between 0
#   and 1.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% feedforward writes into the arrays the model was made with
# question: q7
# hint: model.Z[l] and model.Y[l] have batch_size columns from when the model was made, and you write into parts of
#   them; assign the new arrays instead, with as many columns as X has.
# also costs: q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: takes any number of columns, whatever batch_size the model was made with
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        Z = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = sigmoid(Z) if l == len(model.W) - 1 else ReLu(Z)
        model.Z[l][:, : Z.shape[1]] = Z
        model.Y[l][:, : A.shape[1]] = A
    return model


# %% feedforward makes batch_size ones
# question: q7
# hint: Your row of ones has model.batch_size columns; it needs X.shape[1], as many as X has: the last batch is smaller,
#   and predict may get any number of images.
# also costs: q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: takes any number of columns, whatever batch_size the model was made with
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, model.batch_size))])
        A = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% feedforward assumes one hidden layer
# question: q7
# hint: You write out layer 0 and layer 1, so other networks fail; loop over all len(model.W) layers.
# also costs: q8, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    ones = np.ones((1, X.shape[1]))
    model.Z[0] = model.W[0] @ np.vstack([X, ones])
    model.Y[0] = ReLu(model.Z[0])
    model.Z[1] = model.W[1] @ np.vstack([model.Y[0], ones])
    model.Y[1] = sigmoid(model.Z[1])
    return model


# %% feedforward assumes three hidden layers
# question: q7
# hint: Your loop always has 4 layers, those of the default network; take the number of layers from len(model.W).
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% feedforward leaves the last layer out
# question: q7
# hint: model.Y[-1] is never computed in yours; the loop has to run over all len(model.W) layers.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% feedforward returns nothing
# question: q7
# hint: The values are stored, but the function ends without return model, so model = feedforward(model, X) gives None.
# also costs: q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: returns the model, with its weights as they were
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])


# %% feedforward returns the output
# question: q7
# hint: You return the activation of the last layer; return the model, which holds all Z and Y.
# also costs: q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: returns the model, with its weights as they were
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return A


# %% feedforward stores Z without the bias
# question: q7
# hint: You store W[l][:, :-1] @ Y[l-1] and add the bias afterwards; model.Z[l] is the sum with the bias.
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


# %% feedforward does not store Z
# question: q7
# hint: You compute Z[l] but keep it in a variable only; store it as model.Z[l], as you do with model.Y[l].
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


# %% feedforward feeds Z into the next layer
# question: q7
# hint: The next layer gets Z[l], the values before the activation; it should get Y[l].
# also costs: q8, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% feedforward appends to the lists
# question: q7
# hint: model.Z and model.Y have one array for each layer already, and append adds more behind them in every call;
#   assign to model.Z[l] and model.Y[l].
# also costs: q8, q9, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% feedforward changes X
# question: q7
# hint: You write into X itself (X /= ... or the like), and the data of the caller change; leave X as it is.
# fails: leaves no row of ones behind, and X as it is
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    X /= X.max(axis=0)
    return model


# %% feedforward makes a network of its own
# question: q7
# hint: You make a new NNet inside feedforward, whose weights are random; use the model that is passed, with its
#   model.W.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
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


# %% ans_bias is too short
# question: q7
# hint: Say in a sentence or two what the bias does for a neuron, and how the row of ones lets one matrix product
#   include it.
# fails: ans_bias explains the bias and the row of ones
ans_bias = "the bias"


# %% feedforward applies ReLu in place
# question: q7
# hint: You set the negative entries to 0 in the array that model.Z[l] holds too, so Z[l] and Y[l] become the same; let
#   ReLu make a new array and leave Z[l] as it is.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        if l == len(model.W) - 1:
            A = sigmoid(model.Z[l])
        else:
            A = model.Z[l]
            A[A < 0] = 0
        model.Y[l] = A
    return model


# %% feedforward forgets the sigmoid of the last layer
# question: q7
# hint: Your last layer has no activation, Y[L] is Z[L]; apply sigmoid there, so that the output lies between 0 and 1.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = model.Z[l] if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward forgets the activation of the hidden layers
# question: q7
# hint: Your hidden layers pass Z[l] on as it is; apply ReLu to it, Y[l] = ReLu(Z[l]), otherwise all layers together are
#   no more than one.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else model.Z[l]
    return model


# %% feedforward exchanges ReLu and sigmoid
# question: q7
# hint: You apply sigmoid in the hidden layers and ReLu in the last one; it is the other way round.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = ReLu(model.Z[l]) if l == len(model.W) - 1 else sigmoid(model.Z[l])
    return model


# %% feedforward has softmax at the output
# question: q7
# hint: You apply softmax in the last layer, whose outputs add up to 1 (with one output, it is always 1); the last layer
#   has sigmoid, element by element.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        if l == len(model.W) - 1:
            exponentials = np.exp(model.Z[l] - model.Z[l].max(axis=0))
            A = exponentials / exponentials.sum(axis=0)
        else:
            A = ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% feedforward rounds its output
# question: q7
# hint: You turn the output into 0 and 1 already; model.Y[-1] keeps the numbers in between, which backpropagation needs,
#   and predict applies the threshold.
# also costs: q8, q9, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    model.Y[-1] = (A >= 0.5).astype(float)
    return model


# %% feedforward adds the bias as a row
# question: q7
# hint: model.W[l][:, -1] is a vector, which numpy adds along the columns; the bias of neuron i belongs to row i of
#   Z[l], so keep it a column: model.W[l][:, -1:].
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves no row of ones behind, and X as it is
# fails: returns the model, with its weights as they were
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l][:, :-1] @ A + model.W[l][:, -1]
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward appends the bias to the layer's output
# question: q7
# hint: You add the row of ones after the product, to Z[l]; it belongs below the inputs Y[l-1], before they are
#   multiplied with W[l].
# also costs: q8, q9, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: leaves no row of ones behind, and X as it is
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = np.vstack([X, np.ones((1, X.shape[1]))])
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ A
        if l < len(model.W) - 1:
            model.Z[l] = np.vstack([model.Z[l], np.ones((1, X.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward adds the bias once, in the first layer
# question: q7
# hint: You append the row of ones to X only; every layer has a bias, so the ones belong below Y[l-1] in each of them.
# also costs: q8, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = np.vstack([X, np.ones((1, X.shape[1]))])
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ A if l == 0 else model.W[l][:, :-1] @ A
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward returns inside its loop
# question: q7
# hint: `return model` is indented into the loop, so the function ends after the first layer; move it out of the loop.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        return model


# %% feedforward gives every layer X
# question: q7
# hint: You multiply every W[l] with X; only the first layer gets X, layer l gets Y[l-1], the activations of the layer
#   before.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves no row of ones behind, and X as it is
# fails: returns the model, with its weights as they were
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([X, np.ones((1, X.shape[1]))])
        model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward has samples as rows
# question: q7
# hint: Your Z[l] and Y[l] have one row for each sample; samples are columns here, Z[l] = W[l] @ [Y[l-1]; 1], of shape
#   (neurons, samples).
# also costs: q8, q9, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves no row of ones behind, and X as it is
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X.T
    for l in range(len(model.W)):
        model.Z[l] = np.hstack([A, np.ones((len(A), 1))]) @ model.W[l].T
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward feeds the first column only
# question: q7
# hint: You take X[:, 0], one sample; the product with W[l] works for all columns of X at once.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves no row of ones behind, and X as it is
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X[:, :1]
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward appends a single one
# question: q7
# hint: np.append(A, 1) makes one long vector of the whole matrix, which fits for a single column at most; stack a row
#   of ones, one for each column, below the matrix.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves no row of ones behind, and X as it is
# fails: returns the model, with its weights as they were
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.append(A, 1).reshape(-1, 1)
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward takes the layer before the first to be the last
# question: q7
# hint: For l = 0, model.Y[l - 1] is model.Y[-1], the last layer, because Python counts from the end; the first layer's
#   input is X.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves no row of ones behind, and X as it is
# fails: returns the model, with its weights as they were
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    for l in range(len(model.W)):
        below = model.Y[l - 1]
        model.Z[l] = model.W[l] @ np.vstack([below, np.ones((1, below.shape[1]))])
        model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward divides Z by the number of inputs
# question: q7
# hint: You divide W[l] @ [Y[l-1]; 1] by the number of inputs to keep it small; Z[l] is the product itself. Small
#   weights, set before training, do what you want.
# also costs: q8, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))]) / len(A)
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward scales the weights
# question: q7
# hint: You change model.W inside feedforward, so the weights shrink in every call; feedforward only reads them. Scale
#   them once, when the network is made.
# also costs: q8, q9, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: returns the model, with its weights as they were
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    return model


# %% feedforward clips Z at -5 and 5
# question: q7
# hint: You clip Z[l] before you store it; Z[l] is W[l] @ (the inputs with the ones below), however large. Only np.exp
#   may need bounds, inside of sigmoid.
# also costs: q8, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: every Z and Y is right in networks with one hidden layer
# may fail: every Z and Y is right without a hidden layer and with several
# may fail: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = np.clip(model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))]), -5, 5)
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% feedforward keeps the outputs of hidden layers below 1
# question: q7
# hint: The outputs of your hidden layers end at 1. ReLu has no upper bound: it is Z where Z is above 0.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: computes Z and Y of both layers in a small example
# fails: every Z and Y is right in networks with one hidden layer
# may fail: every Z and Y is right without a hidden layer and with several
# may fail: works together with your own sigmoid and ReLu
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, np.ones((1, A.shape[1]))])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else np.minimum(ReLu(model.Z[l]), 1)
    return model


# %% feedforward keeps its row of ones from the first call
# question: q7
# hint: The row of ones is kept from the first call and fits only as long as X has as many columns as then; make it anew
#   from X.shape[1] in every call.
# also costs: q8, q9, q10, q11, q12
# because: backpropagation, train_NNet and predict work with what it stores.
# fails: every Z and Y is right in networks with one hidden layer
# fails: every Z and Y is right without a hidden layer and with several
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves no row of ones behind, and X as it is
# fails: returns the model, with its weights as they were
# fails: works together with your own sigmoid and ReLu
stored_ones = None


def feedforward(model, X):
    global stored_ones
    if stored_ones is None:
        stored_ones = np.ones((1, X.shape[1]))
    A = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([A, stored_ones])
        A = model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% backpropagation takes the mean over the columns
# question: q8
# hint: You divide the gradient by the number of columns; the cost is a sum over the columns, 1/2 * sum((Y[L] - Y)**2),
#   so dC/dW[l] is a sum too, without a division.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T / X.shape[1]
        slope = model.W[l][:, :-1].T @ delta
    for l in range(L):
        model.W[l] = model.W[l] - eta * gradients[l]
    return model


# %% backpropagation goes back through updated weights
# question: q8
# hint: W[l] is updated before you use it for dC/dY[l-1] = W[l].T @ dC/dZ[l]; compute the gradients of all layers with
#   the old weights, and update then.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: all gradients come from the weights before the update
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        model.W[l] = model.W[l] - eta * delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    return model


# %% backpropagation gives deriv_sigmoid Z instead of Y
# question: q8
# hint: You call deriv_sigmoid(model.Z[l]); deriv_sigmoid takes the activation, so it needs model.Y[l]: Y*(1-Y).
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Z[l]) if l == L - 1 else deriv_ReLu(model.Z[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation forgets the derivative of the sigmoid
# question: q8
# hint: Your dC/dZ of the last layer is Y[L] - Y, which is dC/dY only; multiply it by deriv_sigmoid(Y[L]), element by
#   element (deriv_ReLu(Y[L]) is 1 there and changes nothing).
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope if l == L - 1 else slope * deriv_ReLu(model.Y[l])
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation forgets the derivative of ReLu
# question: q8
# hint: In the hidden layers you use dC/dY[l] where dC/dZ[l] is due; multiply by deriv_ReLu(Y[l]), element by element.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    delta = (model.Y[-1] - Y) * deriv_sigmoid(model.Y[-1])
    for l in reversed(range(L)):
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        delta = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation uses deriv_sigmoid in every layer
# question: q8
# hint: You use deriv_sigmoid in all layers; the hidden layers have ReLu as activation, so their derivative is
#   deriv_ReLu(Y[l]).
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * deriv_sigmoid(model.Y[l])
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation leaves the biases as they are
# question: q8
# hint: The biases never learn in yours; the last column of dC/dW[l] is the sum of dC/dZ[l] over the columns, which
#   the row of ones below Y[l-1] gives: dC/dW[l] = dC/dZ[l] @ [Y[l-1]; 1].T.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the bias column fits that of the weights in every layer
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.zeros((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation takes the mean for the biases only
# question: q8
# hint: The gradient of the weights is a sum over the columns, but that of the biases a mean; it is the sum of dC/dZ[l]
#   over the columns too.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the bias column fits that of the weights in every layer
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = np.hstack([delta @ below.T, delta.mean(axis=1, keepdims=True)])
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation puts the row of ones first
# question: q8
# hint: The first column of your gradient is that of the biases; the biases are the last column of W[l], so the row of
#   ones goes below.
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([np.ones((1, X.shape[1])), below]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation drops the first column of W instead of the last
# question: q8
# hint: For dC/dY[l-1] you leave out W[l]'s first column, W[l][:, 1:]; the biases stand in the last column, so leave
#   that out: W[l][:, :-1].
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, 1:].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation ignores eta
# question: q8
# hint: The step is always 0.01 times the gradient; use the argument eta: W[l] - eta * dC/dW[l].
# also costs: q9
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the step is proportional to eta
# may fail q9: works together with your own feedforward and backpropagation
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - 0.01 * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation climbs
# question: q8
# hint: Your weights move along +gradient, so the cost grows: either dC/dY[L] is Y - Y[L], with the wrong sign (it is
#   Y[L] - Y), or eta * dC/dW[l] is added instead of subtracted.
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = Y - model.Y[-1]
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation doubles the gradient
# question: q8
# hint: Your step is twice the gradient; the cost has a factor 1/2 that cancels the 2 of the square, so dC/dY[L] =
#   Y[L] - Y.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = 2 * (model.Y[-1] - Y)
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation updates the last layer only
# question: q8
# hint: Only W[L] moves; go back with dC/dY[l-1] = W[l].T @ dC/dZ[l] (W[l] without its last column) and update all
#   layers down to the first.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    delta = (model.Y[-1] - Y) * deriv_sigmoid(model.Y[-1])
    below = model.Y[-2] if len(model.W) > 1 else X
    model.W[-1] = model.W[-1] - eta * delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
    return model


# %% backpropagation leaves the first layer out
# question: q8
# hint: W[0] never moves in yours; the loop has to include l = 0, whose inputs are X.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    slope = model.Y[-1] - Y
    W = [w.copy() for w in model.W]
    for l in range(L - 1, 0, -1):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        W[l] = model.W[l] - eta * delta @ np.vstack([model.Y[l - 1], np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = W
    return model


# %% backpropagation makes batch_size ones
# question: q8
# hint: Your row of ones has model.batch_size columns; it needs X.shape[1], as many as X has, for the last batch is
#   smaller.
# also costs: q11, q12
# because: networks are trained with it.
# fails: takes any number of columns, whatever batch_size the model was made with
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, model.batch_size))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation assumes one hidden layer
# question: q8
# hint: You write out the two layers of one network, so others fail or stay as they are; loop over all layers from
#   len(model.W) - 1 down to 0.
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    ones = np.ones((1, X.shape[1]))
    delta2 = (model.Y[1] - Y) * deriv_sigmoid(model.Y[1])
    delta1 = model.W[1][:, :-1].T @ delta2 * deriv_ReLu(model.Y[0])
    model.W[1] = model.W[1] - eta * delta2 @ np.vstack([model.Y[0], ones]).T
    model.W[0] = model.W[0] - eta * delta1 @ np.vstack([X, ones]).T
    return model


# %% backpropagation returns nothing
# question: q8
# hint: The weights are updated, but the function ends without return model, so model = backpropagation(...) gives None.
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: returns the model with the new weights
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]


# %% backpropagation returns the gradients
# question: q8
# hint: You return the list of gradients; return the model, whose weights you have updated.
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: returns the model with the new weights
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return gradients


# %% backpropagation changes the labels
# question: q8
# hint: Y -= ... writes into the labels of the caller, who needs them again in the next epoch; compute the error in a
#   new array, model.Y[-1] - Y.
# also costs: q11, q12
# because: networks are trained with it.
# fails: leaves X and Y as they are
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    Y -= model.Y[-1]
    slope = -Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation has the gradient of the mean squared error
# question: q8
# hint: Your step is 2 / n times the right one: you take the derivative of the mean of (Y[L] - Y)**2. The cost here is
#   half the sum, so dC/dY[L] = Y[L] - Y, with neither 2 nor 1/n.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    eta = 2 * eta / Y.shape[1]
    gradients = []
    slope = model.Y[-1] - Y
    for l in reversed(range(len(model.W))):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l + 1 == len(model.W) else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients.insert(0, delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T)
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation exchanges the two derivatives
# question: q8
# hint: You use deriv_ReLu in the last layer and deriv_sigmoid in the hidden ones; each layer has the derivative of its
#   own activation: sigmoid in the last, ReLu before.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# may fail: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_ReLu(model.Y[l]) if l == L - 1 else deriv_sigmoid(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation goes back through the biases
# question: q8
# hint: W[l].T @ dC/dZ[l] has one row too many, for the row of ones, which is no output of layer l-1; leave the last
#   column of W[l] out, W[l][:, :-1].
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: the step is the gradient itself, summed over the columns, and goes downhill
# fails: the step is proportional to eta
# fails: all gradients come from the weights before the update
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves X and Y as they are
# fails: returns the model with the new weights
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation does not transpose W
# question: q8
# hint: You multiply dC/dZ[l] with W[l] itself, which fits for square matrices only; going back takes the transpose,
#   dC/dY[l-1] = W[l].T @ dC/dZ[l], W[l] without its last column.
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: the step is the gradient itself, summed over the columns, and goes downhill
# fails: the step is proportional to eta
# fails: all gradients come from the weights before the update
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves X and Y as they are
# fails: returns the model with the new weights
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        if l:
            slope = model.W[l][:, :-1] @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation takes Z for the inputs of a layer
# question: q8
# hint: In dC/dW[l] you use Z[l-1]; the inputs of layer l are the activations Y[l-1] (X for the first layer).
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# may fail: the change of the bias column fits that of the weights in every layer
# may fail: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Z[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation takes a layer's own output for its input
# question: q8
# hint: In dC/dW[l] you use Y[l], what the layer gives; its inputs are Y[l-1] (X for the first layer). Comparing shapes
#   helps: dC/dW[l] must have the shape of W[l].
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: the step is the gradient itself, summed over the columns, and goes downhill
# fails: the step is proportional to eta
# fails: all gradients come from the weights before the update
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: leaves X and Y as they are
# fails: returns the model with the new weights
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        gradients[l] = delta @ np.vstack([model.Y[l], np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation computes the error in model.Y
# question: q8
# hint: model.Y[-1] -= Y overwrites the activation, and deriv_sigmoid then gets the error instead of it; compute the
#   error in a new array, model.Y[-1] - Y.
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1]
    slope -= Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation keeps the error in the dtype of the labels
# question: q8
# hint: np.zeros_like(Y) holds integers when the labels are integers, and cuts the error down to 0 or -1; compute it as
#   model.Y[-1] - Y, which is an array of floats.
# also costs: q11, q12
# because: networks are trained with it.
# fails: the change of the last layer's weights is along the gradient of the cost
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = np.zeros_like(Y)
    slope[:] = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation adds to the gradients of earlier calls
# question: q8
# hint: The gradients are kept in the model and each call adds its own to those of the calls before; begin with zeros in
#   every call.
# also costs: q11, q12
# because: networks are trained with it.
# fails: the step is proportional to eta
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    if not hasattr(model, "gradients"):
        model.gradients = [np.zeros(W.shape) for W in model.W]
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        model.gradients[l] = model.gradients[l] + delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, model.gradients)]
    return model


# %% backpropagation knows one output only
# question: q8
# hint: You take the first row of the last Y and of the labels, so further outputs learn nothing: a network may have
#   several outputs, one row each.
# fails: the change of the last layer's weights is along the gradient of the cost
def backpropagation(model, X, Y, eta=0.01):
    slope = np.zeros_like(model.Y[-1])
    slope[0] = model.Y[-1][0] - Y[0]
    steps = [None] * len(model.W)
    for layer in range(len(model.W) - 1, -1, -1):
        derivative = deriv_sigmoid if layer == len(model.W) - 1 else deriv_ReLu
        delta = derivative(model.Y[layer]) * slope
        inputs = model.Y[layer - 1] if layer else X
        steps[layer] = delta @ np.vstack([inputs, np.ones((1, inputs.shape[1]))]).T
        slope = model.W[layer][:, :-1].T @ delta
    model.W = [W - eta * step for W, step in zip(model.W, steps)]
    return model


# %% backpropagation divides by batch_size
# question: q8
# hint: You divide the gradient by model.batch_size; the cost is a sum over the columns, so nothing is divided, and the
#   batch need not have batch_size columns.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
# fails: takes any number of columns, whatever batch_size the model was made with
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T / model.batch_size
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation sees the first column only
# question: q8
# hint: Your gradient is that of one column alone; it is the sum over all columns, which the matrix product dC/dZ[l] @
#   [Y[l-1]; 1].T gives.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: the step is the gradient itself, summed over the columns, and goes downhill
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = np.outer(delta[:, 0], np.append(below[:, 0], 1))
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation sees the first output only
# question: q8
# hint: You take the error of the first output, model.Y[-1][0] - Y[0]; with several outputs each has an error of its
#   own: model.Y[-1] - Y.
# fails: the change of the last layer's weights is along the gradient of the cost
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1][0] - Y[0]
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation replaces the weights by the step
# question: q8
# hint: Your new W[l] is -eta * dC/dW[l] alone; the step is subtracted from the weights, W[l] - eta * dC/dW[l].
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: the step is the gradient itself, summed over the columns, and goes downhill
# fails: the step is proportional to eta
# fails: all gradients come from the weights before the update
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [-eta * g for g in gradients]
    return model


# %% backpropagation divides the gradient by its norm
# question: q8
# hint: You divide each gradient by its norm, so all steps are equally long; subtract eta * dC/dW[l] itself.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g / (np.linalg.norm(g) + 1e-12) for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation clips the gradient
# question: q8
# hint: You cut the entries of the gradient off at -1 and 1; subtract eta * dC/dW[l] as it is.
# fails: the step is the gradient itself, summed over the columns, and goes downhill
# may fail: the change of every hidden layer's weights follows from that of the layer above
# may fail: the change of the last layer's weights is along the gradient of the cost
# may fail: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * np.clip(g, -1, 1) for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation lets the weights decay
# question: q8
# hint: You add a multiple of W[l] to its gradient (weight decay); the cost has no such term here, so the step is eta *
#   dC/dW[l] alone.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: works together with your own feedforward and derivatives
# may fail: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T + 0.01 * model.W[l]
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation uses rounded outputs
# question: q8
# hint: You compare the labels with rounded outputs, so most errors are exactly 0; the error is model.Y[-1] - Y, with
#   the outputs as they are.
# also costs: q9, q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# may fail: the change of every hidden layer's weights follows from that of the layer above
# may fail: the change of the bias column fits that of the weights in every layer
# may fail: the step is the gradient itself, summed over the columns, and goes downhill
# may fail: takes any number of columns, whatever batch_size the model was made with
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = (model.Y[-1] >= 0.5) - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation passes on the slope without the derivative
# question: q8
# hint: You go back with W[l].T @ dC/dY[l]; it is dC/dZ[l], the slope multiplied by the derivative of layer l, that goes
#   through W[l].T.
# also costs: q11, q12
# because: networks are trained with it.
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ slope
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation takes the derivative of a layer from the layer before
# question: q8
# hint: For dC/dZ[l] you multiply by the derivative at Y[l-1]; it is taken at Y[l], the activation of the same layer.
# also costs: q11, q12
# because: networks are trained with it.
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[max(l - 1, 0)]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% train_NNet permutes X without Y
# question: q9
# hint: You permute the columns of X but leave Y as it is, so images get the labels of others; use the same permutation
#   for both: X[:, order] and Y[:, order].
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: keeps every label with its image
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet permutes X and Y differently
# question: q9
# hint: You draw one permutation for X and another for Y, so images get the labels of others; draw one and use it for
#   both.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: keeps every label with its image
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, np.random.permutation(N)]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet does not permute
# question: q9
# hint: Every epoch goes through the columns in the order of X; draw a permutation of the columns at the beginning of
#   each epoch.
# fails: permutes the columns anew in every epoch
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.arange(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet permutes once for all epochs
# question: q9
# hint: You draw the permutation before the loop over the epochs, so all epochs have the same batches; draw a new one
#   inside the loop.
# fails: permutes the columns anew in every epoch
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    order = np.random.permutation(N)
    for epoch in range(epochs):
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet sets the seed in every epoch
# question: q9
# hint: np.random.seed inside the loop gives the same permutation in every epoch; take it out of the loop.
# fails: permutes the columns anew in every epoch
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        np.random.seed(epoch * 0)
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet draws columns with replacement
# question: q9
# hint: You draw random column numbers, so some columns come twice in an epoch and others never; use
#   np.random.permutation, in which each comes once.
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.randint(0, N, N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet drops the last, smaller batch
# question: q9
# hint: Columns that do not fill a whole batch are left out: N // batch_size rounds down. The last batch is smaller, but
#   it belongs to the epoch.
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N - batch_size + 1, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet leaves the last batch out when it is less than half full
# question: q9
# hint: round(N / batch_size) rounds down when the last batch is less than half full, and its columns are never used:
#   round up, with ceil or with range(0, N, batch_size).
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for number in range(max(1, round(N / batch_size))):
            part = slice(number * batch_size, (number + 1) * batch_size)
            X_batch, Y_batch = X_shuffled[:, part], Y_shuffled[:, part]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet cuts batches of about equal size
# question: q9
# hint: np.array_split makes batches of about the same size; all batches have batch_size columns, only the last one has
#   what remains.
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for part in np.array_split(order, -(-N // batch_size)):
            X_batch, Y_batch = X[:, part], Y[:, part]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet takes one batch an epoch
# question: q9
# hint: Each epoch uses a single batch; an epoch goes through all columns, one batch after the other, so there are
#   ceil(N / batch_size) iterations in it.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: trains an NNet in batches of the size asked for
# fails: permutes the columns anew in every epoch
# fails: uses each column once an epoch, the last batch being smaller
# fails: runs as many epochs as asked for
# may fail: brings the cost down on a small separable problem, and returns the trained model
# may fail: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, batch_size, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet takes all columns as one batch
# question: q9
# hint: You call feedforward and backpropagation once an epoch, on all columns; cut the permuted columns into batches of
#   batch_size and take one after the other.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: trains an NNet in batches of the size asked for
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in [0]:
            X_batch, Y_batch = X_shuffled[:, start:], Y_shuffled[:, start:]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet ignores batch_size
# question: q9
# hint: The size of your batches is fixed in the function; take the argument batch_size.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, 4):
            X_batch, Y_batch = X_shuffled[:, start : start + 4], Y_shuffled[:, start : start + 4]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet fills the last batch up
# question: q9
# hint: You fill the last batch up with columns from the beginning, which are then used twice in an epoch; let the last
#   batch be smaller.
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            part = np.arange(start, start + batch_size) % N
            X_batch, Y_batch = X_shuffled[:, part], Y_shuffled[:, part]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet has overlapping batches
# question: q9
# hint: Your batches begin one column after the other and overlap; the next batch begins where the last one ends: start
#   goes up by batch_size.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: trains an NNet in batches of the size asked for
# fails: uses each column once an epoch, the last batch being smaller
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = (
                X_shuffled[:, start : start + batch_size + 1],
                Y_shuffled[:, start : start + batch_size + 1],
            )
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet runs one epoch too many
# question: q9
# hint: Your loop runs epochs + 1 times; range(epochs) runs epochs times.
# fails: trains an NNet in batches of the size asked for
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs + 1):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet runs one epoch too few
# question: q9
# hint: Your loop starts at 1 and so runs epochs - 1 times; range(epochs) runs epochs times.
# fails: trains an NNet in batches of the size asked for
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(1, epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet always runs 20 epochs
# question: q9
# hint: The number of epochs is fixed in the function; take the argument epochs.
# fails: trains an NNet in batches of the size asked for
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(20):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet does not pass eta on
# question: q9
# hint: You call backpropagation without eta, so it always uses its default of 0.01; pass the eta that train_NNet was
#   given.
# fails: passes its eta on to backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet lets eta decay
# question: q9
# hint: You change eta from epoch to epoch; pass the eta that train_NNet was given to every call of backpropagation.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: passes its eta on to backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        eta = eta * 0.9
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet makes 784 inputs whatever X is
# question: q9
# hint: The network always has 784 inputs; take them from the data: input_size=X.shape[0].
# fails: makes a network for the sizes of X and Y
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: the curves show the cost, and the norm of the change of each weight matrix
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=784, output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet makes one output whatever Y is
# question: q9
# hint: The network always has one output; take the number from the labels: output_size=Y.shape[0].
# fails: makes a network for the sizes of X and Y
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=1, batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet permutes X and Y in place
# question: q9
# hint: X[:, :] = ... writes into the arrays of the caller, whose data are in another order afterwards; keep the
#   permuted columns in new variables.
# fails: leaves X and Y as they are
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X[...] = X[:, order]
        Y[...] = Y[:, order]
        X_shuffled, Y_shuffled = X, Y
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet does not feed forward
# question: q9
# hint: You call backpropagation without feedforward(model, X_batch) before it, so the model's Z and Y do not belong to
#   the batch.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: runs feedforward on a batch before backpropagation on it
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet feeds all columns forward once an epoch
# question: q9
# hint: You call feedforward on all columns and then go through the batches; call it on each batch, right before
#   backpropagation on that batch.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: trains an NNet in batches of the size asked for
# fails: runs feedforward on a batch before backpropagation on it
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        model = feedforward(model, X)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet feeds forward after backpropagation
# question: q9
# hint: backpropagation needs the Z and Y of this batch, so feedforward(model, X_batch) comes before it, not after.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: runs feedforward on a batch before backpropagation on it
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = backpropagation(model, X_batch, Y_batch, eta)
            model = feedforward(model, X_batch)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet feeds the batch before forward
# question: q9
# hint: backpropagation gets a batch, but feedforward was called on another one; call both on the same X_batch.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: runs feedforward on a batch before backpropagation on it
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_shuffled[:, max(0, start - batch_size) : max(batch_size, start)])
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet returns nothing
# question: q9
# hint: The network is trained, but the function ends without return model.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()


# %% train_NNet returns a new network
# question: q9
# hint: You return a new NNet, whose weights are random; return the one you have trained.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return NNet(X.shape[0], Y.shape[0], batch_size, [64])


# %% train_NNet returns the network as it was at the start
# question: q9
# hint: You return a copy made before the training; return the model that backpropagation has updated.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    import copy

    start_model = copy.deepcopy(model)
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return start_model


# %% train_NNet makes a new network in every epoch
# question: q9
# hint: NNet(...) stands inside the loop over the epochs, so each epoch forgets what the last one learned; make the
#   network once, before the loop.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: works together with your own feedforward and backpropagation
# may fail: brings the cost down on a small separable problem, and returns the trained model
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
        model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet keeps its network from call to call
# question: q9
# hint: The network lives outside of the function and a second call goes on with it; make a new NNet at the beginning of
#   every call.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: makes a network for the sizes of X and Y
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: starts afresh in a second call
# fails: the curves show the cost, and the norm of the change of each weight matrix
# fails: works together with your own feedforward and backpropagation
kept = None


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    global kept
    if kept is None:
        kept = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
        kept.W = [W / np.sqrt(W.shape[1]) for W in kept.W]
    model = kept
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet keeps its curves from call to call
# question: q9
# hint: The lists of costs and changes live outside of the function, so a second call draws the points of the first one
#   too; begin with empty lists in every call.
# fails: starts afresh in a second call
costs, changes = [], []


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N = X.shape[1]
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet changes its default argument
# question: q9
# hint: A list as default argument is made once and shared by all calls, and you append to it; make a new list in the
#   function instead.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: starts afresh in a second call
# may fail: brings the cost down on a small separable problem, and returns the trained model
# may fail: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01, layers=[64]):
    layers.append(6)
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=list(layers))
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet draws no curves
# question: q9
# hint: You collect the costs and the changes but do not draw them; plot one curve for the cost and one for the change
#   of each layer, with plt.plot.
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    return model


# %% train_NNet draws the cost only
# question: q9
# hint: The changes of the weights are missing: plot for each layer the norm of W[l] after minus W[l] before, one point
#   an iteration.
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.show()
    return model


# %% train_NNet keeps one point an epoch
# question: q9
# hint: You note cost and changes once an epoch; note them at the end of every iteration, inside the loop over the
#   batches.
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
        costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
        changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet adds up the changes of all layers
# question: q9
# hint: You draw one curve for the sum of all layers' changes; each layer has a curve of its own.
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append(sum(np.linalg.norm(W - old) for W, old in zip(model.W, before)))
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet draws the norm of the weights
# question: q9
# hint: You take the norm of W[l] itself; take the norm of its change, W[l] after minus W[l] before the iteration.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet keeps the old weights too late
# question: q9
# hint: Your old weights are those after the update, so their change is always 0; keep copies of model.W before
#   backpropagation is called.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            before = list(model.W)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet draws the largest change
# question: q9
# hint: You take the largest entry of the change; take its norm, the root of the sum of squares: np.linalg.norm.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.max(np.abs(W - old)) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet draws the cost without its half
# question: q9
# hint: Your cost is the sum of squares; C has a factor 1/2 before it.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet does not square the error
# question: q9
# hint: Your cost sums |Y[L] - Y|; C is half the sum of the squares.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum(np.abs(model.Y[-1] - Y_batch)))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet trains copies that are thrown away
# question: q9
# hint: backpropagation gets a copy of the model, and what it returns is not kept, so your network never learns; write
#   model = backpropagation(model, ...).
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: the curves show the cost, and the norm of the change of each weight matrix
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            import copy

            backpropagation(copy.deepcopy(model), X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet exchanges the labels
# question: q9
# hint: You train with 1 - Y, so the network learns to answer 1 for class 0; use Y as it is.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: keeps every label with its image
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], 1 - Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet permutes the rows
# question: q9
# hint: np.random.permutation(X) and np.random.shuffle(X) reorder the rows, which are pixels; permute the columns, with
#   X[:, order] and Y[:, order].
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: permutes the columns anew in every epoch
# fails: keeps every label with its image
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        X_shuffled, Y_shuffled = np.random.permutation(X), np.random.permutation(Y)
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet scales X once more
# question: q9
# hint: You scale X inside train_NNet, so the network learns other numbers than the ones predict feeds it; X is
#   normalised already, take its columns as they are.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: permutes the columns anew in every epoch
# fails: keeps every label with its image
# fails: uses each column once an epoch, the last batch being smaller
# fails: brings the cost down on a small separable problem, and returns the trained model
# may fail: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    X = (X - X.mean(axis=1, keepdims=True)) / (X.std(axis=1, keepdims=True) + 1e-8)
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet stops when the cost goes up
# question: q9
# hint: You leave the loop as soon as a batch has a higher cost than the one before, which happens by chance all the
#   time; run as many epochs as asked for.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# may fail: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
        if epoch > 0 and costs[-1] > costs[-2]:
            break
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet trains on train_X_1_5
# question: q9
# hint: Inside the function you use the notebook's train_X_1_5 and train_y_1_5; use the arguments X and Y, so that you
#   can train on 7 and 9 too.
# also costs: q12
# because: the networks of q11 and q12 are trained with it.
# fails: trains an NNet in batches of the size asked for
# fails: permutes the columns anew in every epoch
# fails: keeps every label with its image
# fails: uses each column once an epoch, the last batch being smaller
# fails: runs as many epochs as asked for
# fails: makes a network for the sizes of X and Y
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: the curves show the cost, and the norm of the change of each weight matrix
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    X, Y = train_X_1_5, train_y_1_5.reshape(1, -1)
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet returns the costs too
# question: q9
# hint: You return a tuple (model, costs, ...); return the model alone, for predict needs it so, and draw the rest.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model, costs


# %% train_NNet returns inside its loop
# question: q9
# hint: The plots and `return model` are indented into the loop over the epochs, so the function ends after the first
#   epoch; move them out of the loop.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: trains an NNet in batches of the size asked for
# fails: permutes the columns anew in every epoch
# fails: runs as many epochs as asked for
# may fail: brings the cost down on a small separable problem, and returns the trained model
# may fail: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
        plt.plot(costs)
        plt.plot(changes)
        plt.show()
        return model


# %% train_NNet starts from zero weights
# question: q9
# hint: You set all weights to 0 at the start; then all neurons of a layer do the same and get the same gradient, and
#   ReLu lets none of it through. Let them start with different, random numbers, as NNet draws them.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: brings the cost down on a small separable problem, and returns the trained model
# may fail: starts afresh in a second call
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    model.W = [np.zeros(W.shape) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet keeps the old weights once an epoch
# question: q9
# hint: You copy the old weights before the loop over the batches, so the change grows from batch to batch; copy them
#   anew at the beginning of every iteration.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        before = [W.copy() for W in model.W]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet adds up the costs
# question: q9
# hint: You add each batch's cost to those before, so the curve can only rise; keep the cost of each batch by itself.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, cost, costs, changes = X.shape[1], 0, [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            cost += 0.5 * np.sum((model.Y[-1] - Y_batch) ** 2)
            costs.append(cost)
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet divides every cost by batch_size
# question: q9
# hint: You divide the cost by batch_size, but the last batch of an epoch has fewer columns; for a mean divide by the
#   number of columns the batch has, X_batch.shape[1].
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2) / batch_size)
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet draws the square of the norm
# question: q9
# hint: You sum the squares of the change; the norm is the root of that sum, as np.linalg.norm gives it.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.sum((W - old) ** 2) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet keeps views of the weights
# question: q9
# hint: W_before holds the model's own arrays, and a backpropagation that updates them in place changes both, so that
#   every change is 0; keep copies, W.copy() for each W.
# fails: the curves show the cost, and the norm of the change of each weight matrix
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    for l in range(L):
        model.W[l] -= eta * gradients[l]
    return model


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = list(model.W)
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet updates twice
# question: q9
# hint: backpropagation is called twice for each batch, so it takes two steps, the second with Z and Y that are out of
#   date; call feedforward and backpropagation once for each batch.
# also costs: q11, q12
# because: the networks of q11 and q12 are trained with it.
# fails: trains an NNet in batches of the size asked for
# fails: uses each column once an epoch, the last batch being smaller
# fails: runs as many epochs as asked for
# fails: runs feedforward on a batch before backpropagation on it
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            backpropagation(model, X_batch, Y_batch, eta)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet never sees the first column
# question: q9
# hint: Your batches begin with column 1, so the first column of the permutation is never used; Python counts from 0.
# fails: trains an NNet in batches of the size asked for
# fails: uses each column once an epoch, the last batch being smaller
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(1, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% train_NNet loses a column between two batches
# question: q9
# hint: Your slice ends at start + batch_size - 1, but a slice leaves its end out already, so every batch is one column
#   short; end at start + batch_size.
# fails: trains an NNet in batches of the size asked for
# fails: uses each column once an epoch, the last batch being smaller
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        for start in range(0, N, batch_size):
            batch = order[start : start + batch_size - 1]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X[:, batch])
            model = backpropagation(model, X[:, batch], Y[:, batch], eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y[:, batch]) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% predict takes 0.5 for d1
# question: q10
# hint: Your comparison puts an output of exactly 0.5 on the side of d1; d2 is due where the output is >= 0.5.
# fails: an output of exactly 0.5 is d2
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y > 0.5, d2, d1)


# %% predict returns outputs instead of digits
# question: q10
# hint: You return the network's outputs, numbers between 0 and 1; turn each into a digit: d1 where it is below 0.5, d2
#   where it is not.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    return feedforward(model, vectorize_images(test_images)).Y[-1][0]


# %% predict returns the matrix of outputs
# question: q10
# hint: You return model.Y[-1], the outputs in a matrix of one row; turn each into a digit, d1 where it is below 0.5 and
#   d2 where it is not, and take the row out of the matrix.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: returns a vector with one label an image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    return feedforward(model, vectorize_images(test_images)).Y[-1]


# %% predict returns classes 0 and 1
# question: q10
# hint: You return 0 and 1; return the digits that they stand for, d1 for 0 and d2 for 1.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    return (feedforward(model, vectorize_images(test_images)).Y[-1][0] >= 0.5).astype(int)


# %% predict exchanges d1 and d2
# question: q10
# hint: Yours gives d1 for large outputs and d2 for small ones; it is the other way round: below 0.5 means d1.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= 0.5, d1, d2)


# %% predict always answers 1 or 5
# question: q10
# hint: The digits 1 and 5 stand in your function; return d1 and d2, the arguments.
# also costs: q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: works for any pair of digits, 0 and 9 too, in either order
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= 0.5, 5, 1)


# %% predict sorts d1 and d2
# question: q10
# hint: Yours gives the smaller digit for outputs below 0.5; d1 belongs there, even when it is the larger of the two.
# fails: works for any pair of digits, 0 and 9 too, in either order
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= 0.5, max(d1, d2), min(d1, d2))


# %% predict takes the digit 0 for nothing
# question: q10
# hint: With `and` and `or` the digit 0 counts as false and is skipped; use np.where or an if ... else instead.
# fails: works for any pair of digits, 0 and 9 too, in either order
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.array([(y >= 0.5 and d2) or d1 or d2 for y in Y])


# %% predict returns a row
# question: q10
# hint: Your result has the shape (1, N), like model.Y[-1]; the answer is a vector (N,): take the row out of the matrix.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: returns a vector with one label an image
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1]
    return np.where(Y >= 0.5, d2, d1)


# %% predict squeezes a single answer
# question: q10
# hint: squeeze removes both axes when there is a single image, and no vector is left; take row 0 of model.Y[-1], which
#   is a vector for any number of images.
# fails: recognises a single image
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1].squeeze()
    return [d2 if y >= 0.5 else d1 for y in Y]


# %% predict gives one label for all images
# question: q10
# hint: Yours gives one label for all images, that of the first; compare the whole row model.Y[-1][0], one output for each
#   image.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: an output of exactly 0.5 is d2
# fails: returns a vector with one label an image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return d2 if Y[0] >= 0.5 else d1


# %% predict squeezes the outputs
# question: q10
# hint: squeeze() takes the last axis away, too, when there is a single image: take the row [0] or reshape(-1), so that
#   one image gives a vector with one label.
# fails: recognises a single image
def predict(model, test_images, d1, d2):
    model = feedforward(model, vectorize_images(test_images))
    return np.where(model.Y[-1].squeeze() >= 0.5, d2, d1)


# %% predict takes batch_size images only
# question: q10
# hint: You cut the outputs off after model.batch_size images; there is one label for every image, however many there
#   are.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: returns a vector with one label an image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    Y = feedforward(model, X).Y[-1][0]
    return np.where(Y[: model.batch_size] >= 0.5, d2, d1)


# %% predict assumes 784 pixels
# question: q10
# hint: The number 784 stands in your function; vectorize_images(test_images) takes the sizes from the images.
# fails: takes images of another size when the network fits
def predict(model, test_images, d1, d2):
    X = np.reshape(test_images, (-1, 784)).T
    Y = feedforward(model, X / X.max(axis=0)).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% predict divides the images by 255
# question: q10
# hint: You prepare the test images in another way than the training images; use vectorize_images, which divides each
#   image by its own largest pixel.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
def predict(model, test_images, d1, d2):
    X = test_images.reshape(len(test_images), -1).T / 255
    Y = feedforward(model, X).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% predict reads the first layer
# question: q10
# hint: model.Y[0] is the first hidden layer; the network's answer is the last one, model.Y[-1].
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[0][0]
    return np.where(Y >= 0.5, d2, d1)


# %% predict compares Z with 0.5
# question: q10
# hint: You compare model.Z[-1] with 0.5; 0.5 is the threshold for the activation model.Y[-1].
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: an output of exactly 0.5 is d2
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Z = feedforward(model, vectorize_images(test_images)).Z[-1][0]
    return np.where(Z >= 0.5, d2, d1)


# %% predict does not feed the images forward
# question: q10
# hint: You read model.Y[-1] as it was left by an earlier batch; call feedforward(model, vectorize_images(test_images))
#   first.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: returns a vector with one label an image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    return np.where(model.Y[-1][0] >= 0.5, d2, d1)


# %% predict uses another model
# question: q10
# hint: Inside the function you use another network than the argument model; feed the images to the model that is
#   passed.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    other = NNet(784, 1, len(test_images), [4])
    other.W = [abs(W) for W in other.W]
    Y = feedforward(other, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% predict changes the images
# question: q10
# hint: You write into test_images, and the images of the caller change; work on a new array, as vectorize_images does.
# fails: takes another number of images in a second call, and leaves them as they are
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    test_images[...] = 1
    return np.where(Y >= 0.5, d2, d1)


# %% predict keeps the answers of its first call
# question: q10
# hint: You store the answers and return them again in the next call, whatever images it gets; compute them anew in
#   every call.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: takes another number of images in a second call, and leaves them as they are
answers = {}


def predict(model, test_images, d1, d2):
    if id(model) not in answers:
        Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
        answers[id(model)] = (model, np.where(Y >= 0.5, d2, d1))
    return answers[id(model)][1]


# %% predict takes argmax of a single output
# question: q10
# hint: Every image gets d1, whatever its output is: compare the output itself with 0.5. (Its integer part, and argmax
#   over the rows of a single output, are always 0.)
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1]
    return np.where(np.argmax(Y, axis=0) == 1, d2, d1)


# %% predict compares with the mean of the outputs
# question: q10
# hint: Your threshold is the mean of the outputs, so it moves with the images that are asked about; it is 0.5, always.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: recognises a single image
# may fail: gives every image its label
# may fail: works for any pair of digits, 0 and 9 too, in either order
# may fail: takes another number of images in a second call, and leaves them as they are
# may fail: takes images of another size when the network fits
# may fail: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= Y.mean(), d2, d1)


# %% predict does not vectorise the images
# question: q10
# hint: You feed the images to the network as they are, (N, height, width); it takes columns, vectorize_images makes
#   them.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: returns a vector with one label an image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Y = feedforward(model, test_images).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% predict returns after the first image
# question: q10
# hint: `return` stands inside the loop over the images, so only the first one gets a label; return after the loop.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: an output of exactly 0.5 is d2
# fails: returns a vector with one label an image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    labels = []
    for y in feedforward(model, vectorize_images(test_images)).Y[-1][0]:
        labels.append(d2 if y >= 0.5 else d1)
        return np.array(labels)


# %% predict divides by the largest pixel of all images
# question: q10
# hint: Your test images are divided by one number, the largest pixel of them all; use vectorize_images, in which each
#   image has its own largest pixel, as in training.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: gives every image its label
def predict(model, test_images, d1, d2):
    X = test_images.reshape(len(test_images), -1).T / test_images.max()
    Y = feedforward(model, X).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% predict asks model_1_5
# question: q10
# hint: Inside the function you use the notebook's model_1_5; use the argument model, so that it works for any network.
# also costs: q12
# because: predict says what the networks of q11 and q12 answer.
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: an output of exactly 0.5 is d2
# fails: returns a vector with one label an image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Y = feedforward(model_1_5, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% predict resets the weights
# question: q10
# hint: You make new weights in predict (model.__init__ or model.W = ...), so what was learned is lost; only the columns
#   of Z and Y depend on the number of images, and feedforward takes care of those.
# also costs: q11, q12
# because: predict says what the networks of q11 and q12 answer.
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: recognises a single image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
# may fail: an output of exactly 0.5 is d2
def predict(model, test_images, d1, d2):
    model.__init__(model.input_size, model.output_size, len(test_images), model.hidden_layers)
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% model_1_5 is never trained
# question: q11
# hint: model_1_5 is a fresh network with random weights; train it with train_NNet on train_X_1_5 and its labels.
model_1_5 = NNet(784, 1, 1000, [64])


# %% model_1_5 is trained with steps that are too large
# question: q11
# hint: With eta = 100 the first steps carry all weights so far away that every output sits at 0 or 1, where the sigmoid
#   is flat and nothing is learned any more; take a small eta, 0.1 or less.
model_1_5 = train_NNet(train_X_1_5, train_y_1_5.reshape(1, -1), epochs=20, batch_size=16, eta=100)


# %% model_1_5 is trained with the digits as labels
# question: q11
# hint: The labels you train with are 1 and 5, but the output lies between 0 and 1, so the network answers 1 to
#   everything; train with classes, 0 for the digit 1 and 1 for the digit 5.
model_1_5 = train_NNet(train_X_1_5, y_1_5.reshape(1, -1).astype(float), epochs=20, batch_size=16, eta=0.01)


# %% model_7_9 is the network for 1 and 5
# question: q12
# hint: model_7_9 is the network that was trained on 1 and 5; train another one, on the images of 7 and 9.
model_7_9 = model_1_5


# %% model_7_9 is trained with exchanged classes
# question: q12
# hint: Your network learns 1 for a 7 and 0 for a 9; the first digit, 7, is class 0 and the second, 9, is class 1.
model_7_9 = train_NNet(train_X_7_9, np.where(y_7_9 == 7, 1, 0).reshape(1, -1), epochs=20, batch_size=16, eta=0.01)


# %% model_7_9 is trained with the digits as labels
# question: q12
# hint: The labels you train with are 7 and 9, but the output lies between 0 and 1, so the network answers 1 to
#   everything; train with classes, 0 for a 7 and 1 for a 9.
model_7_9 = train_NNet(train_X_7_9, y_7_9.reshape(1, -1).astype(float), epochs=20, batch_size=16, eta=0.01)
