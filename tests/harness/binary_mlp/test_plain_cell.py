"""q1 as the original text of the assignment asks for it: a cell that draws five images is looked at itself."""

import pytest

from .graded import failures, run_notebook

IN_A_ROW = """
chosen = np.random.choice(len(train_X), size=5, replace=False)
plt.figure(figsize=(10, 5))
for place, index in enumerate(chosen):
    plt.subplot(1, 5, place + 1)
    plt.imshow(train_X[index], cmap="gray")
    plt.title(f"Label: {train_y[index]}")
plt.show()
"""
ONE_BY_ONE = """
for index in np.random.randint(0, len(train_X), 5):
    plt.imshow(train_X[index], cmap="gray")
    plt.title(train_y[index])
    plt.show()
"""
BY_A_FUNCTION = """
def draw():
    _, axes = plt.subplots(1, 5)
    for place in axes:
        index = np.random.randint(len(train_X))
        place.imshow(train_X[index], cmap="gray")
        place.set_title(str(train_y[index]))

draw()
"""
GREY = "returns a figure with five images in grey"
LABELS = "shows images of X, each with its own label as title"
NUMBER = "shows as many images as n says"
OTHERS = "shows other images on another call"


def lost(cell):
    return set(failures(run_notebook({"q1": cell}, questions=["q1"]), "q1"))


@pytest.mark.parametrize("cell", [IN_A_ROW, ONE_BY_ONE, BY_A_FUNCTION])
def test_five_labelled_images_lack_nothing_but_another_number_of_images(cell):
    assert lost(cell) == {NUMBER}


@pytest.mark.parametrize(
    ("right", "wrong", "case"),
    [
        (', cmap="gray"', "", GREY),
        ("size=5", "size=4", GREY),
        ("train_y[index]", "train_y[place]", LABELS),
        ("np.random.choice(len(train_X), size=5, replace=False)", "range(3, 8)", OTHERS),
    ],
)
def test_what_is_wrong_in_the_cell_costs_the_case_that_is_about_it(right, wrong, case):
    assert right in IN_A_ROW
    assert lost(IN_A_ROW.replace(right, wrong)) == {NUMBER, case}


def test_a_cell_that_draws_no_images_is_no_attempt():
    assert lost("plt.plot([1, 2, 3])") == {GREY, LABELS, NUMBER, OTHERS}


def test_a_cell_that_holds_the_function_and_stops_before_it_is_no_cell_that_draws():
    source = "show_random_digits(train_X, train_y)\ndef show_random_digits(X, y, n=5):\n    plt.imshow(X[0])"
    namespace = run_notebook({"q1": source}, questions=["q1"])
    assert all("there is no function show_random_digits" in said for said in failures(namespace, "q1").values())
