"""Paths: an order from easy to hard that does not tell which case is which."""

import pytest

from trainwreck.errors import UserError
from trainwreck.learning.paths import FILE, HARDEST, path, paths
from trainwreck.pairs.entries import Catalogue


@pytest.fixture
def laid(toy):
    """A function that lays one case on a path of the toy catalogue."""
    toy.add("tiny_steps")

    def lay(case: str) -> Catalogue:
        (toy.root / FILE).write_text(f'[short]\ntitle = "A short one"\ncases = [{{ {case} }}]\n')
        return toy.catalogue

    return lay


GOOD = 'name = "tiny_steps", concept = "Rates", difficulty = 1, minutes = 5'


def test_a_path_has_a_title_and_stations(laid):
    route = path("short", laid(GOOD))
    (station,) = route.stations
    assert route.title == "A short one"
    assert (station.entry.name, station.concept, station.difficulty, station.minutes) == ("tiny_steps", "Rates", 1, 5)


def test_a_catalogue_without_the_file_has_no_path(toy):
    toy.add("tiny_steps")
    assert paths(toy.catalogue) == {}
    with pytest.raises(UserError, match="There are: none"):
        path("short", toy.catalogue)


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (GOOD.replace("tiny_steps", "tiny_step"), "Did you mean 'tiny_steps'"),
        (GOOD.replace("difficulty = 1", "difficulty = 4"), "not a whole number from 1 to 3"),
        (GOOD.replace("minutes = 5", "minutes = 0"), "not a whole number above 0"),
        (GOOD.replace(", minutes = 5", ""), "each with name, concept, difficulty and minutes"),
        (GOOD.replace('"Rates"', '"Rates'), "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_ends_with_the_cure(laid, case, says):
    with pytest.raises(UserError, match=says):
        paths(laid(case))


def test_an_unknown_path_is_told_those_there_are(laid):
    with pytest.raises(UserError, match="short: A short one"):
        path("shrt", laid(GOOD))


def test_the_built_in_paths_go_from_easy_to_hard_and_mix_healthy_cases_in():
    routes = paths(Catalogue())
    everywhere = [station.entry.name for route in routes.values() for station in route.stations]
    assert len(everywhere) == len(set(everywhere))
    for route in routes.values():
        hard = {station.entry.name: station.difficulty for station in route.stations}
        order = [hard[entry.name] for entry in route.ordered()]
        assert order == sorted(order)
        assert max(order) <= HARDEST
        assert any(station.entry.is_control for station in route.stations)
        assert any(not station.entry.is_control for station in route.stations)


def test_the_order_of_equally_hard_cases_is_drawn():
    route = paths(Catalogue())["numbers"]
    assert len({tuple(entry.name for entry in route.ordered()) for _ in range(20)}) > 1
