"""Learning platforms: their downloads come in, marks and feedback go out to them."""
