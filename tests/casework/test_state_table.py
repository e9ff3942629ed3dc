"""The table of moves: what is not in it cannot happen, and the picture shows all of it."""

from dataclasses import replace

import pytest

from mailer.casework.state_picture import state_picture
from mailer.model.case import NEXT, Move, NotNow, State
from tests.casework.office import Play, peer, referral


@pytest.mark.parametrize("state", State)
def test_a_move_that_is_not_in_the_table_cannot_happen(state: State) -> None:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    case = replace(play.case(), state=state)
    for move in Move:
        if move in NEXT[state]:
            assert case.after(move).state is NEXT[state][move]
        else:
            with pytest.raises(NotNow):
                case.after(move)


def test_every_state_but_the_last_can_be_closed() -> None:
    for state, moves in NEXT.items():
        assert state is State.CLOSED or State.CLOSED in moves.values()


def test_the_picture_shows_every_move() -> None:
    picture = state_picture()
    assert picture.startswith("stateDiagram-v2\n")
    for state, moves in NEXT.items():
        for move, goal in moves.items():
            start = f"    {state.value.replace('-', '_')} --> {goal.value.replace('-', '_')} : "
            assert any(line.startswith(start) and move.value in line for line in picture.splitlines())
