"""Accounts of the shop."""

import sqlite3
from contextlib import closing

import pytest

ADA = {"user": "ada", "password": "analytical engine"}
BOB = {"name": "bob", "email": "bob@example.com", "password": "correct horse"}


def signed_in(shop):
    return shop.send("POST", "/login", ADA).body["token"]


def test_who_signs_in_gets_a_token_and_a_cookie(shop):
    """Either one opens the door."""
    answer = shop.send("POST", "/login", ADA)
    token = answer.body["token"]
    assert f"session={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600" == answer.headers["set-cookie"]
    expected = {"name": "ada", "email": "ada@example.com"}
    assert expected == shop.send("GET", "/me", Authorization=f"Bearer {token}").body
    assert expected == shop.send("GET", "/me", Cookie=f"a=b; session={token}").body


@pytest.mark.parametrize("body", [{**ADA, "password": "x"}, {**ADA, "user": "x"}, {}, {"user": 1, "password": None}])
def test_a_wrong_password_is_401(shop, body):
    """As is an unknown name, in the same words."""
    answer = shop.send("POST", "/login", body)
    assert (401, "name or password is wrong") == (answer.status, answer.body["detail"])
    assert 'Bearer realm="shop"' == answer.headers["www-authenticate"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Cookie": "session"}, {"Cookie": "\x01=;;"}])
def test_without_a_token_there_is_nobody(shop, headers):
    """Odd headers are no token."""
    assert 401 == shop.send("GET", "/me", **headers).status


def test_a_token_ends_with_its_session(shop):
    """After signing out it opens nothing."""
    token = signed_in(shop)
    assert 204 == shop.send("POST", "/logout", Authorization=f"Bearer {token}").status
    assert 401 == shop.send("GET", "/me", Authorization=f"Bearer {token}").status


def test_an_account_is_made_and_removed(shop):
    """A name is taken once at a time."""
    assert [201, 409] == [shop.send("POST", "/users", BOB).status for _ in range(2)]
    token = shop.send("POST", "/login", {"user": "bob", "password": "correct horse"}).body["token"]
    assert 204 == shop.send("DELETE", "/me", Authorization=f"Bearer {token}").status
    assert 401 == shop.send("GET", "/me", Authorization=f"Bearer {token}").status
    assert 201 == shop.send("POST", "/users", BOB).status


def test_an_account_that_does_not_fit_names_its_fields(shop):
    """All of them."""
    answer = shop.send("POST", "/users", {"name": "x", "email": 1})
    assert ["name", "email", "password"] == [error["field"] for error in answer.body["errors"]]


def test_a_password_is_nowhere_in_the_database(shop, tmp_path):
    """Nor is a token."""
    shop.send("POST", "/users", BOB)
    token = signed_in(shop)
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        text = "\n".join(connection.iterdump())
    assert (False, False, True) == ("correct horse" in text, token in text, "bob@example.com" in text)
