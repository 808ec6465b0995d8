"""Settings are read once, from a mapping, and say everything that is missing."""

import pytest

from chalicelib.foundation.settings import Settings

LEAST = {
    "SHOWROOM_TABLE": "main",
    "SHOWROOM_KEYS_TABLE": "keys",
    "SHOWROOM_QUEUE_URL": "https://queue.example/1",
    "SHOWROOM_SECRET_NAME": "secret",
    "SHOWROOM_PUBLIC_URL": "https://book.maison.example/",
}


def test_every_missing_setting_is_named_at_once() -> None:
    """An empty value is as good as none."""
    with pytest.raises(ValueError) as refused:
        Settings.read({"SHOWROOM_TABLE": "main", "SHOWROOM_QUEUE_URL": ""})
    assert str(refused.value) == (
        "missing settings: SHOWROOM_KEYS_TABLE, SHOWROOM_QUEUE_URL, SHOWROOM_SECRET_NAME, SHOWROOM_PUBLIC_URL"
    )


def test_what_is_not_set_has_a_sensible_value() -> None:
    """Five settings are enough; URLs lose their trailing slash."""
    settings = Settings.read(LEAST)
    assert settings.public_url == "https://book.maison.example"
    assert (settings.api_path, settings.allowed_origins, settings.video, settings.endpoint_url) == (
        "",
        (),
        "local",
        None,
    )


def test_what_is_set_is_kept() -> None:
    """Lists are split at commas; the region is AWS's own variable."""
    settings = Settings.read(
        {
            **LEAST,
            "SHOWROOM_API_PATH": "/api/",
            "SHOWROOM_ALLOWED_ORIGINS": "https://a.example,https://b.example,",
            "SHOWROOM_VIDEO": "chime",
            "AWS_REGION": "eu-south-1",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:4702",
        }
    )
    assert settings.api_path == "/api"
    assert settings.allowed_origins == ("https://a.example", "https://b.example")
    assert (settings.video, settings.region) == ("chime", "eu-south-1")
    assert settings.endpoint_url == "http://127.0.0.1:4702"
