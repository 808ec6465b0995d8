"""The error tree is what its drawing says."""

import inspect

from chalicelib.foundation import errors
from chalicelib.foundation.errors import Busy, FieldProblem, InvalidInput, KeyReused, ShowroomError, SlotTaken


def drawn() -> dict[str, str]:
    """Read the drawing at the head of the module: child → parent."""
    parents: dict[int, str] = {}
    tree: dict[str, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        name = line.strip("│├└─ ").split(" ")[0]
        if "──" in line:
            depth = line.index("──") // 4 + 1
            parents[depth], tree[name] = name, parents[depth - 1]
        elif name == ShowroomError.__name__:
            parents[0] = name
    return tree


def test_the_drawing_is_the_tree() -> None:
    """Each class stands in the drawing under the class it derives from."""
    classes = {
        name: kind.__mro__[1].__name__
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, ShowroomError) and kind is not ShowroomError
    }
    assert drawn() == classes


def test_each_error_says_when_it_is_raised() -> None:
    """One sentence of truth for each."""
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, ShowroomError):
            assert (kind.__doc__ or "").startswith("Raised when")


def test_errors_carry_what_the_edge_needs() -> None:
    """Field mistakes, alternatives and the time to come back."""
    problem = FieldProblem("/start", "must be offered")
    assert InvalidInput([problem]).fields == (problem,)
    assert KeyReused().fields == ()
    assert SlotTaken(["2027-01-14T15:00:00+01:00"]).alternatives == ("2027-01-14T15:00:00+01:00",)
    assert Busy(retry_after=2).retry_after == 2
