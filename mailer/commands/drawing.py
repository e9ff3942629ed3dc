"""`states`: the table of moves that may happen to a case, as a Mermaid picture, drawn from the code."""

from mailer.casework.state_picture import state_picture


def states() -> int:
    """Prints the picture. 0."""
    print(state_picture(), end="")
    return 0
