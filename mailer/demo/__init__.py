"""Plays the whole job in front of the reader, on a mail server inside this process."""
