"""The demo's second debate, lighter: a class answers an essay that its teacher brought."""

from debate.enums import Relation
from debate.management.demo.cast import CLASS
from debate.management.demo.shape import (
    DemoClaim,
    DemoDebate,
    DemoEssay,
    DemoSource,
    EarlierWording,
)

_ESSAY = DemoEssay(
    title="Give Them Back the Evening",
    writer="Ruth Amsel",
    source_url="https://example.org/give-them-back-the-evening",
    paragraphs=(
        (
            "At four o’clock a child of eleven has already done a day’s work. She has sat, "
            "listened, answered, waited and been good for six hours. Then she goes home, and the "
            "school comes with her. Homework should be abolished before the age of fourteen."
        ),
        (
            "The case for it is thinner than we think. Before that age, an hour of homework adds "
            "almost nothing to what children know. What helps them is sleep, talk, and a lesson "
            "that was well taught in the first place. We keep homework because it looks like "
            "effort."
        ),
        (
            "It is also unfair. Homework marks the home as much as the child. One pupil has a "
            "desk, a quiet room and a parent who remembers algebra; another has a kitchen table "
            "and two small brothers. The same worksheet measures both, and only one of them is "
            "told that she is behind."
        ),
        (
            "And it takes the hours in which children become people of their own. Nobody learns "
            "to choose what to do when every evening is chosen for them. Children need time to be "
            "bored, to build something badly, to read what nobody set them."
        ),
        (
            "Teachers would gain as well. An evening spent marking worksheets is an evening not "
            "spent planning a lesson. Give that time back, and the next morning is better for "
            "everybody."
        ),
        (
            "I do not ask for less learning. I ask that school should end when school ends, until "
            "children are old enough to carry it home of their own accord."
        ),
    ),
)

