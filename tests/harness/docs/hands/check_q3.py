"""What a student does in the notebook: a first try at q3, and its check."""

import otter

vectorize_images = lambda X: X.reshape(len(X), -1) / 255  # noqa: E731

print(otter.Notebook("binary_mlp.ipynb").check("q3"))
