"""When a letter may be sent and how long it must give."""
