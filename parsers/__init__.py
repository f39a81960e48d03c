"""Reading: from the files a person sends to a `Letter` with evidence for every value.

The vocabulary (`model`, `money`, `dates`, `identifiers`, `errors`, `lookalikes`) is the lowest floor of the
project: plain Python, usable without any image, PDF or OCR library.
"""
