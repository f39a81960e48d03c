"""The work behind the door: reading and checking letters in processes of their own, apart from the requests."""
