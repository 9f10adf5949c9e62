"""Secrets of the environment that nobody declared."""

import pytest

from itest.evaluate.telling.environment import hidden_values, tells_of_secret

SECRETS = """
TOKEN GITHUB_TOKEN AUTHTOKEN NPM_AUTH_TOKEN githubToken TOKENS PASSWORD PGPASSWORD DB_PASSWD MYSQL_PWD DB_PASS
SECRET AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID SECRET_KEY_BASE SECRETKEYBASE KEY API_KEY APIKEY OPENAI_API_KEYS
STRIPE_KEY ENCRYPTION_KEY SSH_PRIVATE_KEY KEY_FOR_CI GOOGLE_CREDENTIALS DOCKER_AUTH_CONFIG PROXY_AUTH JWT GH_PAT
GPG_PASSPHRASE KEYSTORE_PASSWORD TOKEN_FOR_CI SSHKEY DEPLOYKEY HMACKEY MASTERKEY SESSION_COOKIE SLACK_WEBHOOK
SLACK_WEBHOOK_URL
"""
OTHERS = """
PATH HOME PWD OLDPWD KEYBOARD KEYMAP XKB_DEFAULT_LAYOUT SSH_AUTH_SOCK XAUTHORITY AUTHOR GIT_AUTHOR_NAME TOKEN_URL
OAUTH_TOKEN_TTL MAX_TOKENS_LIMIT TOKENIZERS_PARALLELISM GOOGLE_CREDENTIALS_FILE SSL_KEY_FILE SECRET_PATH COMPASS
PASSENGER MONKEY TURKEY SESSION_NAME AUTH_METHOD API_KEY_HEADER PATTERN USER HOSTNAME DESKTOP_SESSION GPG_TTY
HOTKEY WEBHOOK_TIMEOUT
"""


@pytest.mark.parametrize("name", SECRETS.split())
def test_names_that_tell_of_a_secret(name):
    """Of runners, clouds and databases."""
    assert tells_of_secret(name)


@pytest.mark.parametrize("name", OTHERS.split())
def test_names_that_only_look_like_it(name):
    """Other words, and what is said about a secret."""
    assert not tells_of_secret(name)


@pytest.mark.parametrize(
    ("name", "value", "secrets"),
    [
        ("API_KEY", "k-4711-0815", ["k-4711-0815"]),
        ("DB_PASSWORD", "/4711/0815", ["/4711/0815"]),
        ("DB_PASSWORD", "471108", ["471108"]),
        (
            "API_KEYS",
            "first-of-them,second-of-them",
            ["first-of-them,second-of-them", "first-of-them", "second-of-them"],
        ),
        ("API_KEY", "true", []),
        ("API_KEY", "internal", []),
        ("API_KEY", "abc", []),
        ("MAX_TOKENS", "100000", []),
        ("TLS_KEY", "/etc/ssl/key.pem", []),
        ("TLS_KEY", "./key.pem", []),
        ("DATABASE_URL", "postgres://ada:engine%2B42@db/shop", ["engine%2B42", "engine+42"]),
        ("REPOSITORY", "https://ghp-4711-0815@git.test/a.git", ["ghp-4711-0815"]),
        ("REPOSITORY", "ssh://git@git.test/a.git", []),
        ("CONNECTION", "Server=db;User Id=sa;Password=engine42;", ["engine42"]),
        ("DSN", "host=db password='engine 42' port=1", ["engine 42"]),
        ("BLOB", "https://blobs.test/a?sv=1&sig=abc%2Bdef", ["abc%2Bdef", "abc+def"]),
        ("VCAP_SERVICES", '{"db": [{"credentials": {"password": "engine42", "host": "db-host"}}]}', ["engine42"]),
        ("PLAIN", "nothing to hide", []),
    ],
)
def test_what_values_hold(name, value, secrets):
    """The whole of it, or what says that it is one."""
    assert [(secret, name) for secret in secrets] == list(hidden_values({name: value}))
