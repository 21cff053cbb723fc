"""The addresses of the API below /api/v1/: those of the pages, with or without the last slash."""

import re

from django.urls import URLPattern, re_path
from rest_framework.views import APIView

from accounts import keys
from accounts.api import tokens
from debate.api import (
    act,
    activity,
    blocks,
    changes,
    claim_moderation,
    claims,
    closing,
    debates,
    decisions,
    draft,
    essays,
    export,
    flag,
    following,
    held,
    importing,
    invitation,
    judging,
    leaving,
    manage,
    members,
    moderation,
    notices,
    notices_seen,
    outline,
    own,
    people,
    position,
    relation,
    search,
    suspension,
    thread,
    topics,
    vote,
    withdrawal,
    wordings,
)
from debate.limits import LINK_KEY_CHARS, TOPIC_NAME_MAX

PARTS = {
    "key": keys.PATTERN,
    "claim": keys.PATTERN,
    "phase": keys.PATTERN,
    "place": keys.PATTERN,
    "student": keys.PATTERN,
    "number": "[1-9][0-9]{0,8}",
    "slug": f"[-a-zA-Z0-9_]{{1,{TOPIC_NAME_MAX}}}",
    "link": f"[-_a-zA-Z0-9]{{{LINK_KEY_CHARS}}}",
    "seat": r"[-_.:a-zA-Z0-9]{1,200}",
}


def resource(address: str, view: type[APIView], name: str) -> URLPattern:
    """One resource at both forms of its address; links are made without the slash."""
    written = re.sub(r"<(\w+)>", lambda part: f"(?P<{part[1]}>{PARTS[part[1]]})", address)
    return re_path(rf"^{written}/?\Z", view.as_view(), name=name)


