"""Forgot a colon in the cell of backpropagation, the last thing changed before handing in. Has not trained yet."""

# %% q8 text
# def backpropagation(model, X, Y, eta=0.01)
#     last = len(model.W) - 1
#     return model

# %% q11 stub

# %% q12 stub
