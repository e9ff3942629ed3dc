"""One pass over everything that waits: the only room that knows all wings and all doors."""
