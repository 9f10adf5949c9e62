"""Accounts of the shop: who may sign in, and with which token. Passwords are kept as salted hashes only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from http.cookies import CookieError, SimpleCookie
from typing import Any

from itest.demo.storage import Storage
from itest.demo.web import Problem, Request, Response, Route

SCHEMA = """
create table if not exists users (name text primary key, email text not null, salt blob not null, hash blob not null);
create table if not exists tokens (digest text primary key, name text not null);
"""
_FIRST = ("ada", "ada@example.com", "analytical engine")


class Accounts:
    """Handlers for signing up, in and out."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        with storage.transaction() as connection:
            if _user(connection, _FIRST[0]) is None:
                _add(connection, *_FIRST)

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/users", self.sign_up),
            Route("POST", "/login", self.sign_in),
            Route("POST", "/logout", self.sign_out),
            Route("GET", "/me", self.show),
            Route("DELETE", "/me", self.remove),
        ]

    def sign_up(self, request: Request) -> Response:
        body = request.json()
        given: dict[str, Any] = {name: body.get(name) for name in ("name", "email", "password")}
        errors = [
            {"field": name, "message": "is text of 3 to 100 characters"}
            for name, value in given.items()
            if not isinstance(value, str) or not 3 <= len(value) <= 100
        ]
        if errors:
            raise Problem(422, "Invalid account", errors=errors)
        with self._storage.transaction() as connection:
            if _user(connection, given["name"]) is not None:
                raise Problem(409, "Name taken", f"there is an account {given['name']} already")
            _add(connection, given["name"], given["email"], given["password"])
        return Response(201, {"name": given["name"], "email": given["email"]}, headers={"Location": "/me"})

    def sign_in(self, request: Request) -> Response:
        """A token, also set as the cookie `session`."""
        body = request.json()
        name, password = str(body.get("user", "")), str(body.get("password", ""))
        with self._storage.reading() as connection:
            user = _user(connection, name)
        # An unknown name takes as long as a wrong password.
        matches = hmac.compare_digest(_hash(password, user["salt"] if user else b""), user["hash"] if user else b"")
        if not matches:
            raise _unauthorized("name or password is wrong")
        token = secrets.token_urlsafe(24)
        with self._storage.transaction() as connection:
            connection.execute("insert into tokens values (?, ?)", (_digest(token), name))
        return Response(
            200,
            {"token": token, "user": name},
            headers={"Set-Cookie": f"session={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600"},
        )

    def sign_out(self, request: Request) -> Response:
        self._who(request)
        with self._storage.transaction() as connection:
            connection.execute("delete from tokens where digest = ?", (_digest(_token(request)),))
        return Response(204, headers={"Set-Cookie": "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"})

    def show(self, request: Request) -> Response:
        user = self._who(request)
        return Response(200, {"name": user["name"], "email": user["email"]}, headers={"Cache-Control": "no-store"})

    def remove(self, request: Request) -> Response:
        name = self._who(request)["name"]
        with self._storage.transaction() as connection:
            connection.execute("delete from tokens where name = ?", (name,))
            connection.execute("delete from users where name = ?", (name,))
        return Response(204)

    def _who(self, request: Request) -> Any:
        with self._storage.reading() as connection:
            row = connection.execute(
                "select users.* from users join tokens using (name) where digest = ?", (_digest(_token(request)),)
            ).fetchone()
        if row is None:
            raise _unauthorized("sign in first")
        return row


def _token(request: Request) -> str:
    """The token of the header, else of the cookie."""
    scheme, _, token = request.header("authorization").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    try:
        cookie = SimpleCookie(request.header("cookie")).get("session")
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def _user(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute("select * from users where name = ?", (name,)).fetchone()


def _add(connection: sqlite3.Connection, name: str, email: str, password: str) -> None:
    salt = secrets.token_bytes(16)
    connection.execute("insert into users values (?, ?, ?, ?)", (name, email, salt, _hash(password, salt)))


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(errors="replace"), salt=salt, n=2**10, r=8, p=1)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _unauthorized(detail: str) -> Problem:
    return Problem(401, "Unauthorized", detail, headers={"WWW-Authenticate": 'Bearer realm="shop"'})
