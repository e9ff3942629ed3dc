"""`states`: the table of moves that may happen to a case, as a Mermaid picture, drawn from the code."""

from mailer.model.case import NEXT, State


def states() -> int:
    """Prints the picture. 0."""
    print(picture())
    return 0


def picture() -> str:
    """One arrow for each pair of states, the moves on it; what is not drawn cannot happen."""
    lines = ["stateDiagram-v2", "    [*] --> open"]
    for state, moves in NEXT.items():
        arrows: dict[State, list[str]] = {}
        for move, to in moves.items():
            arrows.setdefault(to, []).append(move.value)
        lines += [f"    {_name(state)} --> {_name(to)}: {', '.join(names)}" for to, names in arrows.items()]
    return "\n".join(lines)


def _name(state: State) -> str:
    return state.value.replace("-", "_")  # Mermaid takes no hyphen in a state's id
