"""What is deployed: the template agrees with the code, and each function may do what it must and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.foundation.schema import RUBBISH
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import Item, schema_of

ROOT = Path(__file__).parent.parent.parent
TEMPLATE: dict[str, Any] = json.loads((ROOT / "infra" / "resources.json").read_text())
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]
CONFIG: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text())
FUNCTIONS = {"api_handler": "APIHandler", "sweep": "Sweep", "sender": "Sender", "bounces": "Bounces", "busy": "Busy"}
_PROTECTION = {
    "PointInTimeRecoverySpecification",
    "SSESpecification",
    "DeletionProtectionEnabled",
    "TimeToLiveSpecification",
}


def _policy(function: str) -> dict[str, Any]:
    name = CONFIG["stages"]["live"]["lambda_functions"][function]["iam_policy_file"]
    found: dict[str, Any] = json.loads((ROOT / ".chalice" / name).read_text())
    return found


def _statements() -> list[tuple[str, dict[str, Any]]]:
    return [(function, statement) for function in FUNCTIONS for statement in _policy(function)["Statement"]]


@pytest.mark.parametrize(("resource", "indexed"), [("Table", True), ("Keys", False)])
def test_the_deployed_tables_are_the_ones_tested(resource: str, indexed: bool) -> None:
    """Keys, attributes and indexes of the template equal what the code and every test create."""
    declared = {name: value for name, value in RESOURCES[resource]["Properties"].items() if name not in _PROTECTION}
    wanted = schema_of("any", indexed=indexed)
    del wanted["TableName"]
    assert declared == wanted


def test_rubbish_is_swept_by_the_attribute_that_items_have() -> None:
    """What stores mark as rubbish, and nothing else, is taken away by DynamoDB; a key is only ever shredded."""
    swept = RESOURCES["Table"]["Properties"]["TimeToLiveSpecification"]
    assert swept == {"AttributeName": RUBBISH, "Enabled": True}
    assert RUBBISH in Item.get_attributes()
    assert "TimeToLiveSpecification" not in RESOURCES["Keys"]["Properties"]


def test_restoring_the_table_does_not_restore_keys() -> None:
    """The main table can be brought back to any moment, the keys' table cannot: an erasure stays one."""
    recovery = {
        name: RESOURCES[name]["Properties"]["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
        for name in ("Table", "Keys")
    }
    assert recovery == {"Table": True, "Keys": False}


@pytest.mark.parametrize("resource", ["Table", "Keys", "Secret"])
def test_deleting_the_stack_deletes_no_data(resource: str) -> None:
    """Tables and secret outlive the stack and any replacement."""
    assert RESOURCES[resource]["DeletionPolicy"] == RESOURCES[resource]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_every_function_gets_every_setting(function: str) -> None:
    """What `Settings.read` requires stands in each function's environment, wired to the resources."""
    variables = RESOURCES[function]["Properties"]["Environment"]["Variables"]
    settings = Settings.read(dict.fromkeys(variables, "x"))
    assert settings.table == settings.keys_table == settings.queue_url == settings.secret_name == "x"
    for reference in variables.values():
        assert reference["Ref"] in RESOURCES or reference["Ref"] in TEMPLATE["Parameters"]


def test_each_function_has_a_policy_of_its_own() -> None:
    """Five functions, five files, and no file that nobody uses."""
    used = [CONFIG["stages"]["live"]["lambda_functions"][name]["iam_policy_file"] for name in FUNCTIONS]
    there = {f"policies/{path.name}" for path in (ROOT / ".chalice" / "policies").iterdir()}
    assert sorted(used) == sorted(there)
    assert CONFIG["autogen_policy"] is False


@pytest.mark.parametrize(
    ("function", "statement"), _statements(), ids=lambda value: value if isinstance(value, str) else value["Sid"]
)
def test_no_statement_allows_everything(function: str, statement: dict[str, Any]) -> None:
    """Actions are named one by one and resources are ours; nobody may scan, or change what was deployed."""
    assert statement["Effect"] == "Allow"
    for action in statement["Action"]:
        assert "*" not in action
        assert action not in {"dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:DeleteTable", "iam:PassRole"}
    resource = statement.get("Resource") or statement["NotResource"]
    assert resource != "*"
    if "NotResource" in statement:
        assert statement["Action"] == ["sns:Publish"]


def test_only_who_must_may() -> None:
    """Letters are sent by the sender alone, the sweep opens no data key, the API neither sends nor reads the queue."""
    may = {name: {action for s in _policy(name)["Statement"] for action in s["Action"]} for name in FUNCTIONS}
    assert [name for name in FUNCTIONS if "ses:SendEmail" in may[name] or "sns:Publish" in may[name]] == ["sender"]
    assert [name for name in FUNCTIONS if "social-messaging:SendWhatsAppMessage" in may[name]] == ["sender"]
    assert [name for name in FUNCTIONS if "sqs:ReceiveMessage" in may[name]] == ["sender", "bounces"]
    keys = [
        name
        for name, s in _statements()
        if s["Resource" if "Resource" in s else "NotResource"] == {"Fn::GetAtt": ["Keys", "Arn"]}
    ]
    assert keys == ["api_handler", "sweep", "sender", "bounces", "busy"]


def test_what_comes_back_comes_from_our_own_account_through_our_own_topic() -> None:
    """The topic takes from SES and WhatsApp for this account, the queue from that topic, from nobody else (I3)."""
    (into_topic,) = RESOURCES["FeedbackFromOurAccount"]["Properties"]["PolicyDocument"]["Statement"]
    assert into_topic["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert into_topic["Principal"] == {"Service": ["ses.amazonaws.com", "social-messaging.amazonaws.com"]}
    (into_queue,) = RESOURCES["FeedbackFromTheTopic"]["Properties"]["PolicyDocument"]["Statement"]
    assert into_queue["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": "FeedbackTopic"}}}
    asked = RESOURCES["LettersComeBack"]["Properties"]["EventDestination"]
    assert asked["SnsDestination"] == {"TopicARN": {"Ref": "FeedbackTopic"}}
    assert set(asked["MatchingEventTypes"]) == {"bounce", "complaint", "delivery"}
    timeout = CONFIG["stages"]["live"]["lambda_functions"]["bounces"]["lambda_timeout"]
    assert RESOURCES["Feedback"]["Properties"]["VisibilityTimeout"] >= 6 * timeout
    event = RESOURCES["Bounces"]["Properties"]["Events"]["BouncesSqsEventSource"]["Properties"]
    assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_a_failed_notice_is_tried_again_alone_and_then_kept_aside() -> None:
    """The sender reports failures one by one; after three tries one goes to the dead letters, and an alarm rings."""
    event = RESOURCES["Sender"]["Properties"]["Events"]["SenderSqsEventSource"]["Properties"]
    assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    redrive = RESOURCES["Notices"]["Properties"]["RedrivePolicy"]
    assert redrive == {"deadLetterTargetArn": {"Fn::GetAtt": ["DeadNotices", "Arn"]}, "maxReceiveCount": 3}
    timeout = CONFIG["stages"]["live"]["lambda_functions"]["sender"]["lambda_timeout"]
    assert RESOURCES["Notices"]["Properties"]["VisibilityTimeout"] >= 6 * timeout
    assert RESOURCES["DeadNoticesAlarm"]["Properties"]["Threshold"] == 0


