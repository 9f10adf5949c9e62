"""`report.junit_names`: what cases are called, so that no two of a run have one name."""

import pytest

from itest.report.junit_names import class_name, class_names, unique


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("scenarios/orders/checkout.yaml", "scenarios.orders.checkout"),
        ("scenarios\\orders\\checkout.yml", "scenarios.orders.checkout"),
        ("../v1.2/a.b.yaml", "v1_2.a_b"),
        ("/abs/a.yaml", "abs.a"),
        ("", "itest"),
    ],
)
def test_a_file_is_a_class_to_its_readers(file, name):
    """Folders become packages; other dots would split the name in the wrong place."""
    assert class_name(file) == name


@pytest.mark.parametrize(
    ("plain", "marked"),
    [
        ("a.yaml", "a.yml"),
        ("a_b/c.yaml", "a.b/c.yaml"),
        ("a_b.yaml", "a.b.yaml"),
        ("v1_2/a.yaml", "../v1.2/a.yaml"),
        ("x/a.yaml", "/x/a.yaml"),
    ],
)
def test_files_of_one_class_are_told_apart(plain, marked):
    """The one whose class says all keeps it; the other has a mark of its path, whatever the order."""
    found = class_names([plain, marked])
    assert found == class_names([marked, plain])
    assert class_name(plain) == found[plain]
    assert found[marked].startswith(f"{found[plain]}-") and found[marked].count(".") == found[plain].count(".")


def test_a_mark_is_that_of_the_path():
    """Two files that both were changed carry one each, the same in every run in which they stand beside another."""
    first, second = class_names(["a.b.yaml", "a_b.yml"]), class_names(["a.b.yaml", "a_b.yml", "a_b.yaml"])
    assert 2 == len(set(first.values()))
    assert first == {file: name for file, name in second.items() if file != "a_b.yaml"}
    assert {"a.b.yaml": "a_b"} == class_names(["a.b.yaml"])


def test_equal_names_are_numbered_in_the_whole_run():
    """As they are shown: a name that is written out as another one is the same to a reader."""
    cases = [("a", "x"), ("b", "x"), ("a", "x"), ("a", "x #2"), ("a", "y\n"), ("a", "y\\n")]
    found = list(unique(cases))
    assert len(found) == len(set(found))
    assert [("a", "x"), ("b", "x"), ("a", "x #2"), ("a", "x #2 #2")] == found[:4]
