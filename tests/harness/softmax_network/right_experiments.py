"""Right solutions of parts 3 and 4 of softmax_network, written differently."""

from .variants import right

EPOCHS, RATES, LAMBDAS = "fixed_epochs", "fixed_rates", "fixed_lambdas"
DATA = "encoder.fit_transform"

# the names of the original text: one set of dictionaries for all questions, and variables for what is fixed
ORIGINAL = """
hidden_dim, learning_rate, reg_lambda, n_epochs = 6, 0.1, 0.01, 5
choices = {values}
scores_train = {{"Accuracy": [], "F1 (Macro)": []}}
scores_test = {{"Accuracy": [], "F1 (Macro)": []}}
for {varied} in choices:
    network = Network(
        [Layer(64, hidden_dim), Layer(hidden_dim, 10)],
        [sigmoid, softmax], [d_sigmoid, d_softmax], cross_entropy_loss, d_cross_entropy_loss,
    )
    network.fit(XTrain, YTrain_encoded, n_epochs, learning_rate, reg_lambda)
    for scores, images, digits in ((scores_train, XTrain, YTrain), (scores_test, XTest, YTest)):
        labels = network.predict(images)
        scores["Accuracy"].append(accuracy_score(digits.flatten(), labels))
        scores["F1 (Macro)"].append(f1_score(digits.flatten(), labels, average="macro"))
{name} = choices
"""


RIGHT_EXPERIMENTS = (
    right(
        "names of the original text for epochs",
        "del epoch_choices, scores_train_epochs, scores_test_epochs, fixed_epochs\n"
        + ORIGINAL.format(name="epochs", varied="n_epochs", values="[1, 2, 3, 5, 8]"),
        after=EPOCHS,
        end="fixed_rates",
        only=("q3_1",),
    ),
    right(
        "names of the original text for rates",
        "del rate_choices, scores_train_rates, scores_test_rates, fixed_rates\n"
        + ORIGINAL.format(name="LRs", varied="learning_rate", values="[0.1, 0.2, 0.3, 0.4, 0.5]"),
        after=RATES,
        end="fixed_lambdas",
        only=("q3_2",),
    ),
    right(
        "names of the original text for lambdas",
        "del lambda_choices, scores_train_lambdas, scores_test_lambdas, fixed_lambdas\n"
        + ORIGINAL.format(name="lambdas", varied="reg_lambda", values="[0, 0.1, 0.2, 0.3, 0.4]"),
        after=LAMBDAS,
        only=("q3_3",),
    ),
    right(
        "arrays and tuples",
        "rate_choices = np.array(rate_choices)\n"
        "scores_test_rates = {key: np.array(value) for key, value in scores_test_rates.items()}\n"
        "scores_train_rates = {key: tuple(value) for key, value in scores_train_rates.items()}",
        after=RATES,
    ),
    right("labels in a vector", "YTrain, YTest = YTrain.ravel(), YTest.ravel()", after=DATA),
    right(
        "one-hot without scikit-learn",
        "YTrain_encoded = np.eye(10, dtype=int)[YTrain.ravel().astype(int)]\n"
        "YTest_encoded = (YTest == np.arange(10)).astype(np.float32)",
        after=DATA,
    ),
    right("loaded with numpy", "XTrain = np.loadtxt('dataset/Digit_X_train.csv', delimiter=',')", after=DATA),
    right(
        "two hidden layers",
        "fixed_lambdas = {'hidden': [9, 7], 'epochs': 20, 'learning_rate': 1.0}\n"
        "runs = []\n"
        "for choice in lambda_choices:\n"
        "    network = Network([Layer(64, 9), Layer(9, 7), Layer(7, 10)], [sigmoid, sigmoid, softmax],\n"
        "                      [d_sigmoid, d_sigmoid, d_softmax], cross_entropy_loss, d_cross_entropy_loss)\n"
        "    network.fit(XTrain, YTrain_encoded, 20, 1.0, choice)\n"
        "    labels = network.predict(XTest)\n"
        "    runs.append((accuracy_score(YTest.ravel(), labels), f1_score(YTest.ravel(), labels, average='macro')))\n"
        "scores_test_lambdas = dict(zip(('Accuracy', 'F1 (Macro)'), zip(*runs)))",
        after=LAMBDAS,
    ),
    right(
        "an answer in another language",
        "ans_q4_2 = 'به‌زبان ساده، داده‌ها لایه به لایه جلو می‌روند.'",
        after="answer_forward",
    ),
)
