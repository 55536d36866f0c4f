"""Data sets of the assignments: images of digits, where to get them, how they are checked and kept."""

from autograder.datasets.digit_images import DigitImages, load_digits_file, save_digits_file
from autograder.datasets.mnist import MnistParts, WrittenMnist, get_mnist, mnist_from_openml, mnist_from_path

__all__ = [
    "DigitImages",
    "MnistParts",
    "WrittenMnist",
    "get_mnist",
    "load_digits_file",
    "mnist_from_openml",
    "mnist_from_path",
    "save_digits_file",
]
