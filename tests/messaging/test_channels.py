"""What leaves the house: MIME that nobody can bend, and calls whose failures are understood.

The stubs prove the parameters and the reading of answers, not what Amazon does with them.
"""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from botocore.stub import ANY, Stubber
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.messaging.channels import ONCE, LocalWhatsApp, SesEmail, SnsSms, WhatsApp
from chalicelib.messaging.letters import Letters
from chalicelib.messaging.letters.sms import SENTENCES, SHORT_MESSAGE_ALONE
from chalicelib.messaging.mime import address, mime
from chalicelib.messaging.model import Message, Recipient, Rejected, Throttled
from chalicelib.messaging.text import clean, line
from tests.messaging.office import SENDER, PlainLetter
from tests.messaging.values import CALENDAR, message

HEADERS = {"From", "To", "Reply-To", "Subject", "Message-ID", "X-Showroom-Notice", "Auto-Submitted", "MIME-Version", "Content-Type"}  # noqa: E501 # fmt: skip
ALONE: dict[str, dict[str, Any]] = {"event.film_moved": {"window": None}}
"""Without what would ask for a template of another name."""


def parsed(data: bytes) -> Any:
    """Read a MIME message as a mail program does."""
    return email.message_from_bytes(data, policy=email.policy.default)


def decoded(header: str) -> str:
    """Read a raw header's words as RFC 2047 has them, without its spaces (the new parser keeps some that are folds)."""
    return "".join(str(make_header(decode_header(header))).split())


class TestMime:
    """Text, HTML and the calendar, and headers that hold."""

    def test_the_parts_of_a_letter(self, letters: Letters) -> None:
        """Text first, then HTML, then the calendar with its method; the file again as an attachment."""
        said = message("booking.confirmed", "it")
        letter = letters.write(said)
        mail = parsed(mime(said, letter, SENDER, "ref"))
        assert [part.get_content_type() for part in mail.walk()] == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics",
        ]
        plain, html, calendar, file = [part for part in mail.walk() if not part.is_multipart()]
        assert plain.get_content().replace("\r\n", "\n") == letter.text
        assert html.get_content().replace("\r\n", "\n").strip() == letter.html.strip()
        assert calendar.get_param("method") == "REQUEST"
        assert calendar.get_payload(decode=True) == file.get_payload(decode=True) == CALENDAR.encode()
        assert file.get_filename() == "appointment.ics"
        assert (mail["Reply-To"].addresses[0].addr_spec, mail["Message-ID"]) == (
            "milano@maison.example",
            "<ref@maison.example>",
        )
        assert mail["From"].addresses[0].display_name == "Maison Aurelle"
        assert set(mail.keys()) == HEADERS

    def test_a_letter_without_a_calendar_has_two_parts(self, letters: Letters) -> None:
        """No empty attachment."""
        said = message("wish.received")
        mail = parsed(mime(said, letters.write(said), SENDER, "ref"))
        assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]

    @given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=120))
    @settings(max_examples=150, deadline=None)
    def test_whatever_is_typed_the_headers_are_the_ones_intended(self, name: str, house: str, subject: str) -> None:
        """No value begins a header, adds a recipient or breaks the message."""
        said = replace(message("wish.received"), to=Recipient(name, "chiara@client.example"), from_name=house)
        data = mime(said, PlainLetter(subject, "text\n"), SENDER, "ref")
        mail = parsed(data)
        assert set(mail.keys()) <= HEADERS
        assert [a.addr_spec for a in mail["To"].addresses] == ["chiara@client.example"]
        assert [a.addr_spec for a in mail["From"].addresses] == [SENDER]
        raw = email.message_from_bytes(data, policy=email.policy.compat32)
        assert decoded(raw["Subject"]) == line(subject).replace(" ", "")
        shown = decoded(raw["To"]).removesuffix("<chiara@client.example>").removesuffix("chiara@client.example")
        assert shown.replace("\\", "").strip('"') == line(name)[:64].replace(" ", "").replace("\\", "").strip('"')

    @pytest.mark.parametrize(
        "value",
        [
            "Anna\r\nBcc: all@evil.example",
            "Anna\nBcc: all@evil.example",
            "Anna\u2028Bcc: all@evil.example",
            "Anna\x85Bcc: all@evil.example",
            'Anna" <evil@evil.example>, "',
            "Anna\u202egnp.exe",
            "Anna\x00\x1b[2J",
        ],
    )
    def test_the_known_tricks(self, value: str) -> None:
        """As a name, as the house, as a subject."""
        said = replace(message("wish.received"), to=Recipient(value, "chiara@client.example"), from_name=value)
        mail = parsed(mime(said, PlainLetter(value, "text\n"), SENDER, "ref"))
        assert "Bcc" not in mail
        assert len(mail["To"].addresses) == len(mail["From"].addresses) == 1
        assert not any(sign in str(mail["To"]) for sign in "\u202e\x00\x1b\r\n")

    @pytest.mark.parametrize(
        "spec",
        [
            "",
            "a",
            "@b",
            "a@",
            "a@b\r\nBcc: c@d",
            "a@b, c@d",
            "<a@b>",
            "a b@c",
            '"a"@b',
            "a@[1.2.3.4]",
            "é@b.example",
            "a@b@c",
            "a@\u202eb",
        ],
    )
    def test_what_is_no_plain_address_is_refused(self, spec: str) -> None:
        """Refused, not repaired."""
        with pytest.raises(ValueError, match="not an e-mail address"):
            address("x", spec)

    def test_a_domain_of_another_script_is_written_in_ascii(self) -> None:
        """SES takes no other."""
        assert address("x", "anna@bücher.example").addr_spec == "anna@xn--bcher-kva.example"

    def test_clean_text(self) -> None:
        """Newlines of every kind become one kind; hidden signs go; names of the world stay."""
        assert clean("a\r\nb\u2028c\x0bd\te\x07\u202e") == "a\nb\nc\nd e"
        for name in ("O'Neil-Šćepanović", "Nguyễn Thị Ánh", "山田 太郎", "محمد", "Zoë 👩‍👧"):
            assert line(name) == name


