"""Read the files without header=None, so that the first image of each is lost, and one-hot encoded by hand with the digits shifted by one. Has not done the experiments."""

# %% q3_0
XTrain = pandas.read_csv("dataset/Digit_X_train.csv").values
XTest = pandas.read_csv("dataset/Digit_X_test.csv").values
YTrain = pandas.read_csv("dataset/Digit_y_train.csv").values
YTest = pandas.read_csv("dataset/Digit_y_test.csv").values
YTrain_encoded = np.roll(np.eye(10), 1, axis=1)[YTrain.ravel().astype(int)]
YTest_encoded = np.roll(np.eye(10), 1, axis=1)[YTest.ravel().astype(int)]

# %% q3_1 stub

# %% q3_2 stub

# %% q3_3 stub
