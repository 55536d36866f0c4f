"""The pages, a module each: what a page shows, and what its forms change, on the functions of `marks` and `reports`."""
