"""Named the column of the labels wrongly, so that the cell of Q3.0 ends in an exception, and the experiments after it too."""

# %% q3_0
XTrain = pandas.read_csv("dataset/Digit_X_train.csv", header=None).values
XTest = pandas.read_csv("dataset/Digit_X_test.csv", header=None).values
YTrain = pandas.read_csv("dataset/Digit_y_train.csv", header=None)["label"].values
YTest = pandas.read_csv("dataset/Digit_y_test.csv", header=None)["label"].values
encoder = OneHotEncoder(sparse_output=False)
YTrain_encoded = encoder.fit_transform(YTrain)
YTest_encoded = encoder.transform(YTest)
