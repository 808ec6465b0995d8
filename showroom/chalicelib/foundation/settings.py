"""Settings: what a deployment may vary, read once from a mapping by `wiring` and passed on as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """One deployment's choices. URLs carry no trailing slash; times are whole minutes."""

    table: str
    keys_table: str
    queue_url: str
    secret_name: str
    """Secrets Manager id of the JSON document with signing, wrapping and index keys."""
    public_url: str
    """Where the pages and the API are reached, as it is written into letters."""
    api_path: str = ""
    """Path prefix of the API stage, e.g. `/api` behind API Gateway without a custom domain."""
    issuer: str = "showroom"
    allowed_origins: tuple[str, ...] = ()
    sender_address: str = "appointments@maison.example"
    sms_sender: str = "MAISON"
    configuration_set: str = ""
    """The SES configuration set that tells what becomes of letters; empty where nobody asks."""
    feedback_topic: str = ""
    """ARN of the SNS topic by which providers tell what became of messages."""
    whatsapp: str = "none"
    """Phone number id of AWS End User Messaging Social, `local` for the embedded stack, `none` without WhatsApp."""
    region: str = "eu-west-1"
    endpoint_url: str | None = None
    video: str = "local"
    """Which video-room adapter: `local` or `chime`."""
    chime_region: str = "eu-central-1"
    film: str = "local"
    """What carries the film of an evening: `local`, `cloudfront` or `ivs`."""
    film_url: str = ""
    """Of CloudFront, where the films' folders lie; of Amazon IVS, the channel's playback URL."""
    film_key: str = ""
    """Of CloudFront, the id of the public key; of Amazon IVS, the ARN of the channel. Its private key is a secret."""
    film_origins: tuple[str, ...] = ()
    """The sites on which a film plays, at most five; that of `public_url` unless given."""
    film_captions: tuple[str, ...] = ("it", "fr", "en", "zh", "ja", "ar")
    film_subtitles: tuple[str, ...] = ()
    """Languages of the film's captions (what is heard) and subtitles (what is said)."""
    vault_key: str = "local"
    """What wraps data keys: `local`, the secret's master, or the ARN of a symmetric key of KMS."""
    oidc_issuer: str = ""
    """The identity provider of staff, as its discovery document names itself; empty: staff cannot sign in."""
    oidc_client: str = ""
    signin_pages: tuple[str, ...] = ()
    """Addresses to which the provider sends staff back, beside none other; the console unless given."""
    config_cache_minutes: float = 0.5

    @classmethod
    def read(cls, source: Mapping[str, str]) -> Settings:
        """Read settings from a mapping of `SHOWROOM_*` names. Raises ValueError naming every one that is missing."""
        required = ("TABLE", "KEYS_TABLE", "QUEUE_URL", "SECRET_NAME", "PUBLIC_URL")
        missing = [f"SHOWROOM_{name}" for name in required if not source.get(f"SHOWROOM_{name}")]
        if missing:
            raise ValueError(f"missing settings: {', '.join(missing)}")

        def text(name: str, default: str) -> str:
            return source.get(f"SHOWROOM_{name}") or default

        def several(name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
            return tuple(filter(None, text(name, "").split(","))) or default

        return cls(
            table=source["SHOWROOM_TABLE"],
            keys_table=source["SHOWROOM_KEYS_TABLE"],
            queue_url=source["SHOWROOM_QUEUE_URL"],
            secret_name=source["SHOWROOM_SECRET_NAME"],
            public_url=source["SHOWROOM_PUBLIC_URL"].rstrip("/"),
            api_path=text("API_PATH", cls.api_path).rstrip("/"),
            issuer=text("ISSUER", cls.issuer),
            allowed_origins=several("ALLOWED_ORIGINS"),
            sender_address=text("SENDER_ADDRESS", cls.sender_address),
            sms_sender=text("SMS_SENDER", cls.sms_sender),
            configuration_set=text("CONFIGURATION_SET", cls.configuration_set),
            feedback_topic=text("FEEDBACK_TOPIC", cls.feedback_topic),
            whatsapp=text("WHATSAPP", cls.whatsapp),
            region=source.get("AWS_REGION") or source.get("AWS_DEFAULT_REGION") or cls.region,
            endpoint_url=source.get("AWS_ENDPOINT_URL") or None,
            video=text("VIDEO", cls.video),
            chime_region=text("CHIME_REGION", cls.chime_region),
            film=text("FILM", cls.film),
            film_url=text("FILM_URL", "").rstrip("/"),
            film_key=text("FILM_KEY", ""),
            film_origins=several("FILM_ORIGINS"),
            film_captions=several("FILM_CAPTIONS", cls.film_captions),
            film_subtitles=several("FILM_SUBTITLES"),
            vault_key=text("VAULT_KEY", cls.vault_key),
            oidc_issuer=text("OIDC_ISSUER", ""),
            oidc_client=text("OIDC_CLIENT", ""),
            signin_pages=several("SIGNIN_PAGES"),
        )