urlpatterns = [
    resource("claims/<key>", claims.Claim, "api-claim"),
    resource("claims/<key>/draft", draft.ClaimDraft, "api-draft"),
    resource("claims/<key>/flag", flag.Flag, "api-flag"),
    resource("claims/<key>/relation", relation.Relation, "api-relation"),
    resource("claims/<key>/replies", claims.Replies, "api-replies"),
    resource("claims/<key>/revisions", wordings.ClaimRevisions, "api-claim-revisions"),
    resource("claims/<key>/revisions/<number>", wordings.ClaimRevision, "api-claim-revision"),
    resource("claims/<key>/similar", search.Similar, "api-similar"),
    resource("claims/<key>/sources", wordings.ClaimSources, "api-claim-sources"),
    resource("claims/<key>/vote", vote.Vote, "api-vote"),
    resource("claims/<key>/withdrawal", withdrawal.Withdrawal, "api-withdrawal"),
    resource("debates", debates.Debates, "api-debates"),
    resource("debates/<key>", debates.Debate, "api-debate"),
    resource("changes", changes.AllChanges, "api-all-changes"),
    resource("debates/<key>/activity", activity.ActivityOfDebate, "api-activity"),
    resource("debates/<key>/changes", changes.Changes, "api-changes"),
    resource("debates/<key>/essay", essays.EssayOfDebate, "api-essay-of-debate"),
    resource("debates/import", importing.Import, "api-import"),
    resource("debates/<key>/export", export.Export, "api-export"),
    resource("debates/<key>/follow", following.Follow, "api-follow"),
    resource("debates/<key>/leaving", leaving.Leaving, "api-leaving"),
    resource("debates/<key>/position", position.Position, "api-position"),
    resource("debates/<key>/thread", thread.Thread, "api-thread"),
    resource("acts/<key>", act.ActOfOrder, "api-act"),
    resource("acts/<key>/appeal", act.Appeal, "api-appeal"),
    resource("held", held.OwnHeld, "api-own-held"),
    resource("held/<key>", held.HeldClaim, "api-held"),
    resource("invitations/<link>", invitation.Invitation, "api-invitation"),
    resource("notices/seen", notices_seen.NoticesSeen, "api-notices-seen"),
    # ---- Reading around debates
    resource("essays/<key>", essays.Essay, "api-essay"),
    resource("essays/<key>/passages", essays.EssayPassages, "api-essay-passages"),
    resource("essays/<key>/revisions", essays.EssayRevisions, "api-essay-revisions"),
    resource("essays/<key>/revisions/<number>", essays.EssayRevision, "api-essay-revision"),
    resource("passages/<key>", essays.Passage, "api-passage"),
    resource("people/<key>", people.Person, "api-person"),
    resource("people/<key>/activity", people.ActivityOfPerson, "api-person-activity"),
    resource("search", search.Search, "api-search"),
    resource("topics", topics.Topics, "api-topics"),
    resource("topics/<slug>", topics.TopicOfDebates, "api-topic"),
    # ---- One's own
    resource("drafts", own.OwnDrafts, "api-drafts"),
    resource("notices", notices.Notices, "api-notices"),
    resource("positions", own.OwnPositions, "api-positions"),
    resource("votes", own.OwnVotes, "api-votes"),
    # ---- Keeping order
    resource("claims/<key>/moderation", claim_moderation.ClaimModeration, "api-claim-moderation"),
    resource("claims/<key>/moderation/hiding", claim_moderation.Hiding, "api-hiding"),
    resource(
        "claims/<key>/moderation/restoration", claim_moderation.Restoration, "api-restoration"
    ),
    resource(
        "claims/<key>/moderation/relation",
        claim_moderation.RelationByOrder,
        "api-relation-by-order",
    ),
    resource("claims/<key>/moderation/move", claim_moderation.Move, "api-move"),
    resource("claims/<key>/moderation/lock", claim_moderation.Lock, "api-lock"),
    resource("claims/<key>/moderation/unlock", claim_moderation.Unlock, "api-unlock"),
    resource("debates/<key>/moderation", moderation.Queue, "api-moderation"),
    resource("debates/<key>/moderation/log", moderation.Log, "api-moderation-log"),
    resource("debates/<key>/moderation/settlement", moderation.Settlement, "api-settlement"),
    resource("debates/<key>/moderation/freeze", moderation.Freeze, "api-freeze"),
    resource("debates/<key>/moderation/thaw", moderation.Thaw, "api-thaw"),
    resource("debates/<key>/blocks", blocks.Blocks, "api-blocks"),
    resource("acts/<key>/unblocking", blocks.Unblocking, "api-unblocking"),
    resource("acts/<key>/decision", decisions.Decision, "api-decision"),
    resource("held/<key>/approval", judging.Approval, "api-approval"),
    resource("held/<key>/return", judging.Return, "api-return"),
    resource("held/<key>/removal", judging.Removal, "api-removal"),
    resource("people/<key>/suspension", suspension.Suspension, "api-suspension"),
    resource("people/<key>/readmission", suspension.Readmission, "api-readmission"),
    # ---- Running a debate
    resource("debates/<key>/outline", outline.OutlineOfDebate, "api-outline"),
    resource("debates/<key>/outline/thesis", outline.Thesis, "api-outline-thesis"),
    resource("debates/<key>/outline/points", outline.Points, "api-outline-points"),
    resource("debates/<key>/outline/points/<claim>", outline.PointOfDraft, "api-outline-point"),
    resource("debates/<key>/outline/topics", outline.OutlineTopics, "api-outline-topics"),
    resource("debates/<key>/publication", outline.Publication, "api-publication"),
    resource("debates/<key>/closing", closing.Closing, "api-closing"),
    resource("debates/<key>/manage", manage.Manage, "api-manage"),
    resource("debates/<key>/manage/essay", manage.EssayDescription, "api-describe"),
    resource("debates/<key>/manage/topics", manage.Topics, "api-topics-of-debate"),
    resource("debates/<key>/manage/access", manage.AccessToDebate, "api-access"),
    resource("debates/<key>/manage/link", manage.Link, "api-link"),
    resource("debates/<key>/manage/newcomers", manage.Newcomers, "api-newcomers"),
    resource("debates/<key>/manage/schedule", manage.ScheduleOfDebate, "api-schedule"),
    resource("debates/<key>/manage/archive", manage.Archive, "api-archive"),
    resource("debates/<key>/manage/transfer", manage.Transfer, "api-transfer"),
    resource("debates/<key>/manage/deletion", manage.Deletion, "api-deletion"),
    resource("debates/<key>/members", members.Members, "api-members"),
    resource("debates/<key>/members/<seat>", members.MemberOfDebate, "api-member"),
    resource("debates/<key>/invitations", members.Invitations, "api-invitations"),
    # ---- One's programs
    resource("tokens", tokens.Tokens, "api-tokens"),
    resource("tokens/<key>", tokens.OneToken, "api-token"),
]
