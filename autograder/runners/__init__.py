"""Who grades a submission: the sealed engine, the workers of a cluster, or otter's own runner."""
