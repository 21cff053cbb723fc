"""The page of the description: made of the same object, for people."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.enums import Scope
from config.api.description.codes import FIELD_CODES, sentences
from config.api.description.document import description
from config.api.description.page import docs, kind_of

PAGE = "/api/v1/docs/"


def html(language: str = "en", address: str = PAGE) -> str:
    return Client().get(address, headers={"Accept-Language": language}).content.decode()


def test_every_operation_form_and_code_stands_on_the_page(db: None) -> None:
    page = html()
    ids = set(re.findall(r'id="([^"]+)"', page))
    operations = [o for path in description()["paths"].values() for o in path.values()]
    assert {o["operationId"] for o in operations} <= ids
    assert {f"form-{name}" for name in description()["components"]["schemas"]} <= ids
    codes = set(re.findall(r"<dt><code>(\w+)</code>", page))
    assert set(sentences()) | set(FIELD_CODES) | set(Scope) <= codes


def test_every_link_within_the_page_leads_somewhere(db: None) -> None:
    page = html()
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_frame_is_translated_and_the_description_is_not(db: None) -> None:
    told = re.compile(r'<span class="api-kind">.*?</dd>')
    assert told.findall(html("de")) == told.findall(html())
    assert '<html lang="de"' in html("de")


def test_the_footer_of_every_page_leads_to_it(db: None) -> None:
    assert f'href="{PAGE}"' in html(address="/how-it-works/")


def test_commands_are_whole_and_can_be_copied(db: None) -> None:
    commands = [operation.curl for group in docs().groups for operation in group.operations]
    assert all(command.startswith('curl "$SITE/api/v1/') for command in commands)
    assert [command for command in commands if "{" in command.partition(" -d ")[0]] == []
    vote = next(o for g in docs().groups for o in g.operations if o.id == "put_vote")
    assert "-X PUT" in vote.curl
    assert '"Authorization: Bearer $TOKEN"' in vote.curl
    assert """-d '{"value": """ in unescape(vote.curl)


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": "string", "maxLength": 500}, "text, 0 to 500 characters"),
        ({"type": "integer", "minimum": 1, "maximum": 200}, "integer, 1 to 200"),
        ({"type": ["string", "null"], "pattern": "^[a-z0-9]{12}$"}, "key or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Claim"}}, "list of Claim"),
        ({"enum": ["flat", "nested"], "type": "string"}, "one of flat, nested"),
        (
            {"oneOf": [{"$ref": "#/components/schemas/Tally"}, {"type": "null"}]},
            "Tally or null",
        ),
        ({"type": "string", "format": "date-time"}, "date-time"),
        ({}, "anything"),
    ],
)
def test_what_a_field_takes_is_said_in_a_few_words(schema: dict[str, object], told: str) -> None:
    assert kind_of(schema) == told


def test_a_refusal_of_the_page_is_a_page(db: None) -> None:
    answer = Client().post(PAGE)
    assert answer.status_code == 405
    assert Client().get(f"{PAGE}?of=%00")["Content-Type"].startswith("text/html")
