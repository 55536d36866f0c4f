"""Grading on a dask.distributed cluster.

`interpreters` and `station` are what runs on its workers, `connection` and `workers` what runs beside the gradebook.
"""
