"""Passes the labels as a vector to train_NNet, so that both training cells end in an exception."""

# %% q11
model_1_5 = train_NNet(train_X_1_5, train_y_1_5, epochs=40, batch_size=16, eta=0.02)

# %% q11
print(np.mean(predict(model_1_5, X_1_5, 1, 5) == y_1_5))

# %% q12
X_7_9, y_7_9 = extract_digits(train_X, train_y, 7, 9)
model_7_9 = train_NNet(vectorize_images(X_7_9), np.where(y_7_9 == 7, 0, 1), epochs=40, batch_size=16, eta=0.02)

# %% q12
print(np.mean(predict(model_7_9, X_7_9, 7, 9) == y_7_9))
