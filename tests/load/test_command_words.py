"""Commands as one text: split before anything is rendered."""

import pytest

from itest.load.command_words import split_words
from itest.model.values import Template


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ls -l", ("ls", "-l")),
        ("printf '%s %s' a", ("printf", "%s %s", "a")),
        ("echo {{ name }}", ("echo", Template("{{ name }}"))),
        ("echo {{ 'a b' }}-{{ c }} d", ("echo", Template("{{ 'a b' }}-{{ c }}"), "d")),
        ('echo "x {{ name }}"', ("echo", Template("x {{ name }}"))),
        ("a{{ b }}'{{ c }} d'{{ e }}", (Template("a{{ b }}{{ c }} d{{ e }}"),)),
        ("echo {{- a -}} b", (Template("echo{{ a }}b"),)),
        ("{% if a %}", ("{%", "if", "a", "%}")),
        ("echo \ue0000\ue001 {{ a }}", ("echo", "\ue0000\ue001", Template("{{ a }}"))),
    ],
)
def test_a_live_part_is_never_split(text, words):
    """Blanks and quotes inside `{{ … }}` are the expression's own."""
    assert words == split_words(text)


def test_a_quote_that_is_not_closed_is_no_command():
    """The loader reports it at the command."""
    with pytest.raises(ValueError, match="quotation"):
        split_words("echo 'a")
