"""Replaces what the notebook process hands over to the grader by something that runs there."""

# base: stubs
# folder: hostile

# %% q1
import pickle


class Message:
    def __reduce__(self):
        return print, ("this line is printed by whoever loads the results",)


honest_dump, honest_dumps = pickle.dump, pickle.dumps
pickle.dump = lambda value, file, *arguments, **options: honest_dump(Message(), file)
pickle.dumps = lambda value, *arguments, **options: honest_dumps(Message())
