"""`report.docs.sequence_svg`: the diagram as a picture and in words, whatever texts are in it."""

from lxml import etree

from itest.report.docs.blocks import Message, Sequence
from itest.report.docs.sequence_svg import drawn

HOSTILE = '</svg><script>alert(1)</script> ]]> "x" \u202e\x00 ' + "w" * 500


def picture(*messages):
    return etree.fromstring(drawn(Sequence(messages)))


def test_there_and_back_between_columns():
    """A column for the scenario and for each service; a message is two arrows, a remark none."""
    svg = picture(
        Message(to="orders", asked="POST /orders", answered="201 Created"),
        Message(note="Cleanup"),
        Message(to="db", asked="select 1"),
    )
    assert ["Scenario", "orders", "db"] == [text.text for text in svg.findall("text[@text-anchor='middle']")]
    assert (3, 1) == (len(svg.findall("path")), len(svg.findall("line[@stroke-dasharray]")))
    assert "orders: POST /orders, 201 Created; Cleanup; db: select 1" == svg.get("aria-label")


def test_hostile_texts_stay_texts_and_fit():
    """Escaped, made visible, and cut to the room there is."""
    svg = picture(Message(to=HOSTILE, asked=HOSTILE, answered=HOSTILE), Message(note=HOSTILE))
    assert {"svg", "line", "rect", "text", "path"} == {element.tag for element in svg.iter()}
    assert all(len(text.text) < 160 and "\u202e" not in text.text for text in svg.findall("text"))


def test_nothing_asked_is_a_column_alone():
    """A scenario of remarks."""
    assert ["Scenario"] == [text.text for text in picture(Message(note="x")).findall("text[@text-anchor='middle']")]