def test_no_answer_outlasts_the_gateway() -> None:
    """API Gateway hangs up after 29 seconds; the function stops before."""
    assert CONFIG["lambda_timeout"] < 29


def test_the_one_star_is_for_rooms_that_do_not_exist_yet() -> None:
    """Only Chime's CreateMeeting has no resource to name, and only where Chime was chosen."""
    policy = RESOURCES["ChimePolicy"]
    stars = [s["Action"] for s in policy["Properties"]["PolicyDocument"]["Statement"] if s["Resource"] == "*"]
    assert (policy["Condition"], stars) == ("UsesChime", [["chime:CreateMeeting"]])
    assert json.dumps(TEMPLATE).count('"*"') == 1


def test_viewers_are_shown_out_of_one_channel() -> None:
    """The API may end sessions of the film's own channel, and only where films are carried by it (rule S2)."""
    policy = RESOURCES["IvsPolicy"]
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert (policy["Condition"], statement["Resource"]) == ("UsesIvs", {"Ref": "FilmKey"})
    assert statement["Action"] == ["ivs:StartViewerSessionRevocation"]
    variables = RESOURCES["APIHandler"]["Properties"]["Environment"]["Variables"]
    assert {name for name in variables if "FILM" in name} == {
        f"SHOWROOM_{name.upper()}" for name in Settings.__dataclass_fields__ if name.startswith("film")
    }