def client(service: str) -> Any:
    """Return a client that tries once."""
    return boto3.client(service, region_name="eu-west-1", config=ONCE)


class TestSes:
    """The contract with SES v2."""

    @pytest.fixture
    def said(self) -> Message:
        """A letter without a calendar."""
        return message("booking.confirmed")

    @pytest.fixture
    def stub(self) -> Iterator[Stubber]:
        """A stubbed client."""
        with Stubber(client("sesv2")) as stub:
            yield stub

    def test_one_call_with_the_raw_letter(self, stub: Stubber, said: Message, letters: Letters) -> None:
        """Nothing is sent before the posting is made."""
        channel = SesEmail(stub.client, letters, SENDER)
        posting = channel.prepare(said, "ref")
        stub.add_response(
            "send_email",
            {"MessageId": "m-1"},
            {
                "FromEmailAddress": SENDER,
                "Destination": {"ToAddresses": ["chiara@client.example"]},
                "Content": {"Raw": {"Data": ANY}},
                "EmailTags": [{"Name": "notice", "Value": "ref"}],
            },
        )
        assert posting() == "m-1"
        stub.assert_no_pending_responses()

    def test_what_comes_back_can_name_what_it_was_about(self, stub: Stubber, said: Message, letters: Letters) -> None:
        """The subject goes along as a tag, without a sign that tags may not hold, and the configuration set with it."""
        posting = SesEmail(stub.client, letters, SENDER, "letters-1").prepare(replace(said, about="booking#b1"), "ref")
        stub.add_response(
            "send_email",
            {"MessageId": "m-1"},
            {
                "FromEmailAddress": SENDER,
                "Destination": {"ToAddresses": ["chiara@client.example"]},
                "Content": {"Raw": {"Data": ANY}},
                "EmailTags": [{"Name": "notice", "Value": "ref"}, {"Name": "about", "Value": "booking-b1"}],
                "ConfigurationSetName": "letters-1",
            },
        )
        assert posting() == "m-1"

    @pytest.mark.parametrize(
        ("code", "status", "means"),
        [
            ("MessageRejected", 400, Rejected),
            ("BadRequestException", 400, Rejected),
            ("MailFromDomainNotVerifiedException", 400, Rejected),
            ("AccountSuspendedException", 400, Rejected),
            ("AccessDeniedException", 403, Rejected),
            ("TooManyRequestsException", 429, Throttled),
            ("LimitExceededException", 400, Throttled),
            ("ThrottlingException", 400, Throttled),
        ],
    )
    def test_certain_answers(
        self, stub: Stubber, said: Message, letters: Letters, code: str, status: int, means: type[Exception]
    ) -> None:
        """Refused or told to wait: nothing was sent; and the error says a code, never an address."""
        posting = SesEmail(stub.client, letters, SENDER).prepare(said, "ref")
        stub.add_client_error("send_email", code, "chiara@client.example is not allowed", status)
        with pytest.raises(means, match=f"^{code}$"):
            posting()

    def test_a_failure_inside_the_service_is_not_certain(self, stub: Stubber, said: Message, letters: Letters) -> None:
        """It may have been sent."""
        posting = SesEmail(stub.client, letters, SENDER).prepare(said, "ref")
        stub.add_client_error("send_email", "InternalFailure", "", 500)
        with pytest.raises(stub.client.exceptions.ClientError):
            posting()

    @pytest.mark.parametrize(
        ("error", "means"),
        [
            (ReadTimeoutError(endpoint_url="x"), ReadTimeoutError),
            (EndpointConnectionError(endpoint_url="x"), Throttled),
        ],
    )
    def test_a_lost_answer_is_not_certain_and_a_connection_never_made_is(
        self, said: Message, letters: Letters, error: Exception, means: type[Exception]
    ) -> None:
        """And botocore itself does not try again."""
        ses, calls = client("sesv2"), []

        def fail(**_: Any) -> None:
            calls.append(1)
            raise error

        ses.meta.events.register("before-send.sesv2.SendEmail", fail)
        with pytest.raises(means):
            SesEmail(ses, letters, SENDER).prepare(said, "ref")()
        assert len(calls) == 1

    def test_a_client_that_retries_is_refused_at_the_start(self, letters: Letters) -> None:
        """Its second attempt could be a second letter."""
        with pytest.raises(ValueError, match="ONCE"):
            SesEmail(boto3.client("sesv2", region_name="eu-west-1"), letters, SENDER)
        with pytest.raises(ValueError, match="ONCE"):
            SnsSms(boto3.client("sns", region_name="eu-west-1"), letters, "MAISON")

    def test_nobody_to_write_to(self, letters: Letters, said: Message) -> None:
        """No address is a letter that cannot be written, not a call."""
        with pytest.raises(ValueError, match="address"):
            SesEmail(client("sesv2"), letters, SENDER).prepare(replace(said, to=Recipient("x")), "ref")


