"""No pattern costs more than in proportion: each rule's phrases and each expression of mailer/inbound meet their worst cases.

Judged by growth, never by a limit of time: four times the text may take less than eight times as long.
"""

import ast
import importlib
import os
import pkgutil
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

import mailer.inbound
from mailer.inbound.phrases import pattern_of
from tests.inbound.pattern_traps import SIZES, Trap, too_fast_growth, traps
from tests.inbound.programme import phrasebook

EXHAUSTIVE = bool(os.environ.get("PEER_SUPPORT_EXHAUSTIVE"))
SEED = int(os.environ.get("PEER_SUPPORT_SEED", "1"))
MODULES = tuple(sorted(m.name for m in pkgutil.iter_modules(mailer.inbound.__path__)))
_CALLS = ("match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer")


@dataclass(frozen=True)
class Use:
    """An expression of a module, and how it is asked."""

    place: str
    pattern: re.Pattern[str]
    call: str

    def run(self, text: str) -> object:
        if self.call in ("match", "search", "fullmatch"):
            return getattr(self.pattern, self.call)(text)
        return self.pattern.findall(text)  # sub, split and finditer look at the same places


def uses(name: str) -> list[Use]:
    """Every expression that a module compiles or asks, by its source."""
    module = importlib.import_module(f"mailer.inbound.{name}")
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    found: dict[tuple[str, str], Use] = {}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS):
            continue
        owner = node.func.value
        if isinstance(owner, ast.Name) and owner.id == "re":
            patterns = _inline(node, module)
        else:
            patterns = _named(owner, module)
        for pattern in patterns:
            use = Use(f"{name}.py line {node.lineno}", pattern, node.func.attr)
            found.setdefault((pattern.pattern, node.func.attr), use)
    return list(found.values())


def _inline(node: ast.Call, module: ModuleType) -> list[re.Pattern[str]]:
    """re.search(r"…", text, flags), where the expression can be told without running the function it stands in."""
    try:
        pattern = _value(node.args[0], module)
    except NameError:
        return []
    asked = [k.value for k in node.keywords if k.arg == "flags"] + node.args[1:]
    flag = next((_value(n, module) for n in asked if re.fullmatch(r"re\.[A-Z| re.]+", ast.unparse(n))), 0)
    return [re.compile(pattern, int(flag) if isinstance(flag, int) else 0)] if isinstance(pattern, str) else []


def _value(node: ast.expr, module: ModuleType) -> object:
    """What an expression of the source is worth where only the module's own names are known."""
    found: object = eval(compile(ast.Expression(node), "", "eval"), vars(module))
    return found


def _named(owner: ast.expr, module: ModuleType) -> list[re.Pattern[str]]:
    """The compiled expression, or the several of a tuple or table, behind a name of the module."""
    if not isinstance(owner, ast.Name):
        return []
    value = vars(module).get(owner.id)
    values = [value] if not isinstance(value, tuple | list) else list(value)
    return [v for v in values if isinstance(v, re.Pattern) and isinstance(v.pattern, str)]


def listed(name: str) -> Iterator[re.Pattern[str]]:
    """Expressions that stand in a tuple or table of the module."""
    module = importlib.import_module(f"mailer.inbound.{name}")
    for value in vars(module).values():
        rows = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
        for row in rows:
            for one in row if isinstance(row, tuple) else (row,):
                if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                    yield one


@pytest.mark.parametrize("name", MODULES)
def test_an_expression_costs_no_more_than_in_proportion(name: str) -> None:
    asked = [*uses(name), *(Use(f"{name}.py", pattern, "search") for pattern in listed(name))]
    slow = []
    for use in asked:
        for trap in sorted(traps(use.pattern.pattern, use.pattern.flags), key=str):
            if trouble := too_fast_growth(use.run, trap):
                slow.append(f"{use.place}, {use.call} {use.pattern.pattern[:100]!r}: {trouble}")
                break
    assert not slow, "\n".join(slow)


def phrase_traps(phrase: str) -> list[Trap]:
    expression = pattern_of(phrase).pattern
    first = re.split(r"[\s()\[\]|]+", phrase.strip("^([ "))[0].strip("*")
    runs = [Trap(f"{first} ", pump, "\x00") for pump in ("'", "a'", "' ", "a' ", "' a ", " ", ".", "1", "a")]
    return [*runs, *sorted(traps(expression, least=12), key=str)]


@pytest.mark.parametrize("block", range(16))
def test_a_phrase_costs_no_more_than_in_proportion(block: int) -> None:
    slow = []
    for rule in phrasebook().rules[block::16]:
        for phrase in (*rule.phrases, *rule.unless):
            found = phrase_traps(phrase)
            if not EXHAUSTIVE:
                found = found[:4] + random.Random(f"{SEED}/{phrase}").sample(found[4:], min(2, len(found) - 4))
            look: Callable[[str], object] = pattern_of(phrase).search
            for trap in found:
                if trouble := too_fast_growth(look, trap, SIZES[:5]):
                    slow.append(f"{rule.name}, {phrase!r}: {trouble}")
                    break
        if slow:
            break
    assert not slow, "\n".join(slow)
