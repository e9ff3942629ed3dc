"""The table of moves as a picture: Mermaid text, drawn from the code, so that it cannot differ from it."""

from mailer.model.case import NEXT, State


def state_picture() -> str:
    """A Mermaid state diagram of every move that may happen to a case."""
    lines = ["stateDiagram-v2", f"    [*] --> {_name(State.OPEN)}"]
    for state, moves in NEXT.items():
        by_goal: dict[State, list[str]] = {}
        for move, goal in moves.items():
            by_goal.setdefault(goal, []).append(move.value)
        lines += [f"    {_name(state)} --> {_name(goal)} : {', '.join(words)}" for goal, words in by_goal.items()]
    lines.append(f"    {_name(State.CLOSED)} --> [*]")
    return "\n".join(lines) + "\n"


def _name(state: State) -> str:
    return state.value.replace("-", "_")
