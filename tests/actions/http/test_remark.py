"""Remarks: what an answer with a wrong status says of itself."""

import json

import pytest

from itest.actions.http.remark import LONGEST, remark
from itest.model.values import Document


def _said(body, media_type="application/json", status=500):
    return remark({"status": status, "headers": {}, "body": Document(json.dumps(body).encode(), media_type)})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"title": "Out of stock", "detail": "3 wanted"}, "Out of stock: 3 wanted"),
        ({"title": "Out of stock"}, "Out of stock"),
        ({"message": "no such\n article"}, "no such article"),
        ({"error": "invalid_grant", "error_description": "it has expired"}, "it has expired"),
        ({"error": {"code": 7, "message": "too late"}}, "too late"),
        ({"errors": [{"message": "first"}, {"message": "second"}]}, "first"),
        ({"errors": ["first"]}, "first"),
        ({"detail": [{"loc": ["body"], "msg": "field required"}]}, "field required"),
        ({"detail": "", "message": "said"}, "said"),
    ],
)
def test_the_message_of_the_body_is_told(body, said):
    """Wherever answers usually have it: problem details, OAuth, and what frameworks write."""
    assert f'the answer says "{said}"' == _said(body)


@pytest.mark.parametrize("body", [{}, [], "text", None, 5, {"message": 5, "error": None}, {"a": {"message": "deep"}}])
def test_a_body_without_a_message_says_nothing(body):
    """Nothing is guessed."""
    assert "" == _said(body)


def test_what_cannot_be_read_says_nothing():
    """The failure itself is told anyway."""
    assert "" == remark({"status": 500, "body": Document(b"{broken", "application/json")})
    assert "" == remark({"status": 500, "body": Document(b"<html>", "text/html")})
    assert "" == remark({})


def test_a_message_is_cut():
    """It may be a page."""
    assert len(_said({"message": "x" * 9999})) < LONGEST + 40


def test_a_redirect_says_where_it_leads():
    """And what follows it; a 3xx that leads nowhere is an answer like any other."""
    told = remark({"status": 302, "headers": {"location": "/login"}, "body": Document(b"")})
    assert "it leads to `/login`, which `follow_redirects: true` follows" == told
    assert "https://a.example/x" in remark(
        {"status": 307, "headers": {"location": "/x"}, "location": "https://a.example/x"}
    )
    assert 'the answer says "which one?"' == _said({"message": "which one?"}, status=300)
