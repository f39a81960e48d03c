"""Numbers to pay to, and who asks for the money."""
