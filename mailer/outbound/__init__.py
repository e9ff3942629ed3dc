"""What do we write, and how? Letters as typed facts become mail. Pure: no clock, no chance, no file, no socket."""
