"""The doors: the command line today, the page and the API as they come, and the reports they share."""
