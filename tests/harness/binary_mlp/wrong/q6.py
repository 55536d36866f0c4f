# ruff: noqa
"""Wrong answers to q6, each with the cases that must catch it."""

# %% one word
# fails: ans_i says what Y, Z and W are for
ans_i = "weights"


# %% an empty answer
# fails: ans_ii explains line 1
ans_ii = "   "


# %% a number
# fails: ans_iii explains line 2
ans_iii = 3


# %% the same word again and again
# fails: ans_iv explains line 3
ans_iv = "random random random random random"
