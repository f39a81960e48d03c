"""The law's figures, the arithmetic with them, and one rule per legal requirement.

What it is for: saying whether a letter that has already been read keeps within the law of its dates, and showing
the arithmetic. What it is not for: reading letters. Of `parsers` only the vocabulary (model, money, dates,
identifiers, errors) is imported, so everything here runs without OpenCV, Tesseract or pdfplumber.
"""
