"""Invented Norwegian collection letters with their truth, for development, tests and measurement.

For: rendering letters from scenarios (facts and intended defects) in many layouts, degrading the pages to scans
and phone photos, and writing beside each letter what is printed in it. Not for: reading or judging letters;
nothing in `parsers`, `checks` or `service` imports from here.
"""
