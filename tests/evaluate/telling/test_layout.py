"""Bodies as a person reads them."""

import json

import pytest

from itest.evaluate.telling.layout import laid_out


def text(body, media_type="application/json"):
    return "\n".join("".join(part for _, part in line) for line in laid_out(body, media_type))


def test_what_is_short_and_plain_stands_on_one_line():
    """What holds something deeper, or is long, does not."""
    assert '{\n  "a": [1, 2.50, true, null],\n  "b": {\n    "c": {}\n  }\n}' == text(
        '{"a":[1,2.50,true,null],"b":{"c":{}}}'
    )
    long = [f"{number:>10}" for number in range(9)]
    assert [json.dumps(each) for each in long] == [
        line.strip(" ,") for line in text(json.dumps(long)).split("\n")[1:-1]
    ]


@pytest.mark.parametrize(
    "body", ['{"a":[{"b":1},[[]],""],"c":"x\\"y{,}"}', "[]", "1.10", '"text"', '[1e400,"\\u00fc"]']
)
def test_nothing_but_blanks_is_added(body):
    """Every digit and escape stays as it was sent."""
    assert body == "".join(
        part for line in laid_out(body, "application/json") for _, part in line if part.strip()
    ).replace(": ", ":")


def test_a_text_that_is_no_json_any_more_goes_as_far_as_it_goes():
    """One that was cut, and one in which a secret was hidden."""
    assert '{\n  "pin": ***,\n  "list": [\n    {\n      "a": "cut he' == text('{"pin":***,"list":[{"a":"cut he')
    assert "}" == text("}}")[-1]


def test_deep_nesting_does_not_grow_without_end():
    """The margin has an end, so that ten thousand brackets are no hundred megabytes."""
    depth = 5000
    assert len(text("[" * depth + "]" * depth)) < 2 * depth * 100


def test_keys_and_values_are_told_apart():
    """By their roles, which a terminal colours."""
    assert [("plain", "{"), ("key", '"a"'), ("plain", ": "), ("number", "1"), ("plain", ","), ("plain", " ")] == list(
        laid_out('{"a":1,"b":"x"}', "application/json")[0][:6]
    )


def test_other_text_stands_line_by_line():
    """Whatever its media type, where it does not begin as JSON does."""
    assert [(("plain", "a: 1"),), (("plain", "b"),)] == laid_out("a: 1\nb", "text/yaml")
    assert text('{"a":1}', "text/plain") == '{"a": 1}'