class TestSns:
    """The contract with SNS."""

    def test_one_transactional_message(self, letters: Letters) -> None:
        """To an E.164 number, under the house's name."""
        with Stubber(client("sns")) as stub:
            said = message("booking.reminder", channel="sms")
            posting = SnsSms(stub.client, letters, "MAISON").prepare(said, "ref")
            stub.add_response(
                "publish",
                {"MessageId": "s-1"},
                {
                    "PhoneNumber": "+393401234567",
                    "Message": letters.sms(said),
                    "MessageAttributes": {
                        "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
                        "AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": "MAISON"},
                    },
                },
            )
            assert posting() == "s-1"

    def test_an_opted_out_number_is_a_certain_refusal(self, letters: Letters) -> None:
        """It shows as FAILED, and the associate is told by it."""
        with Stubber(client("sns")) as stub:
            posting = SnsSms(stub.client, letters, "MAISON").prepare(message("booking.reminder"), "ref")
            stub.add_client_error("publish", "InvalidParameter", "opted out", 400)
            with pytest.raises(Rejected, match=r"^InvalidParameter$"):
                posting()

    @pytest.mark.parametrize("telephone", [None, "", "0340123", "+39 340 123", "+٣٩٣٤٠", "112"])
    def test_only_an_e164_number_is_written_to(self, letters: Letters, telephone: str | None) -> None:
        """Anything else is not sent."""
        said = replace(message("booking.reminder"), to=Recipient("x", telephone=telephone))
        with pytest.raises(ValueError, match=r"E\.164"):
            SnsSms(client("sns"), letters, "MAISON").prepare(said, "ref")


