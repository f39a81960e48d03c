"""The checks, one legal requirement in each module, in a folder for each group of the catalogue."""
