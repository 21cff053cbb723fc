"""How to cite: a page to copy from, and files."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from debate.enums import Visibility
from debate.models import Claim
from tests import factories
from tests.factories import Thread
from tests.security.samples import SOME, strange
from tests.web.browsing import words


def test_a_claim_is_cited_with_author_wording_date_and_address(
    thread: Thread, nobody: Client
) -> None:
    said = words(nobody.get(f"/claims/{thread.rebut.key}/cite/"))
    address = f"http://testserver/claims/{thread.rebut.key}/"
    title = thread.rebut.text.removesuffix(".")
    assert f"Bob (2024, 1 March). {title} (wording 1). Rejoinder. Retrieved " in said
    assert f", from {address}" in said
    assert f"Bob. “{title}.” Rejoinder, wording 1, 1 March 2024, {address}." in said
    assert f"Bob, “{title},” Rejoinder, wording 1, 1 March 2024, accessed " in said


def test_a_wording_is_cited_by_its_own_date(thread: Thread, nobody: Client) -> None:
    factories.edit(
        thread.rebut, "That does not follow at all.", at=datetime(2024, 5, 9, tzinfo=UTC)
    )
    said = words(nobody.get(f"/claims/{thread.rebut.key}/cite/"))
    assert "Rejoinder, wording 2, 9 May 2024, http" in said
    assert "Bob (2024, 1 March)." in said


def test_a_debate_is_cited_apart_from_its_essay(thread: Thread, nobody: Client) -> None:
    said = words(nobody.get(f"/debates/{thread.debate.key}/cite/"))
    assert "Ottoline Frey. “Let them sleep.” Rejoinder" in said
    assert "Alice. “School should start at half past nine.” Rejoinder" in said


def test_an_essay_of_an_unknown_writer_begins_with_its_title(alice: User, nobody: Client) -> None:
    made = factories.debate(alice, drawn_from=factories.essay(alice, writer=""))
    said = words(nobody.get(f"/debates/{made.key}/cite/"))
    assert "as in MLA “Let them sleep.” Rejoinder" in said


@pytest.mark.parametrize(
    ("wanted", "ending", "begins"),
    [("bibtex", "bib", "@misc{rejoinder-"), ("ris", "ris", "TY  - ELEC\r\n"), ("csl", "json", "[")],
)
def test_a_citation_comes_as_a_file(
    thread: Thread, nobody: Client, wanted: str, ending: str, begins: str
) -> None:
    response = nobody.get(f"/claims/{thread.rebut.key}/cite/?format={wanted}")
    name = f"rejoinder-{thread.rebut.key}.{ending}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content.decode().startswith(begins)
    assert thread.rebut.text in response.content.decode()


def test_of_a_debate_either_text_comes_as_a_file(thread: Thread, nobody: Client) -> None:
    address = f"/debates/{thread.debate.key}/cite/?format=csl&of="
    titles = [
        json.loads(nobody.get(address + of).content)[0]["title"] for of in ("essay", "thesis")
    ]
    assert titles == ["Let them sleep", thread.thesis.text]


def test_the_name_is_the_one_that_the_reader_may_see(
    thread: Thread, bob: User, nobody: Client
) -> None:
    factories.member(thread.debate, bob, byline="Heron")
    for asked in ("", "?format=bibtex", "?format=ris", "?format=csl"):
        html = nobody.get(f"/claims/{thread.rebut.key}/cite/{asked}").content.decode()
        assert "Heron" in html
        assert "Bob" not in html
        assert bob.key not in html


@pytest.mark.parametrize(
    ("visibility", "eve_sees"), [(Visibility.DRAFT, 404), (Visibility.MEMBERS, 200)]
)
def test_what_is_not_public_is_cited_among_members_only(
    alice: User, eve: User, nobody: Client, as_eve: Client, visibility: Visibility, eve_sees: int
) -> None:
    made = factories.debate(alice, visibility=visibility)
    factories.member(made, eve)
    for address in (f"/debates/{made.key}/cite/", f"/claims/{factories.thesis_of(made).key}/cite/"):
        assert nobody.get(address).status_code == 404
        response = as_eve.get(address)
        assert response.status_code == eve_sees
        if eve_sees == 200:
            assert "Only its members can open the address." in words(response)


def test_what_is_gone_is_refused_in_words(thread: Thread, nobody: Client) -> None:
    factories.withdraw(thread.rebut)
    response = nobody.get(f"/claims/{thread.rebut.key}/cite/")
    assert response.status_code == 409
    assert thread.rebut.text not in response.content.decode()


def test_every_sample_is_cited_as_text(thread: Thread, nobody: Client) -> None:
    for sample in SOME[::3]:
        text = (sample.replace("\0", "") + " No.")[-400:].encode("utf-8", "replace").decode()
        Claim.objects.filter(pk=thread.rebut.pk).update(text=text)
        address = f"/claims/{thread.rebut.key}/cite/"
        assert strange(nobody.get(address).content.decode()) == []
        item = json.loads(nobody.get(f"{address}?format=csl").content)[0]
        assert item["title"].endswith("No.")


def test_a_format_that_is_not_ours_is_the_page(thread: Thread, nobody: Client) -> None:
    for sample in SOME[::9]:
        asked = {"of": sample, "format": sample}
        response = nobody.get(f"/debates/{thread.debate.key}/cite/", asked)
        assert response.status_code == 200
        assert strange(response.content.decode()) == []
    for sample in SOME[::9]:
        response = nobody.get("/sitemap-debates.xml", {"p": sample})
        assert response.status_code in {200, 404}