def test_a_very_long_name_does_not_keep_a_letter_back() -> None:
    """Providers refuse an overlong mailbox: its name is cut in the header, and in the header alone."""
    long = address("a" * 100 + " " + "b" * 100, "ada@client.example")
    assert (len(long.display_name), long.addr_spec) == (64, "ada@client.example")


class TestWhatsApp:
    """The contract with AWS End User Messaging Social."""

    PHONE = "phone-number-id-" + "a" * 32

    def test_one_approved_template(self, letters: Letters) -> None:
        """By name and language, with its values, to an E.164 number; never free text (rule C6)."""
        with Stubber(client("socialmessaging")) as stub:
            said = replace(message("booking.reminder", "it", channel="whatsapp"), about="booking#b1")
            posting = WhatsApp(stub.client, letters, self.PHONE).prepare(said, "ref")
            when, telephone = letters.whatsapp(said).values
            assert "15:00" in when
            document = {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": "+393401234567",
                "type": "template",
                "template": {
                    "name": "booking_reminder",
                    "language": {"code": "it"},
                    "components": [
                        {
                            "type": "body",
                            "parameters": [
                                {"type": "text", "text": when},
                                {"type": "text", "text": telephone},
                            ],
                        }
                    ],
                },
                "biz_opaque_callback_data": "booking-b1.ref",
            }
            stub.add_response(
                "send_whatsapp_message",
                {"messageId": "w-1"},
                {
                    "originationPhoneNumberId": self.PHONE,
                    "metaApiVersion": "v20.0",
                    "message": json.dumps(document, ensure_ascii=False).encode(),
                },
            )
            assert posting() == "w-1"

    @pytest.mark.parametrize("template", sorted(SENTENCES.keys() - SHORT_MESSAGE_ALONE))
    def test_every_template_names_neither_piece_place_nor_person(self, letters: Letters, template: str) -> None:
        """What fills a template is the hour with its city and the house's telephone; in one, who receives her now."""
        found = letters.whatsapp(message(template, channel="whatsapp", **ALONE.get(template, {})))
        assert found.name == template.replace(".", "_")
        assert found.values[-1] == "+39 02 5550 1420"
        more = {"wish.received": 1, "booking.handed_over": 3, "event.window": 3, "event.window_moved": 3}
        assert len(found.values) == more.get(template, 2)
        assert "Chiara" not in str(found)

    def test_what_has_no_short_form_is_never_sent(self, letters: Letters) -> None:
        """A link that proves an address stays in its letter."""
        with pytest.raises(ValueError, match="never sent"):
            letters.whatsapp(message("booking.confirm_link", channel="whatsapp"))

    @pytest.mark.parametrize(
        ("code", "status", "means"),
        [
            ("InvalidParametersException", 400, Rejected),
            ("ValidationException", 400, Rejected),
            ("AccessDeniedException", 403, Rejected),
            ("ResourceNotFoundException", 404, Rejected),
            ("ThrottledRequestException", 429, Throttled),
            ("DependencyException", 502, ClientError),
            ("InternalServiceException", 500, ClientError),
        ],
    )
    def test_its_answers(self, letters: Letters, code: str, status: int, means: type[Exception]) -> None:
        """Refused, told to wait, or not certain: a failure behind the service may have come after the sending."""
        with Stubber(client("socialmessaging")) as stub:
            posting = WhatsApp(stub.client, letters, self.PHONE).prepare(message("booking.reminder"), "ref")
            stub.add_client_error("send_whatsapp_message", code, "+393401234567", status)
            with pytest.raises(means):
                posting()

    def test_only_an_e164_number_is_written_to(self, letters: Letters) -> None:
        """As with short messages."""
        said = replace(message("booking.reminder"), to=Recipient("x", telephone="0340"))
        with pytest.raises(ValueError, match=r"E\.164"):
            WhatsApp(client("socialmessaging"), letters, self.PHONE).prepare(said, "ref")

    def test_the_embedded_one_keeps_what_she_reads(self, letters: Letters) -> None:
        """Nothing is kept before the posting; then the text, in her language."""
        local, said = LocalWhatsApp(letters), message("booking.reminder", "it", channel="whatsapp")
        posting = local.prepare(said, "ref")
        assert local.sent == []
        assert posting() == "whatsapp-ref"
        assert local.sent == [("whatsapp-ref", "+393401234567", letters.sms(said))]
