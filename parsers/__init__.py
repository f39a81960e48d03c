"""Reading a collection letter: from bytes to a letter with evidence for every value."""
