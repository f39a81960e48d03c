"""Whether the figures of the letter agree with each other."""
