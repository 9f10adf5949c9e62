"""JUnit for Jenkins: what is left of a file where it is held against the schema of Jenkins' xUnit plug-in (`junit-10`).

That knows no other attributes than those below, and no properties of a test; they are told as lines of its output.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

_ATTRIBUTES = {
    "testsuites": frozenset({"name", "time", "tests", "failures", "errors"}),
    "testsuite": frozenset({"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"}),
    "testcase": frozenset({"name", "classname", "time"}),
}


def strict(root: Element) -> None:
    """Take out of the tree what the schema does not know."""
    for element in root.iter():
        for name in set(element.keys()).difference(_ATTRIBUTES.get(element.tag, element.keys())):
            del element.attrib[name]
    for test_case in root.iter("testcase"):
        _tell_properties(test_case)


def _tell_properties(test_case: Element) -> None:
    """Move the properties into the output, a line each before what is there."""
    properties = test_case.find("properties")
    if properties is None:
        return
    test_case.remove(properties)
    lines = [f"{each.get('name')}: {each.get('value')}" for each in properties]
    out = test_case.find("system-out")
    if out is None:
        out = SubElement(test_case, "system-out")
    out.text = "\n".join((*lines, *filter(None, [out.text])))
