"""What a session can be started from without thinking about phases, in the words of its teacher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classroom.enums import Preset, SideRule, Task
from debate.enums import Answerable, Permission, Relation, RepliesHidden, ResultsHidden

MINUTES = 60  # seconds

REPLY, VOTE, POSITION = Permission.REPLY, Permission.VOTE, Permission.POSITION
ANSWERS = (Relation.SUPPORT, Relation.REBUT, Relation.UNDERCUT)


@dataclass(frozen=True, slots=True)
class PhaseSketch:
    """A phase as a preset has it, in the words of whoever starts a session with it.

    No `relations`: all of them. `seconds` None: until the next one is begun.
    """

    name: Promise
    instruction: Promise
    seconds: int | None
    allow: tuple[Permission, ...] = ()
    relations: tuple[Relation, ...] = ()
    inner: tuple[Permission, ...] = ()
    answer: Answerable = Answerable.ANYBODY
    results_hidden: ResultsHidden = ResultsHidden.NONE
    replies_hidden: RepliesHidden = RepliesHidden.NONE
    tasks: Mapping[Task, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PresetSketch:
    """A preset: what it is called, what it is for, how sides are given, and its phases."""

    name: Promise
    about: Promise
    side_rule: SideRule
    phases: tuple[PhaseSketch, ...]


READ = PhaseSketch(
    name=pgettext_lazy("phase", "Read"),
    instruction=_("Read the thesis and its points. Say where you stand before the debate."),
    seconds=8 * MINUTES,
    allow=(POSITION,),
    results_hidden=ResultsHidden.REVEALED,
)
REFLECT = PhaseSketch(
    name=pgettext_lazy("phase", "Reflect"),
    instruction=_("Where do you stand now? Say which claim moved you."),
    seconds=6 * MINUTES,
    allow=(POSITION,),
)

PRESETS: Mapping[Preset, PresetSketch] = {
    Preset.OPEN_DISCUSSION: PresetSketch(
        name=_("Open discussion"),
        about=_("One open phase: everybody answers, votes and takes a position."),
        side_rule=SideRule.FREE,
        phases=(
            PhaseSketch(
                name=pgettext_lazy("phase", "Discuss"),
                instruction=_("Answer the thesis or one another, and vote on what you read."),
                seconds=None,
                allow=(REPLY, VOTE, POSITION),
            ),
        ),
    ),
    Preset.STRUCTURED_DEBATE: PresetSketch(
        name=_("Structured debate"),
        about=_(
            "Two sides. Everybody opens on their own, answers the other side, votes without "
            "seeing the results, and says what moved them."
        ),
        side_rule=SideRule.BALANCED,
        phases=(
            READ,
            PhaseSketch(
                name=pgettext_lazy("phase", "Open"),
                instruction=_("Give your side’s best reason for or against the thesis."),
                seconds=6 * MINUTES,
                allow=(REPLY,),
                relations=(Relation.SUPPORT, Relation.REBUT),
                answer=Answerable.THESIS,
                results_hidden=ResultsHidden.REVEALED,
                replies_hidden=RepliesHidden.POSTED,
                tasks={Task.CLAIMS: 1},
            ),
            PhaseSketch(
                name=pgettext_lazy("phase", "Rebut"),
                instruction=_("Answer the other side’s strongest claim."),
                seconds=10 * MINUTES,
                allow=(REPLY,),
                relations=(Relation.REBUT, Relation.UNDERCUT, Relation.QUESTION),
                answer=Answerable.OTHER_SIDE,
                results_hidden=ResultsHidden.REVEALED,
                tasks={Task.CLAIMS: 2, Task.ANSWERS: 1},
            ),
            PhaseSketch(
                name=pgettext_lazy("phase", "Answer"),
                instruction=_("Answer what was said against your side."),
                seconds=8 * MINUTES,
                allow=(REPLY,),
                relations=(Relation.SUPPORT, Relation.REBUT, Relation.UNDERCUT),
                answer=Answerable.OTHER_SIDE,
                results_hidden=ResultsHidden.REVEALED,
                tasks={Task.ANSWERS: 1},
            ),
            PhaseSketch(
                name=pgettext_lazy("phase", "Vote"),
                instruction=_("Judge each claim by its reason, not by its side."),
                seconds=5 * MINUTES,
                allow=(VOTE,),
                results_hidden=ResultsHidden.REVEALED,
                tasks={Task.VOTES: 8},
            ),
            REFLECT,
        ),
    ),
    Preset.FISHBOWL: PresetSketch(
        name=_("Fishbowl"),
        about=_(
            "A few debate in the circle. All others vote and ask questions; you change who sits "
            "in the circle as it goes."
        ),
        side_rule=SideRule.FREE,
        phases=(
            READ,
            PhaseSketch(
                name=pgettext_lazy("phase", "Fishbowl"),
                instruction=_("In the circle: debate. Around it: ask questions, and vote."),
                seconds=20 * MINUTES,
                allow=(REPLY, VOTE),
                relations=(Relation.QUESTION,),
                inner=(REPLY,),
            ),
            REFLECT,
        ),
    ),
    Preset.ESSAY_REVIEW: PresetSketch(
        name=_("Essay review"),
        about=_(
            "Read an essay, question and rebut the points that are drawn from it, answer, vote."
        ),
        side_rule=SideRule.FREE,
        phases=(
            PhaseSketch(
                name=pgettext_lazy("phase", "Read"),
                instruction=_("Read the essay. Say where you stand before the debate."),
                seconds=10 * MINUTES,
                allow=(POSITION,),
                results_hidden=ResultsHidden.REVEALED,
            ),
            PhaseSketch(
                name=pgettext_lazy("phase", "Question"),
                instruction=_("Choose points of the essay: ask what they mean, or rebut them."),
                seconds=12 * MINUTES,
                allow=(REPLY,),
                relations=(Relation.QUESTION, Relation.REBUT),
                answer=Answerable.THESIS,
                results_hidden=ResultsHidden.REVEALED,
                replies_hidden=RepliesHidden.POSTED,
                tasks={Task.CLAIMS: 2},
            ),
            PhaseSketch(
                name=pgettext_lazy("phase", "Answer"),
                instruction=_("Answer what others asked and said, as the writer would."),
                seconds=10 * MINUTES,
                allow=(REPLY,),
                relations=ANSWERS,
                results_hidden=ResultsHidden.REVEALED,
                tasks={Task.CLAIMS: 1},
            ),
            PhaseSketch(
                name=pgettext_lazy("phase", "Vote"),
                instruction=_("Judge each claim by its reason."),
                seconds=5 * MINUTES,
                allow=(VOTE,),
                results_hidden=ResultsHidden.REVEALED,
                tasks={Task.VOTES: 6},
            ),
            REFLECT,
        ),
    ),
}
