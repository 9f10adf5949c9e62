"""Characters in the patterns of ECMA-262: classes, escapes and properties, as the engine's own sets have them.

A set is written as ranges of escapes, so that no character of it means anything to the engine.
"""

from __future__ import annotations

from itest.evaluate.data.pattern_syntax import PatternSyntax
from itest.evaluate.data.regular import has_property

ANY = r"\x00-\U0010ffff"
BEYOND_LINES = r"[^\n\r\u2028\u2029]"
"""What the dot matches."""
LETTERS = "0-9A-Za-z_"
CLASSES = {
    "d": "0-9",
    "D": r"\x00-\x2f\x3a-\U0010ffff",
    "w": LETTERS,
    "W": r"\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\U0010ffff",
    "s": r"\x09-\x0d\x20\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
    "S": (
        r"\x00-\x08\x0e-\x1f\x21-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
        r"\u3001-\ufefe\uff00-\U0010ffff"
    ),
}
"""`\\d`, `\\w`, `\\s` and their opposites: ASCII's digits and letters, ECMA-262's blanks and line ends."""
CONTROLS = {"t": 0x09, "n": 0x0A, "v": 0x0B, "f": 0x0C, "r": 0x0D}

_CATEGORIES = """
    LC=Cased_Letter Cc=Control=cntrl Cf=Format Cn=Unassigned Co=Private_Use Cs=Surrogate C=Other L=Letter
    Ll=Lowercase_Letter Lm=Modifier_Letter Lo=Other_Letter Lt=Titlecase_Letter Lu=Uppercase_Letter M=Mark=Combining_Mark
    Mc=Spacing_Mark Me=Enclosing_Mark Mn=Nonspacing_Mark N=Number Nd=Decimal_Number=digit Nl=Letter_Number
    No=Other_Number P=Punctuation=punct Pc=Connector_Punctuation Pd=Dash_Punctuation Pe=Close_Punctuation
    Pf=Final_Punctuation Pi=Initial_Punctuation Po=Other_Punctuation Ps=Open_Punctuation S=Symbol Sc=Currency_Symbol
    Sk=Modifier_Symbol Sm=Math_Symbol So=Other_Symbol Z=Separator Zl=Line_Separator Zp=Paragraph_Separator
    Zs=Space_Separator
"""
_BINARY = """
    ASCII_Hex_Digit=AHex Alphabetic=Alpha Bidi_Control=Bidi_C Bidi_Mirrored=Bidi_M Case_Ignorable=CI Cased
    Changes_When_Casefolded=CWCF Changes_When_Casemapped=CWCM Changes_When_Lowercased=CWL
    Changes_When_NFKC_Casefolded=CWKCF Changes_When_Titlecased=CWT Changes_When_Uppercased=CWU Dash
    Default_Ignorable_Code_Point=DI Deprecated=Dep Diacritic=Dia Emoji Emoji_Component=EComp Emoji_Modifier=EMod
    Emoji_Modifier_Base=EBase Emoji_Presentation=EPres Extended_Pictographic=ExtPict Extender=Ext Grapheme_Base=Gr_Base
    Grapheme_Extend=Gr_Ext Hex_Digit=Hex IDS_Binary_Operator=IDSB IDS_Trinary_Operator=IDST ID_Continue=IDC
    ID_Start=IDS Ideographic=Ideo Join_Control=Join_C Logical_Order_Exception=LOE Lowercase=Lower Math
    Noncharacter_Code_Point=NChar Pattern_Syntax=Pat_Syn Pattern_White_Space=Pat_WS Quotation_Mark=QMark Radical
    Regional_Indicator=RI Sentence_Terminal=STerm Soft_Dotted=SD Terminal_Punctuation=Term Unified_Ideograph=UIdeo
    Uppercase=Upper Variation_Selector=VS White_Space=space XID_Continue=XIDC XID_Start=XIDS
"""


def _by_name(table: str) -> dict[str, str]:
    rows = [row.split("=") for row in table.split()]
    return {name: names[0] for names in rows for name in names}


_CATEGORY, _PROPERTY = _by_name(_CATEGORIES), _by_name(_BINARY)
_WHOLE = {"Any": (ANY, ""), "ASCII": (r"\x00-\x7f", r"\x80-\U0010ffff"), "Assigned": (r"\P{gc=Cn}", r"\p{gc=Cn}")}
_SCRIPTS = {"Script": "Script", "sc": "Script", "Script_Extensions": "scx", "scx": "scx"}


def character(code: int) -> str:
    """A character by its number, as an escape."""
    if code < 0x100:
        return rf"\x{code:02x}"
    return rf"\u{code:04x}" if code < 0x10000 else rf"\U{code:08x}"


def alone(ranges: str) -> str:
    """A set of these ranges; one of none matches nothing."""
    return f"[{ranges}]" if ranges else "(?!)"


def property_ranges(text: str, *, negated: bool, offset: int) -> str:
    """The ranges of a property as `\\p{…}` names it; raises `PatternSyntax`."""
    if text in _WHOLE:
        return _WHOLE[text][negated]
    name = _engine_name(text)
    if name is None:
        known = f"Script={text}"
        message = f"a script is written `\\p{{{known}}}`" if text.istitle() and has_property(known) else ""
        raise PatternSyntax(message or f"`{text}` is no property of characters in ECMA-262", offset)
    if not has_property(name):
        raise PatternSyntax(f"the property `{text}` is not supported", offset)
    return rf"\{'P' if negated else 'p'}{{{name}}}"


def _engine_name(text: str) -> str | None:
    name, equals, value = text.partition("=")
    if not equals:
        if name in _CATEGORY:
            return f"gc={_CATEGORY[name]}"
        return f"{_PROPERTY[name]}=Yes" if name in _PROPERTY else None
    if name in ("General_Category", "gc"):
        return f"gc={_CATEGORY[value]}" if value in _CATEGORY else None
    # The names of scripts are the engine's to know; ECMA-262 wants them with their capitals.
    if name in _SCRIPTS and value[:1].isupper() and value.replace("_", "").isalnum():
        return f"{_SCRIPTS[name]}={value}"
    return None
