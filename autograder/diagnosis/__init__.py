"""Why points were lost: the known mistake that explains what a submission did, or what is wrong in general.

It runs on the trusted side after a submission has been graded. Known mistakes run in a turn of the jail of their own,
on the reference solution, in the very test cases that the submission failed, with the same inputs. What students read
of it is fixed text: the bank's hints, and sentences of closed sets. No value of a hidden test is ever in it.
"""
