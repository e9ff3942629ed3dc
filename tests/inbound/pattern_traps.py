"""Worst cases for a regular expression, made from the expression itself; and a judgement of its cost by growth.

A trap walks up to a repetition, feeds it what it takes, and then disappoints it. Growth is what counts: the time at four
times the size must not be eight times as long (linear: 4, quadratic: 16). No clock on the wall is asked.
"""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

_sre = import_module("re._parser")
_Node = tuple[Any, Any]
_REPEATS = (_sre.MAX_REPEAT, _sre.MIN_REPEAT, _sre.POSSESSIVE_REPEAT)
_CANDIDATES = "a \n1-_.',@>:<\t(A\u00e9\u3000;/*\"$&=!"
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_WORD": lambda c: c.isalnum() or c == "_",
    "CATEGORY_NOT_WORD": lambda c: not (c.isalnum() or c == "_"),
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_NOT_DIGIT": lambda c: not c.isdigit(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda c: not c.isspace(),
}
_MOST_PUMPS = 5
SIZES = (6, 24, 96, 384, 1536, 6144)  # begins low: what grows without measure shows before it hangs
_MEASURABLE = 0.004  # seconds; below it nothing is judged: it is too short to measure, and to matter
_ALLOWED = 8.0


@dataclass(frozen=True)
class Trap:
    """`start`, then `pump` as often as fits, then `end`; `start` each time again where `again`."""

    start: str
    pump: str
    end: str = ""
    again: bool = False

    def text(self, size: int) -> str:
        if self.again:
            unit = self.start + self.pump
            return unit * (size // max(1, len(unit)) + 1) + self.end
        return self.start + self.pump * (size // max(1, len(self.pump)) + 1) + self.end


def traps(pattern: str, flags: int = 0, *, least: int = 10) -> set[Trap]:
    """The traps of an expression. Repetitions of fewer than `least` are walked through, not pumped."""
    tree = _sre.parse(pattern, flags)
    found: set[Trap] = set()
    for start, pump in _pumps(list(tree), "", least):
        if pump:
            found |= {Trap(start, pump, "\x00"), Trap("", pump, "\x00"), Trap(start, pump, "\x00", again=True)}
    whole = [_sample(list(tree), branch) for branch in range(3)]
    for one in whole:
        if one:
            found |= {
                Trap("", one[:-1] or one, "\x00"),
                Trap("", one, "\x00"),
                Trap("", one.partition(" ")[0] + " ", "\x00"),
            }
    return found


def too_fast_growth(run: Callable[[str], object], trap: Trap, sizes: Sequence[int] = SIZES) -> str:
    """Where the time grows out of proportion: at which size, and how; empty where it never does. Each size is four times the one before."""
    before = float("inf")
    for size in sizes:
        now = _seconds(run, trap.text(size), 1)
        if now >= _MEASURABLE and now > _ALLOWED * max(before, _MEASURABLE / _ALLOWED):
            if now < 0.2:  # short enough for chance to have a part in it
                before, now = _seconds(run, trap.text(size // 4), 3), _seconds(run, trap.text(size), 3)
            if now >= _MEASURABLE and now > _ALLOWED * max(before, _MEASURABLE / _ALLOWED):
                return f"{size // 4} characters {before:.4f} s, {size} characters {now:.4f} s: {trap}"
        before = now
    return ""


def _seconds(run: Callable[[str], object], text: str, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        gc.disable()
        start = time.process_time()
        run(text)
        best = min(best, time.process_time() - start)
        gc.enable()
    return best


def _pumps(nodes: list[_Node], start: str, least: int) -> Iterator[tuple[str, str]]:
    """Each repetition, with what leads to it and what it takes."""
    for node in nodes:
        kind, value = node
        if kind in _REPEATS:
            _, high, body = value
            inner = list(body)
            nested = any(child[0] in _REPEATS for child in _all(inner))
            if high >= least or (nested and high >= 3):
                for pump in _takes(inner):
                    yield start, pump
            yield from _pumps(inner, start, least)
        elif kind is _sre.BRANCH:
            for branch in value[1][:12]:
                yield from _pumps(list(branch), start, least)
        elif kind is _sre.SUBPATTERN:
            yield from _pumps(list(value[-1]), start, least)
        elif kind is _sre.ATOMIC_GROUP:
            yield from _pumps(list(value), start, least)
        elif kind in (_sre.ASSERT, _sre.ASSERT_NOT):
            yield from _pumps(list(value[1]), start, least)
        start += _sample([node], 0)


def _all(nodes: list[_Node]) -> Iterator[_Node]:
    for node in nodes:
        yield node
        kind, value = node
        if kind in _REPEATS:
            yield from _all(list(value[2]))
        elif kind is _sre.BRANCH:
            for branch in value[1]:
                yield from _all(list(branch))
        elif kind is _sre.SUBPATTERN:
            yield from _all(list(value[-1]))


def _takes(body: list[_Node]) -> list[str]:
    """Words that a repetition's body takes, the odd ones too: each is a pump."""
    if len(body) == 1 and body[0][0] in (_sre.IN, _sre.ANY, _sre.NOT_LITERAL, _sre.CATEGORY):
        return [c for c in _CANDIDATES if _fits(body[0], c)][:_MOST_PUMPS]
    samples = dict.fromkeys(_sample(body, branch) for branch in range(4))
    return [s for s in samples if s]


def _fits(node: _Node, char: str) -> bool:
    kind, value = node
    if kind is _sre.ANY:
        return char != "\n"
    if kind is _sre.NOT_LITERAL:
        return char != chr(value)
    if kind is _sre.LITERAL:
        return char == chr(value)
    if kind is _sre.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if kind is _sre.CATEGORY:
        return _CATEGORIES[str(value)](char)
    if kind is _sre.IN:
        negated = value[0][0] is _sre.NEGATE
        return any(_fits(item, char) for item in value if item[0] is not _sre.NEGATE) != negated
    return False


def _sample(nodes: list[_Node], branch: int) -> str:
    """Text that the nodes match, as far as can be told without trying. `branch` chooses between alternatives."""
    out = ""
    for node in nodes:
        kind, value = node
        if kind is _sre.LITERAL:
            out += chr(value)
        elif kind in (_sre.IN, _sre.ANY, _sre.NOT_LITERAL, _sre.CATEGORY):
            fitting = [c for c in _CANDIDATES if _fits(node, c)]
            first = value[0] if kind is _sre.IN else None
            literal = chr(first[1]) if first and first[0] is _sre.LITERAL else ""
            out += fitting[branch % len(fitting)] if fitting else literal
        elif kind in _REPEATS:
            out += _sample(list(value[2]), branch) * max(1, min(value[0], 40))
        elif kind is _sre.BRANCH:
            out += _sample(list(value[1][branch % len(value[1])]), branch)
        elif kind is _sre.SUBPATTERN:
            out += _sample(list(value[-1]), branch)
        elif kind is _sre.ATOMIC_GROUP:
            out += _sample(list(value), branch)
    return out
