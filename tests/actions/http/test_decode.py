"""Content codings undone: right ones, broken ones, bombs, and those that need a package."""

import gzip
import os
import subprocess
import sys

import pytest

from itest.actions.http.attempt import Broken
from itest.actions.http.decode import accepted, coding_of, decoded, why_unreadable
from itest.actions.http.inflate import PIECE

NOISE = os.urandom(3000)


def packed(coding, data):
    """The data in a coding; the package for it is a part of the development environment."""
    if coding == "br":
        return pytest.importorskip("brotli").compress(data)
    if coding == "zstd":
        return pytest.importorskip("zstandard").compress(data)
    return gzip.compress(data)


def undone(coding, *pieces):
    return b"".join(decoded(pieces, [coding], lambda: None))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_body_is_undone_however_it_comes_in(coding, size):
    """Byte by byte or at once; an empty one too."""
    for data in (NOISE, b"a" * 300_000, b""):
        whole = packed(coding, data)
        assert data == undone(coding, *(whole[place : place + size] for place in range(0, len(whole), size)))


def test_frames_follow_one_another():
    """As members of gzip do."""
    whole = packed("zstd", b"one ") + packed("zstd", b"two")
    assert b"one two" == undone("zstd", whole) == undone("zstd", *(bytes([each]) for each in whole))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_a_bomb_comes_out_in_bounded_pieces(coding):
    """However little it came as."""
    whole, sizes = packed(coding, bytes(64 << 20)), []
    for piece in decoded([whole], [coding], lambda: None):
        sizes.append(len(piece))
        if sum(sizes) > 16 << 20:
            break
    assert max(sizes) <= (5 << 20 if coding == "zstd" else 2 * PIECE)


@pytest.mark.parametrize(
    ("coding", "spoil", "told"),
    [
        ("br", lambda body: body[:-5], "the br body is cut off"),
        ("br", lambda body: b"\xff\xff" + body, "the br body is corrupt, or bytes follow its end"),
        ("br", lambda body: body + b"more", "the br body is corrupt, or bytes follow its end"),
        ("zstd", lambda body: body[:-5], "the zstd body is cut off"),
        ("zstd", lambda body: body[:2], "the zstd body is cut off"),
        ("zstd", lambda body: b"\xff\xff" + body, "the zstd body is corrupt, or bytes follow its end"),
        ("zstd", lambda body: body + b"more", "the zstd body is corrupt, or bytes follow its end"),
        ("zstd", lambda body: body + b"m", "bytes follow the end of the zstd body"),
    ],
)
def test_a_broken_body_is_an_error(coding, spoil, told):
    """Cut off, corrupt, or with something behind it."""
    with pytest.raises(Broken) as caught:
        undone(coding, spoil(packed(coding, NOISE)))
    assert (told, "IT204", "decode") == (caught.value.error.message, caught.value.error.code, caught.value.error.phase)


@pytest.mark.parametrize(
    ("values", "coding"),
    [([], ""), (["identity"], ""), ([" GZIP , identity"], "gzip"), (["x-gzip"], "gzip"), (["rot13"], "rot13")],
)
def test_the_coding_of_an_answer(values, coding):
    """Case and `identity` do not count."""
    assert coding == coding_of(values)


def test_a_coding_that_is_not_known_is_left_as_it_is():
    """And it is said what it would need."""
    assert b"xyz" == undone("rot13", b"x", b"yz")
    assert "the body is in the content coding rot13, which is unknown" == why_unreadable(["rot13"])
    assert "" == why_unreadable(["gzip"]) == why_unreadable([])


SAYS = """
import sys
sys.modules["brotli"] = sys.modules["zstandard"] = None
from itest.actions.http.decode import accepted, decoded, why_unreadable
print(", ".join(accepted()))
print(b"".join(decoded([b"ab"], ["br"], lambda: None)).decode())
print(why_unreadable(["br"]))
print(why_unreadable(["zstd"]))
"""


def test_a_coding_whose_package_is_not_there_names_it():
    """Nor is it asked for, and nothing breaks."""
    told = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, text=True, check=True).stdout
    more = "which needs a package more: pip install"
    assert [
        "gzip, deflate",
        "ab",
        f"the body is in the content coding br, {more} 'itest-cli[brotli]'",
        f"the body is in the content coding zstd, {more} 'itest-cli[zstandard]'",
    ] == told.splitlines()


def test_what_can_be_undone_is_asked_for(client, server):
    """`Accept-Encoding` lists it, and nothing else."""
    headers = {header.name: header.value for header in client.prepare(f"{server.url}/ok").headers}
    assert ", ".join(accepted()) == headers["Accept-Encoding"]
