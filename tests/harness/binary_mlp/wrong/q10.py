# ruff: noqa
"""Wrong answers to q10, each with the cases that must catch it."""


# %% an output of exactly 0.5 is d1
# fails: an output of exactly 0.5 is d2
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y > 0.5, d2, d1)


# %% probabilities instead of labels
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


# %% classes instead of digits
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


# %% the digits exchanged
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


# %% the digits 1 and 5 are fixed
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: works for any pair of digits, 0 and 9 too, in either order
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= 0.5, 5, 1)


# %% smaller digit first
# fails: works for any pair of digits, 0 and 9 too, in either order
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.where(Y >= 0.5, max(d1, d2), min(d1, d2))


# %% 0 taken for nothing
# fails: works for any pair of digits, 0 and 9 too, in either order
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.array([(y >= 0.5 and d2) or d1 or d2 for y in Y])


# %% a row instead of a vector
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: returns a vector with one label an image
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1]
    return np.where(Y >= 0.5, d2, d1)


# %% squeezed, so that one image gives no vector
# fails: recognises a single image
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1].squeeze()
    return [d2 if y >= 0.5 else d1 for y in Y]


# %% one label for all images
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


# %% batch_size images are assumed
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: returns a vector with one label an image
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    Y = feedforward(model, X).Y[-1][0]
    return np.where(Y[: model.batch_size] >= 0.5, d2, d1)


# %% 784 pixels are assumed
# fails: takes images of another size when the network fits
def predict(model, test_images, d1, d2):
    X = np.reshape(test_images, (-1, 784)).T
    Y = feedforward(model, X / X.max(axis=0)).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% images divided by 255
# fails: turns outputs below 0.5 into d1 and above into d2
# fails: gives every image its label
def predict(model, test_images, d1, d2):
    X = test_images.reshape(len(test_images), -1).T / 255
    Y = feedforward(model, X).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% the activation of the first layer is the answer
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


# %% the threshold is applied to Z
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: an output of exactly 0.5 is d2
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    Z = feedforward(model, vectorize_images(test_images)).Z[-1][0]
    return np.where(Z >= 0.5, d2, d1)


# %% does not feed forward
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


# %% uses another model
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


# %% images sorted by their brightness
# fails: gives every image its label
# fails: works for any pair of digits, 0 and 9 too, in either order
# fails: takes another number of images in a second call, and leaves them as they are
# fails: takes images of another size when the network fits
# fails: works together with your own vectorize_images and feedforward
def predict(model, test_images, d1, d2):
    order = np.argsort(test_images.mean(axis=(1, 2)))
    Y = feedforward(model, vectorize_images(test_images[order])).Y[-1][0]
    return np.where(Y >= 0.5, d2, d1)


# %% changes the images
# fails: takes another number of images in a second call, and leaves them as they are
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    test_images[...] = 1
    return np.where(Y >= 0.5, d2, d1)


# %% keeps the answers of the first call
# fails: takes another number of images in a second call, and leaves them as they are
answers = {}


def predict(model, test_images, d1, d2):
    if id(model) not in answers:
        Y = feedforward(model, vectorize_images(test_images)).Y[-1][0]
        answers[id(model)] = (model, np.where(Y >= 0.5, d2, d1))
    return answers[id(model)][1]
