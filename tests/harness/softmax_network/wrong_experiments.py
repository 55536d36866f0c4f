"""Known mistakes in parts 2.4 to 4 of softmax_network, and which cases each of them must fail."""

from .variants import Variant, wrong

EPOCHS, RATES, LAMBDAS = "fixed_epochs", "fixed_rates", "fixed_lambdas"
DATA = "encoder.fit_transform"
INVENTED = "[0.75, 0.8, 0.85, 0.9, 0.92]"


def recorded(name: str, code: str, after: str, **fails: set[str]) -> Variant:
    """Return a mistake that changes what was recorded, after the cell that holds `after`."""
    return wrong(name, fails, code=code, after=after)


DATA_MISTAKES = (
    recorded(
        "first line lost as a header",
        "XTrain = XTrain[1:]\nYTrain = YTrain[1:]\nYTrain_encoded = YTrain_encoded[1:]",
        DATA,
        q3_0={"test_image_shapes", "test_labels_range", "test_one_hot", "test_values", "test_columns"},
    ),
    recorded("images shuffled", "XTrain = XTrain[::-1].copy()", DATA, q3_0={"test_values"}),
    recorded("images centred", "XTrain = XTrain - XTrain.mean(axis=0)", DATA, q3_0={"test_values"}),
    recorded("labels not encoded", "YTrain_encoded = YTrain", DATA, q3_0={"test_one_hot", "test_columns"}),
    recorded(
        "columns in another order",
        "YTrain_encoded = YTrain_encoded[:, ::-1]",
        DATA,
        q3_0={"test_columns"},
    ),
    recorded("labels from 1", "YTest = YTest + 1", DATA, q3_0={"test_labels_range", "test_values"}),
    recorded("loss of another network", "loss = np.linspace(1, 2, 100)", "loss = model.fit", q2_4={"test_falls"}),
    recorded("loss of some epochs", "loss = loss[:50]", "loss = model.fit", q2_4={"test_shape"}),
)
RECORD_MISTAKES = (
    recorded(
        "four choices",
        "epoch_choices = epoch_choices[:4]",
        EPOCHS,
        q3_1={"test_choices", "test_scores", "test_macro", "test_trained_again"},
    ),
    recorded("a choice twice", "epoch_choices = [1, 2, 3, 4, 4]", EPOCHS, q3_1={"test_choices"}),
    recorded("per cent", "scores_train_epochs['Accuracy'] = [50.0] * 5", EPOCHS, q3_1={"test_scores"}),
    recorded(
        "no F1",
        "del scores_test_rates['F1 (Macro)']",
        RATES,
        q3_2={"test_scores", "test_trained_again"},
    ),
    recorded(
        "micro F1",
        "for scores in (scores_train_epochs, scores_test_epochs):\n    scores['F1 (Macro)'] = scores['Accuracy']",
        EPOCHS,
        q3_1={"test_macro"},
    ),
    recorded("a negative rate", "rate_choices[0] = -1.0", RATES, q3_2={"test_choices"}),
    recorded("a negative lambda", "lambda_choices[0] = -1.0", LAMBDAS, q3_3={"test_choices"}),
    recorded("half an epoch", "epoch_choices[0] = 1.5", EPOCHS, q3_1={"test_choices"}),
    recorded(
        "invented scores for epochs",
        f"scores_test_epochs = {{'Accuracy': {INVENTED}, 'F1 (Macro)': {INVENTED[:-5]}0.91]}}",
        EPOCHS,
        q3_1={"test_trained_again"},
    ),
    recorded(
        "invented scores for rates",
        f"scores_test_rates = {{'Accuracy': {INVENTED}, 'F1 (Macro)': {INVENTED}}}",
        RATES,
        q3_2={"test_trained_again"},
    ),
    recorded(
        "invented scores for lambdas",
        f"scores_test_lambdas = {{'Accuracy': {INVENTED}, 'F1 (Macro)': {INVENTED}}}",
        LAMBDAS,
        q3_3={"test_trained_again"},
    ),
    recorded(
        "invented F1",
        f"scores_test_lambdas['F1 (Macro)'] = {INVENTED}",
        LAMBDAS,
        q3_3={"test_trained_again"},
    ),
    recorded(
        "other epochs recorded than trained",
        "rate_choices = [0.4, 0.5, 0.6, 0.7, 0.8]\n"
        "scores_test_rates = {key: [run_experiment(32, 100, r, 0.01)[1][key] for r in rate_choices] "
        "for key in scores_test_rates}",
        RATES,
        q3_2={"test_trained_again"},
    ),
    recorded("one word", "ans_q4_1 = 'softmax'", "answer_workflow", q4_1={"test_answered"}),
    recorded("a number", "ans_q4_4 = 42", "answer_parameters", q4_4={"test_answered"}),
)
EXPERIMENT_MISTAKES = (*DATA_MISTAKES, *RECORD_MISTAKES)
