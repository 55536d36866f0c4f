"""The audit: do the graded tests catch every wrong solution and accept every right one?"""
