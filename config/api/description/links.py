"""What can be asked for next with what an answer tells: links of OpenAPI, by the answer's schema.

Programs find their way by them, and what tests the description makes a story of requests of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

KEY = {"key": "$response.body#/key"}
SAME = {"key": "$request.path.key"}  # of the debate that was asked about
OF_CLAIM = ("get_claim", "get_claim_revisions", "post_replies", "put_vote", "post_withdrawal")
OF_DEBATE = (
    "get_debate",
    "get_thread",
    "get_export",
    "get_members",
    "put_position",
    "put_follow",
    "put_archive",
)

# By the schema of an answer: the operations that take something of it, and what they take.
LINKS: Mapping[str, Sequence[tuple[str, Mapping[str, str]]]] = {
    "ClaimAlone": (
        *((name, KEY) for name in OF_CLAIM),
        ("get_debate", {"key": "$response.body#/debate"}),
    ),
    "DebateWhole": (
        *((name, KEY) for name in OF_DEBATE),
        ("post_replies", {"key": "$response.body#/thesis/key"}),
    ),
    "WholeThread": (("get_changes", {**SAME, "since": "$response.body#/cursor"}),),
    "ChangesSince": (("get_changes", {**SAME, "since": "$response.body#/cursor"}),),
    "AllChangesSince": (("get_all_changes", {"since": "$response.body#/cursor"}),),
    "Held": (("get_held", KEY), ("delete_held", KEY)),
    "Act": (("get_act", KEY), ("post_appeal", KEY)),
    "Point": (("delete_outline_point", {**SAME, "claim": "$response.body#/key"}),),
}


def put_in(description: dict[str, Any]) -> None:
    """Put the links of each answer into it."""
    for answer in _answers(description):
        for content in answer.get("content", {}).values():
            schema = content["schema"].get("$ref", "").rpartition("/")[2]
            if schema in LINKS:
                names = (f"{schema}_{operation}" for operation, _ in LINKS[schema])
                answer["links"] = {name: {"$ref": f"#/components/links/{name}"} for name in names}
    description["components"]["links"] = {
        f"{schema}_{operation}": {"operationId": operation, "parameters": dict(parameters)}
        for schema, linked in LINKS.items()
        for operation, parameters in linked
    }


def _answers(description: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in description["paths"].values():
        for told in path.values():
            yield from (answer for status, answer in told["responses"].items() if status < "300")
