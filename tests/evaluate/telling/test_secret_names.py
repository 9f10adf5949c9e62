"""Names that tell of secrets."""

import pytest

from itest.evaluate.telling.secret_names import names_secret


@pytest.mark.parametrize(
    "name", ["token", "access_token", "accessToken", "PASSWORD", "db_passwd", "api_key", "apikey", "jwt"]
)
def test_a_variable_is_called_a_secret_by_its_last_word(name):
    """In any letter case and spelling."""
    assert names_secret(name) is True


@pytest.mark.parametrize("name", ["token_type", "token_count", "password_field_label", "tokens_left", "name", "key"])
def test_a_word_about_a_secret_is_none(name):
    """The type of a token is shown."""
    assert names_secret(name) is False
