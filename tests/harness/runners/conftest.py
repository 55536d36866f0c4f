from tests.harness.tiny import make_notebook, make_zip, no_guardian, questions, tiny_files, tiny_zip

__all__ = ["make_notebook", "make_zip", "no_guardian", "questions", "tiny_files", "tiny_zip"]