_CLAIMS = (
    DemoClaim(
        name="adds-nothing",
        parent="",
        relation=Relation.SUPPORT,
        by="dan",
        hours=51.5,
        text="Before the age of fourteen homework adds almost nothing to what children know.",
        up=0.36,
        down=0.3,
        unsure=0.12,
        quote="an hour of homework adds almost nothing to what children know",
    ),
    DemoClaim(
        name="practice-sticks",
        parent="adds-nothing",
        relation=Relation.REBUT,
        by="felix",
        hours=46.0,
        text=("Practice is how anything sticks. Nobody learns an instrument only in the lesson."),
        up=0.44,
        down=0.22,
        unsure=0.06,
    ),
    DemoClaim(
        name="something-you-chose",
        parent="practice-sticks",
        relation=Relation.UNDERCUT,
        by="iris",
        hours=45.6,
        text=(
            "An instrument is something you chose. That tells us nothing about a worksheet you "
            "did not."
        ),
        up=0.4,
        down=0.12,
        unsure=0.06,
    ),
    DemoClaim(
        name="came-with-the-piano",
        parent="something-you-chose",
        relation=Relation.REBUT,
        by="felix",
        hours=45.1,
        text="I did not choose the scales. I chose the piano, and the scales came with it.",
        up=0.34,
        down=0.14,
        unsure=0.04,
    ),
    DemoClaim(
        name="book-in-bed",
        parent="adds-nothing",
        relation=Relation.QUESTION,
        by="rohan",
        hours=45.9,
        text="Does reading a book in bed count as homework?",
    ),
    DemoClaim(
        name="only-if-set",
        parent="book-in-bed",
        relation=Relation.SUPPORT,
        by="dan",
        hours=45.7,
        text="In this debate, only if somebody set it and somebody checks it.",
        up=0.42,
        down=0.02,
        unsure=0.02,
    ),
    DemoClaim(
        name="went-bang",
        parent="adds-nothing",
        relation=Relation.SUPPORT,
        by="aiko",
        hours=44.0,
        text=(
            "Most of a worksheet is forgotten by Friday. Nobody forgets the lesson in which "
            "something went bang."
        ),
        up=0.38,
        down=0.1,
        unsure=0.04,
    ),
    DemoClaim(
        name="marks-the-home",
        parent="",
        relation=Relation.SUPPORT,
        by="dan",
        hours=51.3,
        text="Homework marks the home as much as the child, so it is unfair.",
        up=0.5,
        down=0.14,
        unsure=0.06,
        quote="Homework marks the home as much as the child.",
    ),
    DemoClaim(
        name="on-the-stairs",
        parent="marks-the-home",
        relation=Relation.SUPPORT,
        by="noor",
        hours=45.8,
        text=(
            "My cousin does hers on the stairs, because that is where there is light and no "
            "television. Her marks are read out beside everybody else’s."
        ),
        up=0.46,
        down=0.04,
        unsure=0.02,
        earlier=EarlierWording(
            "My cousin does hers on the stairs and gets the same marks sheet as everybody.", 43.0
        ),
    ),
    DemoClaim(
        name="open-the-library",
        parent="marks-the-home",
        relation=Relation.REBUT,
        by="greta",
        hours=45.2,
        text=(
            "Then open the school library until six. Do not take the work away from those who "
            "want to do it."
        ),
        up=0.42,
        down=0.16,
        unsure=0.04,
    ),
    DemoClaim(
        name="last-bus",
        parent="open-the-library",
        relation=Relation.REBUT,
        by="samir",
        hours=44.8,
        text=(
            "The last bus goes at half past four. The library would be full of people who live "
            "next door to it."
        ),
        up=0.38,
        down=0.06,
        unsure=0.04,
        sources=(DemoSource("Timetable of the school bus", "https://bus.example/timetable"),),
    ),
    DemoClaim(
        name="biscuits",
        parent="open-the-library",
        relation=Relation.SUPPORT,
        by="leni",
        hours=44.5,
        text="It worked at my old school, where half the year stayed. There were biscuits.",
        up=0.32,
        down=0.08,
        unsure=0.06,
        details=(
            "It was open on *Mondays* and *Thursdays*. Somebody who knew mathematics sat at the "
            "table by the window, and the biscuits were **not** the reason, or not the only one."
        ),
    ),
    DemoClaim(
        name="everything-marks-the-home",
        parent="marks-the-home",
        relation=Relation.UNDERCUT,
        by="tomasz",
        hours=23.0,
        text=(
            "Spelling tests and packed lunches mark the home too. That is a reason to help homes, "
            "not a reason about homework."
        ),
        up=0.28,
        down=0.18,
        unsure=0.08,
    ),
    DemoClaim(
        name="learn-to-choose",
        parent="",
        relation=Relation.SUPPORT,
        by="dan",
        hours=51.2,
        text="Children learn to choose what to do only if their evenings are not chosen for them.",
        up=0.42,
        down=0.16,
        unsure=0.1,
        quote="Nobody learns to choose what to do when every evening is chosen for them.",
    ),
    DemoClaim(
        name="a-screen",
        parent="learn-to-choose",
        relation=Relation.REBUT,
        by="callum",
        hours=44.9,
        text="Given the evening back, most of us would hand it straight to a screen.",
        up=0.4,
        down=0.2,
        unsure=0.04,
    ),
    DemoClaim(
        name="learned-to-bake",
        parent="a-screen",
        relation=Relation.REBUT,
        by="maja",
        hours=44.2,
        text=(
            "Some evenings, yes. On the others I learned to bake, and nobody gave me a mark for it."
        ),
        up=0.36,
        down=0.06,
        unsure=0.02,
    ),
    DemoClaim(
        name="wasted-if-liked",
        parent="a-screen",
        relation=Relation.QUESTION,
        by="iris",
        hours=22.4,
        text="Is an evening wasted if I liked it?",
    ),
    DemoClaim(
        name="the-screen-chose",
        parent="wasted-if-liked",
        relation=Relation.SUPPORT,
        by="rohan",
        hours=21.5,
        text="Not wasted. But the point was about learning to choose, and there the screen chose.",
        up=0.28,
        down=0.04,
        unsure=0.04,
    ),
    DemoClaim(
        name="planning-not-marking",
        parent="",
        relation=Relation.SUPPORT,
        by="dan",
        hours=51.1,
        text="Without homework to mark, teachers have the time to plan better lessons.",
        up=0.34,
        down=0.18,
        unsure=0.14,
        quote="An evening spent marking worksheets is an evening not spent planning a lesson.",
    ),
    DemoClaim(
        name="set-and-not-marked",
        parent="planning-not-marking",
        relation=Relation.REBUT,
        by="otis",
        hours=44.6,
        text="Teachers could set homework and not mark it.",
        up=0.2,
        down=0.26,
        unsure=0.06,
    ),
    DemoClaim(
        name="by-the-second-week",
        parent="set-and-not-marked",
        relation=Relation.REBUT,
        by="greta",
        hours=43.8,
        text="By the second week everybody would have noticed, and stopped doing it.",
        up=0.4,
        down=0.04,
        unsure=0.02,
    ),
    DemoClaim(
        name="alone-in-the-exam",
        parent="",
        relation=Relation.REBUT,
        by="otis",
        hours=46.2,
        text="Without it, the first time that you ever work alone is in the exam.",
        up=0.4,
        down=0.2,
        unsure=0.06,
    ),
    DemoClaim(
        name="quiet-hour",
        parent="alone-in-the-exam",
        relation=Relation.REBUT,
        by="leni",
        hours=22.8,
        text="You can work alone at school. It is called a quiet hour, and ours was on Wednesdays.",
        up=0.36,
        down=0.06,
        unsure=0.04,
    ),
    DemoClaim(
        name="up-at-eleven",
        parent="",
        relation=Relation.SUPPORT,
        by="maja",
        hours=45.4,
        text=(
            "Tired classes learn less the next day, and homework is why half of us are up at "
            "eleven."
        ),
        up=0.44,
        down=0.1,
        unsure=0.04,
    ),
    DemoClaim(
        name="who-counted",
        parent="up-at-eleven",
        relation=Relation.QUESTION,
        by="samir",
        hours=43.5,
        text="Half of us? Who counted?",
    ),
    DemoClaim(
        name="thirteen-of-twenty-six",
        parent="who-counted",
        relation=Relation.SUPPORT,
        by="maja",
        hours=20.7,
        text="I asked our class on Tuesday: thirteen of twenty-six. I have the list.",
        up=0.34,
        down=0.02,
        unsure=0.02,
    ),
    DemoClaim(
        name="why-fourteen",
        parent="",
        relation=Relation.QUESTION,
        by="tomasz",
        hours=43.2,
        text="Why fourteen, and not twelve or sixteen?",
    ),
)

DEBATE = DemoDebate(
    owner="dan",
    topics=("Education",),
    essay=_ESSAY,
    started_hours=52.0,
    opened_hours=47.0,
    thesis="Homework should be abolished before the age of fourteen.",
    thesis_quote="Homework should be abolished before the age of fourteen.",
    up=0.44,
    down=0.32,
    unsure=0.12,
    positions=(0.14, 0.18, 0.12, 0.09, 0.13, 0.19, 0.15),
    moved=0.35,
    visitors=CLASS | {"carol", "marit", "teo"},
    crowd=0.35,
    claims=_CLAIMS,
    holding_hours=20.0,
    held=(
        DemoClaim(
            name="music-too",
            parent="adds-nothing",
            relation=Relation.QUESTION,
            by="ngozi",
            hours=2.5,
            text="Does practising an instrument at home count as homework?",
        ),
    ),
)
