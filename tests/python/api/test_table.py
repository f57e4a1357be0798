"""Every fact of the documented interface has a test, or belongs to a subject whose names do not exist yet."""

import importlib.util
import pathlib

import pytest

import nest

SCRIPT = pathlib.Path(__file__).parents[3] / "docs" / "python_api.py"
spec = importlib.util.spec_from_file_location("python_api", SCRIPT)
python_api = importlib.util.module_from_spec(spec)
spec.loader.exec_module(python_api)
FACTS, TESTS = python_api.facts(), python_api.tests()


@pytest.mark.parametrize("fact", FACTS, ids=[fact["row"] for fact in FACTS])
def test_a_fact_has_a_test_or_its_names_do_not_exist(fact):
    if fact["later"]:
        assert fact["names"] and not [name for name in fact["names"].split() if hasattr(nest, name)]
    else:
        assert TESTS.get(fact["row"]), "no test shows it"


def test_the_tests_show_only_known_facts():
    assert not set(TESTS) - {fact["row"] for fact in FACTS}


def test_the_page_is_up_to_date():
    assert python_api.PAGE.read_text(encoding="utf-8") == python_api.page(), "run docs/python_api.py"
