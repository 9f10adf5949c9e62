"""JSON and JSON Schema: the cases that the published test suites are about, by their names, with our decisions.

A name begins with what a parser has to do: `y_` accept, `n_` refuse, `i_` as it sees fit; for the last, `DECIDED` says
what ours does and why. The inputs are written here, not copied. Schemas are judged by keyword, for 2020-12 and draft 7.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from itest.evaluate.data.json_text import JsonError, dump, parse
from itest.evaluate.matching.schema import compile_schema
from itest.model.problem import EvaluationError
from tests.reliability.launch import launch, no_traceback
from tests.servers.echo import serving

ACCEPTED: dict[str, bytes | str] = {
    "y_array_arraysWithSpaces": "[[]   ]", "y_array_empty-string": '[""]', "y_array_empty": "[]",
    "y_array_ending_with_newline": '["a"]\n', "y_array_false": "[false]", "y_array_heterogeneous": '[null, 1, "1", {}]',
    "y_array_null": "[null]", "y_array_with_1_and_newline": "[1\n]", "y_array_with_leading_space": " [1]",
    "y_array_with_several_null": "[1,null,null,null,2]", "y_array_with_trailing_space": "[2] ", "y_number": "[123e65]",
    "y_number_0e+1": "[0e+1]", "y_number_0e1": "[0e1]", "y_number_after_space": "[ 4]",
    "y_number_double_close_to_zero": "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
    "y_number_int_with_exp": "[20e1]", "y_number_minus_zero": "[-0]", "y_number_negative_int": "[-123]",
    "y_number_negative_one": "[-1]", "y_number_negative_zero": "[-0]", "y_number_real_capital_e": "[1E22]",
    "y_number_real_capital_e_neg_exp": "[1E-2]", "y_number_real_capital_e_pos_exp": "[1E+2]",
    "y_number_real_exponent": "[123e45]", "y_number_real_fraction_exponent": "[123.456e78]",
    "y_number_real_neg_exp": "[1e-2]", "y_number_real_pos_exponent": "[1e+2]", "y_number_simple_int": "[123]",
    "y_number_simple_real": "[123.456789]", "y_object": '{"asd":"sdf", "dfg":"fgh"}', "y_object_basic": '{"asd":"sdf"}',
    "y_object_duplicated_key": '{"a":"b","a":"c"}', "y_object_duplicated_key_and_value": '{"a":"b","a":"b"}',
    "y_object_empty": "{}", "y_object_empty_key": '{"":0}', "y_object_escaped_null_in_key": '{"foo\\u0000bar": 42}',
    "y_object_extreme_numbers": '{"min": -1.0e+28, "max": 1.0e+28}', "y_object_long_strings": '{"x":[{"id": "' + "x" * 40 + '"}]}',
    "y_object_simple": '{"a":[]}', "y_object_string_unicode": '{"title":"\\u041f\\u043e"}', "y_object_with_newlines": '{\n"a": "b"\n}',
    "y_string_1_2_3_bytes_UTF-8_sequences": '["\\u0060\\u012a\\u12AB"]', "y_string_accepted_surrogate_pair": '["\\uD801\\udc37"]',
    "y_string_accepted_surrogate_pairs": '["\\ud83d\\ude39\\ud83d\\udc8d"]', "y_string_allowed_escapes": r'["\"\\\/\b\f\n\r\t"]',
    "y_string_backslash_and_u_escaped_zero": r'["\\u0000"]', "y_string_backslash_doublequotes": r'["\""]',
    "y_string_comments": '["a/*b*/c/*d//e"]', "y_string_double_escape_a": r'["\\a"]', "y_string_double_escape_n": r'["\\n"]',
    "y_string_escaped_control_character": r'["\u0012"]', "y_string_escaped_noncharacter": r'["\uFFFF"]', "y_string_in_array": '["asd"]',
    "y_string_in_array_with_leading_space": '[ "asd"]', "y_string_last_surrogates_1_and_2": r'["\uDBFF\uDFFF"]',
    "y_string_nbsp_uescaped": r'["new\u00A0line"]', "y_string_nonCharacterInUTF-8_U+10FFFF": '["\U0010ffff"]',
    "y_string_nonCharacterInUTF-8_U+FFFF": '["\uffff"]', "y_string_null_escape": r'["\u0000"]', "y_string_one-byte-utf-8": r'["\u002c"]',
    "y_string_pi": '["\u03c0"]', "y_string_reservedCharacterInUTF-8_U+1BFFF": '["\U0001bfff"]', "y_string_simple_ascii": '["asd "]',
    "y_string_space": '" "', "y_string_surrogates_U+1D11E_MUSICAL_SYMBOL_G_CLEF": r'["\uD834\uDd1e"]',
    "y_string_three-byte-utf-8": r'["\u0821"]', "y_string_two-byte-utf-8": r'["\u0123"]', "y_string_u+2028_line_sep": '["\u2028"]',
    "y_string_u+2029_par_sep": '["\u2029"]', "y_string_uEscape": r'["\u0061\u30af\u30EA\u30b9"]',
    "y_string_uescaped_newline": r'["new\u000Aline"]', "y_string_unescaped_char_delete": '["\x7f"]', "y_string_unicode": r'["\uA66D"]',
    "y_string_unicodeEscapedBackslash": r'["\u005C"]', "y_string_unicode_2": '["\u2342\u3228\u27be"]',
    "y_string_unicode_U+10FFFE_nonchar": r'["\uDBFF\uDFFE"]', "y_string_unicode_U+1FFFE_nonchar": r'["\uD83F\uDFFE"]',
    "y_string_unicode_U+200B_ZERO_WIDTH_SPACE": r'["\u200B"]', "y_string_unicode_U+2064_invisible_plus": r'["\u2064"]',
    "y_string_unicode_U+FDD0_nonchar": r'["\uFDD0"]', "y_string_unicode_U+FFFE_nonchar": r'["\uFFFE"]',
    "y_string_unicode_escaped_double_quote": r'["\u0022"]', "y_string_utf8": '["\u20ac\U0001d11e"]', "y_string_with_del_character": '["a\x7fa"]',
    "y_structure_lonely_false": "false", "y_structure_lonely_int": "42", "y_structure_lonely_negative_real": "-0.1",
    "y_structure_lonely_null": "null", "y_structure_lonely_string": '"asd"', "y_structure_lonely_true": "true",
    "y_structure_string_empty": '""', "y_structure_trailing_newline": '["a"]\n', "y_structure_true_in_array": "[true]",
    "y_structure_whitespace_array": " [] ",
}  # fmt: skip
REFUSED: dict[str, bytes | str] = {
    "n_array_1_true_without_comma": "[1 true]", "n_array_a_invalid_utf8": b"[a\xe5]", "n_array_colon_instead_of_comma": '["": 1]',
    "n_array_comma_after_close": '[""],', "n_array_comma_and_number": "[,1]", "n_array_double_comma": "[1,,2]",
    "n_array_double_extra_comma": '["x",,]', "n_array_extra_close": '["x"]]', "n_array_extra_comma": '["",]', "n_array_incomplete": '["x"',
    "n_array_incomplete_invalid_value": "[x", "n_array_inner_array_no_comma": "[3[4]]", "n_array_invalid_utf8": b"[\xff]",
    "n_array_items_separated_by_semicolon": "[1:2]", "n_array_just_comma": "[,]", "n_array_just_minus": "[-]",
    "n_array_missing_value": '[   , ""]', "n_array_newlines_unclosed": '["a",\n4\n,1,', "n_array_number_and_comma": "[1,]",
    "n_array_number_and_several_commas": "[1,,]", "n_array_spaces_vertical_tab_formfeed": '["\x0ba"\\f]', "n_array_star_inside": "[*]",
    "n_array_unclosed": '[""', "n_array_unclosed_trailing_comma": "[1,", "n_array_unclosed_with_new_lines": "[1,\n1\n,1",
    "n_array_unclosed_with_object_inside": "[{}", "n_incomplete_false": "[fals]", "n_incomplete_null": "[nul]", "n_incomplete_true": "[tru]",
    "n_multidigit_number_then_00": b"123\x00", "n_number_++": "[++1234]", "n_number_+1": "[+1]", "n_number_+Inf": "[+Inf]",
    "n_number_-01": "[-01]", "n_number_-1.0.": "[-1.0.]", "n_number_-2.": "[-2.]", "n_number_-NaN": "[-NaN]", "n_number_.-1": "[.-1]",
    "n_number_.2e-3": "[.2e-3]", "n_number_0.1.2": "[0.1.2]", "n_number_0.3e+": "[0.3e+]", "n_number_0.3e": "[0.3e]", "n_number_0.e1": "[0.e1]",
    "n_number_0_capital_E+": "[0E+]", "n_number_0_capital_E": "[0E]", "n_number_0e+": "[0e+]", "n_number_0e": "[0e]",
    "n_number_1.0e+": "[1.0e+]", "n_number_1.0e-": "[1.0e-]", "n_number_1.0e": "[1.0e]", "n_number_1_000": "[1 000.0]", "n_number_1eE2": "[1eE2]",
    "n_number_2.e+3": "[2.e+3]", "n_number_2.e-3": "[2.e-3]", "n_number_2.e3": "[2.e3]", "n_number_9.e+": "[9.e+]", "n_number_Inf": "[Inf]",
    "n_number_NaN": "[NaN]", "n_number_U+FF11_fullwidth_digit_one": "[\uff11]", "n_number_expression": "[1+2]", "n_number_hex_1_digit": "[0x1]",
    "n_number_hex_2_digits": "[0x42]", "n_number_infinity": "[Infinity]", "n_number_invalid+-": "[0e+-1]",
    "n_number_invalid-negative-real": "[-123.123foo]", "n_number_invalid-utf-8-in-bigger-int": b"[123\xe5]",
    "n_number_invalid-utf-8-in-exponent": b"[1e1\xe5]", "n_number_invalid-utf-8-in-int": b"[0\xe5]\n", "n_number_minus_infinity": "[-Infinity]",
    "n_number_minus_sign_with_trailing_garbage": "[-foo]", "n_number_minus_space_1": "[- 1]", "n_number_neg_int_starting_with_zero": "[-012]",
    "n_number_neg_real_without_int_part": "[-.123]", "n_number_neg_with_garbage_at_end": "[-1x]", "n_number_real_garbage_after_e": "[1ea]",
    "n_number_real_with_invalid_utf8_after_e": b"[1e\xe5]", "n_number_real_without_fractional_part": "[1.]", "n_number_starting_with_dot": "[.123]",
    "n_number_with_alpha": "[1.2a-3]", "n_number_with_alpha_char": "[1.8011670033376514H-308]", "n_number_with_leading_zero": "[012]",
    "n_object_bad_value": '["x", truth]', "n_object_bracket_key": '{[: "x"}', "n_object_comma_instead_of_colon": '{"x", null}',
    "n_object_double_colon": '{"x"::"b"}', "n_object_emoji": "{\U0001f1e8\U0001f1ed}", "n_object_garbage_at_end": '{"a":"a" 123}',
    "n_object_key_with_single_quotes": "{key: 'value'}", "n_object_lone_continuation_byte_in_key_and_trailing_comma": b'{"\xb9":"0",}',
    "n_object_missing_colon": '{"a" b}', "n_object_missing_key": '{:"b"}', "n_object_missing_semicolon": '{"a" "b"}', "n_object_missing_value": '{"a":',
    "n_object_no-colon": '{"a"', "n_object_non_string_key": "{1:1}", "n_object_non_string_key_but_huge_number_instead": "{9999E9999:1}",
    "n_object_repeated_null_null": "{null:null,null:null}", "n_object_several_trailing_commas": '{"id":0,,,,,}', "n_object_single_quote": "{'a':0}",
    "n_object_trailing_comma": '{"id":0,}', "n_object_trailing_comment": '{"a":"b"}/**/', "n_object_trailing_comment_open": '{"a":"b"}/**//',
    "n_object_trailing_comment_slash_open": '{"a":"b"}//', "n_object_trailing_comment_slash_open_incomplete": '{"a":"b"}/',
    "n_object_two_commas_in_a_row": '{"a":"b",,"c":"d"}', "n_object_unquoted_key": '{a: "b"}', "n_object_unterminated-value": '{"a":"a',
    "n_object_with_single_string": '{ "foo" : "bar", "a" }', "n_object_with_trailing_garbage": '{"a":"b"}#', "n_single_space": " ",
    "n_string_1_surrogate_then_escape": r'["\uD800\"]', "n_string_1_surrogate_then_escape_u": r'["\uD800\u"]',
    "n_string_1_surrogate_then_escape_u1": r'["\uD800\u1"]', "n_string_1_surrogate_then_escape_u1x": r'["\uD800\u1x"]',
    "n_string_accentuated_char_no_quotes": "[\u00e9]", "n_string_backslash_00": b'["\\\x00"]', "n_string_escape_x": r'["\x00"]',
    "n_string_escaped_backslash_bad": r'["\\\"]', "n_string_escaped_ctrl_char_tab": '["\\\t"]', "n_string_escaped_emoji": '["\\\U0001f300"]',
    "n_string_incomplete_escape": r'["\"]', "n_string_incomplete_escaped_character": r'["\u00A"]', "n_string_incomplete_surrogate": r'["\uD834\uDd"]',
    "n_string_incomplete_surrogate_escape_invalid": r'["\uD800\uD800\x"]', "n_string_invalid-utf-8-in-escape": b'["\\u\xe5"]',
    "n_string_invalid_backslash_esc": r'["\a"]', "n_string_invalid_unicode_escape": r'["\uqqqq"]', "n_string_invalid_utf8_after_escape": b'["\\\xe5"]',
    "n_string_leading_uescaped_thinspace": r'[\u0020"asd"]', "n_string_no_quotes_with_bad_escape": r"[\n]", "n_string_single_doublequote": '"',
    "n_string_single_quote": "['single quote']", "n_string_single_string_no_double_quotes": "abc", "n_string_start_escape_unclosed": '["\\',
    "n_string_unescaped_ctrl_char": b'["a\x00a"]', "n_string_unescaped_newline": '["new\nline"]', "n_string_unescaped_tab": '["\t"]',
    "n_string_unicode_CapitalU": r'"\UA66D"', "n_string_with_trailing_garbage": '""x', "n_structure_100000_opening_arrays": "[" * 100_000,
    "n_structure_U+2060_word_joined": "[\u2060]", "n_structure_UTF8_BOM_no_data": b"\xef\xbb\xbf", "n_structure_angle_bracket_.": "<.>",
    "n_structure_angle_bracket_null": "[<null>]", "n_structure_array_trailing_garbage": "[1]x", "n_structure_array_with_extra_array_close": "[1]]",
    "n_structure_array_with_unclosed_string": '["asd]', "n_structure_ascii-unicode-identifier": "a\u00e5", "n_structure_capitalized_True": "[True]",
    "n_structure_close_unopened_array": "1]", "n_structure_comma_instead_of_closing_brace": '{"x": true,', "n_structure_double_array": "[][]",
    "n_structure_end_array": "]", "n_structure_incomplete_UTF8_BOM": b"\xef\xbb{}", "n_structure_lone-invalid-utf-8": b"\xe5",
    "n_structure_lone-open-bracket": "[", "n_structure_no_data": "", "n_structure_null-byte-outside-string": b"[\x00]",
    "n_structure_number_with_trailing_garbage": "2@", "n_structure_object_followed_by_closing_object": "{}}",
    "n_structure_object_unclosed_no_value": '{"":', "n_structure_object_with_comment": '{"a":/*comment*/"b"}',
    "n_structure_object_with_trailing_garbage": '{"a": true} "x"', "n_structure_open_array_apostrophe": "['", "n_structure_open_array_comma": "[,",
    "n_structure_open_array_object": '[{"":' * 50_000, "n_structure_open_array_open_object": "[{", "n_structure_open_array_open_string": '["a',
    "n_structure_open_array_string": '["a"', "n_structure_open_object": "{", "n_structure_open_object_close_array": "{]",
    "n_structure_open_object_comma": "{,", "n_structure_open_object_open_array": "{[", "n_structure_open_object_open_string": '{"a',
    "n_structure_open_object_string_with_apostrophes": "{'a'", "n_structure_open_open": r'["\{["\{["\{["\{', "n_structure_single_eacute": b"\xe9",
    "n_structure_single_star": "*", "n_structure_trailing_#": '{"a":"b"}#{}', "n_structure_uescaped_LF_before_string": r'[\u000A""]',
    "n_structure_unclosed_array": "[1", "n_structure_unclosed_array_partial_null": "[ false, nul", "n_structure_unclosed_array_unfinished_false": "[ true, fals",
    "n_structure_unclosed_array_unfinished_true": "[ false, tru", "n_structure_unclosed_object": '{"asd":"asd"', "n_structure_unicode-identifier": "\u00e5",
    "n_structure_whitespace_U+2060_word_joiner": "\u2060", "n_structure_whitespace_formfeed": "[\x0c]",
}  # fmt: skip
LARGE = Decimal("1E+400")
DECIDED: dict[str, tuple[bytes | str, object]] = {
    # Numbers of any size are kept as they were written; nothing becomes infinite or zero.
    "i_number_double_huge_neg_exp": ("[123.456e-789]", [Decimal("123.456e-789")]), "i_number_huge_exp": ("[0.4e" + "6" * 9 + "]", [Decimal("0.4e666666666")]),
    "i_number_neg_int_huge_exp": ("[-1e+9999]", [Decimal("-1e9999")]), "i_number_pos_double_huge_exp": ("[1.5e+9999]", [Decimal("1.5e9999")]),
    "i_number_real_neg_overflow": ("[-123123e100000]", [Decimal("-123123e100000")]), "i_number_real_pos_overflow": ("[123123e100000]", [Decimal("123123e100000")]),
    "i_number_real_underflow": ("[123e-10000000]", [Decimal("123e-10000000")]), "i_number_too_big_neg_int": ("[-" + "1" * 29 + "]", [-int("1" * 29)]),
    "i_number_too_big_pos_int": ("[1" + "0" * 29 + "]", [10**29]), "i_number_very_big_negative_int": ("[-" + "2" * 60 + "]", [-int("2" * 60)]),
    # A surrogate without its partner is no text: it could be written nowhere.
    "i_object_key_lone_2nd_surrogate": (r'{"\uDFAA":0}', JsonError), "i_string_1st_surrogate_but_2nd_missing": (r'["\uDADA"]', JsonError),
    "i_string_1st_valid_surrogate_2nd_invalid": (r'["\uD888\u1234"]', JsonError), "i_string_incomplete_surrogate_and_escape_valid": (r'["\uD800\n"]', JsonError),
    "i_string_incomplete_surrogate_pair": (r'["\uDd1ea"]', JsonError), "i_string_incomplete_surrogates_escape_valid": (r'["\uD800\uD800\n"]', JsonError),
    "i_string_invalid_lonely_surrogate": (r'["\ud800"]', JsonError), "i_string_invalid_surrogate": (r'["\ud800abc"]', JsonError),
    "i_string_inverted_surrogates_U+1D11E": (r'["\uDd1e\uD834"]', JsonError), "i_string_lone_second_surrogate": (r'["\uDFAA"]', JsonError),
    # Bytes are UTF-8 (RFC 8259, 8.1), and nothing else is guessed.
    "i_string_UTF-16LE_with_BOM": ('["\u00e9"]'.encode("utf-16"), JsonError), "i_string_UTF-8_invalid_sequence": (b'["\xe6\x97\xa5\xd1\x88\xfa"]', JsonError),
    "i_string_UTF8_surrogate_U+D800": (b'["\xed\xa0\x80"]', JsonError), "i_string_invalid_utf-8": (b'["\xff"]', JsonError),
    "i_string_iso_latin_1": (b'["\xe9"]', JsonError), "i_string_lone_utf8_continuation_byte": (b'["\x81"]', JsonError),
    "i_string_not_in_unicode_range": (b'["\xf4\xbf\xbf\xbf"]', JsonError), "i_string_overlong_sequence_2_bytes": (b'["\xc0\xaf"]', JsonError),
    "i_string_overlong_sequence_6_bytes": (b'["\xfc\x83\xbf\xbf\xbf\xbf"]', JsonError), "i_string_overlong_sequence_6_bytes_null": (b'["\xfc\x80\x80\x80\x80\x80"]', JsonError),
    "i_string_truncated-utf-8": (b'["\xe0\xff"]', JsonError), "i_string_utf16BE_no_BOM": ('["\u00e9"]'.encode("utf-16-be"), JsonError),
    "i_string_utf16LE_no_BOM": ('["\u00e9"]'.encode("utf-16-le"), JsonError),
    # Deeper than 200 levels is refused: what a person expects is never that deep, and what is can crash a reader.
    "i_structure_500_nested_arrays": ("[" * 500 + "]" * 500, JsonError),
    # A byte order mark is refused (RFC 8259, 8.1 forbids to send one).
    "i_structure_UTF-8_BOM_empty_object": (b"\xef\xbb\xbf{}", JsonError),
}  # fmt: skip


def as_bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_json_is_read_and_written_again(name):
    """And what was written reads as the same value."""
    value = parse(as_bytes(ACCEPTED[name]))
    assert value == parse(dump(value))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_json_is_refused_with_its_place(name):
    """Nothing of it is taken for a value."""
    data = as_bytes(REFUSED[name])
    with pytest.raises(JsonError) as raised:
        parse(data)
    assert 0 <= raised.value.offset <= len(data) and raised.value.line >= 1 and raised.value.column >= 1


@pytest.mark.parametrize("name", DECIDED)
def test_what_may_be_read_or_not_is_decided(name):
    """As the table says; a number is equal to the digit to the one that was written."""
    text, expected = DECIDED[name]
    if expected is JsonError:
        with pytest.raises(JsonError):
            parse(as_bytes(text))
    else:
        assert expected == parse(as_bytes(text))


def test_a_refused_body_is_told_with_its_byte(tmp_path):
    """Through the command line: an error when the body is used, with line and column; the step is not green."""
    # No body at all is the empty text, which `body` may well be.
    names = [name for name in REFUSED if name != "n_structure_no_data"]
    lines = ["name: Bodies", "continue_on_failure: true", "steps:"]
    for number in range(len(names)):
        lines.append(f'  - request: "GET {{{{ env.API_URL }}}}/prepared/b{number}?kind=application/json"')
        lines.append("    assert: [body or not body]")
    (tmp_path / "a.yaml").write_text("\n".join(lines))
    with serving() as server:
        for number, name in enumerate(names):
            server.stored[f"b{number}"] = as_bytes(REFUSED[name])
        ran = launch(["run", "a.yaml", "-v"], tmp_path, environ={"API_URL": server.url})
    assert (1, True) == (ran.code, no_traceback(ran.said))
    assert 0 == ran.out.count("✓ step"), ran.out[:3000]
    assert len(names) == ran.out.count("✗ step")


BOTH: dict[str, list[tuple[object, list[object], list[object]]]] = {
    "type": [
        ({"type": "integer"}, [1, Decimal("1.0"), -3], [Decimal("1.5"), "1", True, None, [], {}]),
        ({"type": ["string", "null"]}, ["", None], [0, False]), ({"type": "number"}, [1, Decimal("1.1")], [True, "1"]),
        ({"type": "boolean"}, [True, False], [0, 1, "true"]), ({"type": "object"}, [{}], [[], None]),
    ],
    "enum": [({"enum": [1, "a", None, [1]]}, [1, Decimal("1.0"), "a", None, [1]], [True, "1", [], 0]), ({"enum": [False]}, [False], [0, None])],
    "const": [({"const": {"a": [1]}}, [{"a": [1]}, {"a": [Decimal("1.0")]}], [{"a": [2]}, {"a": [True]}, {}]), ({"const": 0}, [0], [False])],
    "multipleOf": [({"multipleOf": Decimal("0.01")}, [Decimal("0.07"), 3, Decimal("1e300")], [Decimal("0.075")]), ({"multipleOf": 7}, [0, 21, "x"], [22])],
    "maximum": [({"maximum": 3}, [3, Decimal("2.9"), "9"], [Decimal("3.0000000000000000001")])],
    "exclusiveMaximum": [({"exclusiveMaximum": 3}, [Decimal("2.99")], [3, 4])],
    "minimum": [({"minimum": -2}, [-2, 0], [Decimal("-2.0001")])], "exclusiveMinimum": [({"exclusiveMinimum": 0}, [Decimal("1e-999")], [0, -1])],
    "maxLength": [({"maxLength": 2}, ["", "ab", "\U0001f4a9\U0001f4a9", 100], ["abc"])], "minLength": [({"minLength": 2}, ["ab", 1], ["a", "\U0001f4a9"])],
    "pattern": [({"pattern": "^a*$"}, ["", "aaa", 1], ["ab"]), ({"pattern": "b"}, ["abc"], ["ac"])],
    "maxItems": [({"maxItems": 1}, [[], [1], "x"], [[1, 2]])], "minItems": [({"minItems": 1}, [[1]], [[]])],
    "uniqueItems": [({"uniqueItems": True}, [[1, 2], [1, True], ["1", 1], [{"a": 1}, {"a": 2}]], [[1, Decimal("1.0")], [{"a": 1}, {"a": 1}]])],
    "contains": [({"contains": {"minimum": 5}}, [[3, 5], "x"], [[], [1]])],
    "maxProperties": [({"maxProperties": 1}, [{}, {"a": 1}], [{"a": 1, "b": 2}])], "minProperties": [({"minProperties": 1}, [{"a": 1}, []], [{}])],
    "required": [({"required": ["a", "__proto__"]}, [{"a": 1, "__proto__": 2}, []], [{"a": 1}])],
    "properties": [({"properties": {"a": {"type": "integer"}, "b": False}}, [{"a": 1, "c": 2}, {}], [{"a": "x"}, {"b": 1}])],
    "patternProperties": [({"patternProperties": {"^x": {"type": "integer"}}}, [{"x1": 1, "y": "s"}], [{"x1": "s"}])],
    "additionalProperties": [
        ({"properties": {"a": {}}, "patternProperties": {"^x": {}}, "additionalProperties": False}, [{"a": 1, "x": 2}], [{"b": 1}]),
        ({"additionalProperties": {"type": "boolean"}}, [{"a": True}], [{"a": 1}]),
    ],
    "propertyNames": [({"propertyNames": {"maxLength": 2}}, [{"ab": 1}, {}], [{"abc": 1}])],
    "allOf": [({"allOf": [{"minimum": 1}, {"maximum": 2}]}, [1, 2], [0, 3])], "anyOf": [({"anyOf": [{"type": "string"}, {"minimum": 2}]}, ["x", 2], [1])],
    "oneOf": [({"oneOf": [{"type": "integer"}, {"minimum": 2}]}, [1, Decimal("2.5")], [3, Decimal("1.5")])], "not": [({"not": {"type": "integer"}}, ["x"], [1])],
    "if": [({"if": {"maximum": 0}, "then": {"minimum": -10}, "else": {"multipleOf": 2}}, [-1, 4], [-100, 3])],
    "boolean": [(True, [1, None, {}], []), (False, [], [1, None, {}])],
}  # fmt: skip
NEW: dict[str, list[tuple[object, list[object], list[object]]]] = {
    "$ref": [({"$defs": {"p": {"minimum": 1}}, "properties": {"a": {"$ref": "#/$defs/p", "maximum": 3}}}, [{"a": 2}], [{"a": 0}, {"a": 4}]),
             ({"properties": {"next": {"$ref": "#"}}, "additionalProperties": False}, [{"next": {"next": {}}}], [{"next": {"x": 1}}])],
    "$anchor": [({"$defs": {"x": {"$anchor": "here", "type": "integer"}}, "$ref": "#here"}, [1], ["x"])],
    "$dynamicRef": [({"$dynamicAnchor": "node", "type": "object", "additionalProperties": {"$dynamicRef": "#node"}}, [{"a": {}}], [{"a": 1}])],
    "prefixItems": [({"prefixItems": [{"type": "integer"}], "items": {"type": "string"}}, [[1, "a"], [], [1]], [["a"], [1, 2]])],
    "minContains": [({"contains": {"const": 1}, "minContains": 2, "maxContains": 3}, [[1, 1], [1, 1, 1, 2]], [[1], [1, 1, 1, 1]]), ({"contains": {"const": 1}, "minContains": 0}, [[]], [])],
    "dependentRequired": [({"dependentRequired": {"a": ["b"]}}, [{}, {"a": 1, "b": 2}], [{"a": 1}])],
    "dependentSchemas": [({"dependentSchemas": {"a": {"required": ["b"]}}}, [{"b": 1}], [{"a": 1}])],
    "unevaluatedProperties": [({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": False}, [{"a": 1}], [{"b": 1}]),
                              ({"if": {"required": ["k"], "properties": {"k": {}}}, "unevaluatedProperties": False}, [{"k": 1}, {}], [{"z": 1}])],
    "unevaluatedItems": [({"prefixItems": [{}], "unevaluatedItems": False}, [[1]], [[1, 2]])],
    "format is asserted": [({"format": "date"}, ["2024-02-29", 5], ["2023-02-29", "x"]), ({"format": "ipv4"}, ["127.0.0.1"], ["127.0.0.256", "1.2.3"])],
}  # fmt: skip
OLD: dict[str, list[tuple[object, list[object], list[object]]]] = {
    "definitions": [({"definitions": {"p": {"type": "integer"}}, "items": {"$ref": "#/definitions/p"}}, [[1]], [["x"]])],
    "$ref hides its siblings": [({"definitions": {"p": {}}, "properties": {"a": {"$ref": "#/definitions/p", "maximum": 1}}}, [{"a": 2}], [])],
    "items as a list": [({"items": [{"type": "integer"}], "additionalItems": {"type": "string"}}, [[1, "a"]], [["a"], [1, 2]])],
    "dependencies": [({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}, [{"a": 1, "b": 1}, {"c": 1, "d": 1}], [{"a": 1}, {"c": 1}])],
}  # fmt: skip
DIALECTS = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "draft 7": "http://json-schema.org/draft-07/schema#",
}
SCHEMAS = [
    (dialect, keyword, case)
    for dialect, tables in {"2020-12": (BOTH, NEW), "draft 7": (BOTH, OLD)}.items()
    for table in tables
    for keyword, cases in table.items()
    for case in cases
]


def unread(path: Path) -> object:
    raise AssertionError(f"{path} was asked for")


@pytest.mark.parametrize(
    ("dialect", "keyword", "case"), SCHEMAS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_each_keyword_judges_as_its_draft_says(dialect, keyword, case):
    """Values that hold and values that do not, with numbers exact to the digit."""
    schema, valid, invalid = case
    if isinstance(schema, dict):
        schema = {"$schema": DIALECTS[dialect], **schema}
    validator = compile_schema(schema, unread)
    assert (valid, []) == (
        [value for value in valid if not validator.errors(value)],
        [value for value in invalid if not validator.errors(value)],
    )


@pytest.mark.parametrize(
    "schema",
    [{"type": 12}, {"minimum": "x"}, {"pattern": "("}, {"required": "a"}, {"$ref": "#/nowhere"}, {"enum": 1}, 5, "x", {"$ref": "#bad anchor"},
     {"properties": []}, {"allOf": []}, {"multipleOf": 0}, {"requierd": ["a"]}, {"$schema": "https://example.com/nope"},
     *({"$schema": DIALECTS["draft 7"], **later} for later in ({"dependentRequired": {}}, {"unevaluatedProperties": False}, {"prefixItems": []}))],
    ids=str,
)  # fmt: skip
def test_a_schema_that_is_none_is_refused(schema):
    """Before it judges anything."""
    with pytest.raises(EvaluationError) as raised:
        compile_schema(schema, unread).errors({})
    assert "IT322" == raised.value.code
