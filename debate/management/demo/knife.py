"""The demo's main debate: an essay in our own words, and those who answer it.

The people, the congress, the surveys and the sources are invented.
"""

from debate.enums import Reason, Relation, Role
from debate.management.demo.shape import (
    DemoClaim,
    DemoDebate,
    DemoEssay,
    DemoFlag,
    DemoHiding,
    DemoSeat,
    DemoSource,
    EarlierWording,
)

_ESSAY = DemoEssay(
    title="Do Not Lend Them the Knife",
    writer="Ottoline Frey",
    own_words=True,
    paragraphs=(
        (
            "Every few months a delegation of exiles arrives in a Western capital "
            "with a map, a list of names and a request. Give us money, signals and a "
            "promise of recognition, they say, and we will rid you of the man in the "
            "palace. The temptation is real, and so is the cruelty of his rule. It "
            "would still be a serious mistake to say yes."
        ),
        (
            "How a ruler leaves shapes what follows him. A leader voted out, "
            "negotiated out or abandoned by his own ministers leaves behind people "
            "who chose his departure and must answer for it. A leader killed by a "
            "hidden hand leaves only a vacancy and a grievance."
        ),
        (
            "Nor would the street rise to fill that vacancy. A killing paid for "
            "abroad would provoke rage long before it provoked a democratic "
            "revolution. Even citizens who loathe him would ask whose turn is next, "
            "and censors who have cried foreign plot for years would, for once, be "
            "telling the truth."
        ),
        (
            "Look, too, at who stands nearest the empty chair. The likeliest "
            "successors are opportunists from the same elite, men who hold the keys "
            "to the arsenals, the prisons and the banks. They share his habits; they "
            "lack only his title. Against them the exiles offer a congress. But that "
            "congress was elected by nobody who lives under the regime; its seats "
            "were shared out among its founders in hotel ballrooms. To recognise it "
            "is to choose a government for strangers."
        ),
        (
            "We would also be writing rules for ourselves. Once removing heads of "
            "state is ordinary policy, our own officials become ordinary targets, in "
            "cities far less guarded than his."
        ),
        (
            "The record should humble us. In case after case over the past seventy "
            "years, outsiders have proved far better at toppling a government than at "
            "shaping the one that came next. The statue falls in an afternoon; the "
            "decade afterwards belongs to militias, profiteers and neighbours with "
            "plans of their own."
        ),
        (
            "None of this is counsel to wait and hope. There are better tools, and "
            "most of them lie unused. Speak to ordinary people past the censor, in "
            "their own language and about their own lives. Open the door to the "
            "engineers, officers and accountants the regime cannot replace, so that "
            "talent leaves and does not come back. Draw up now, with lawyers and "
            "economists from inside, the plans for pensions, courts and currency that "
            "will be wanted on the first morning."
        ),
        (
            "Autocracies end. The question is whether the people who live under this "
            "one will own its ending. We can help them prepare for that day. We "
            "cannot have it for them."
        ),
    ),
)

_CLAIMS = (
    DemoClaim(
        name="how-he-leaves",
        parent="",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=156.9,
        text=(
            "How a ruler leaves shapes what follows. A departure his own people chose "
            "leaves someone answerable for the next step; a hidden killing leaves a "
            "vacancy and a grievance."
        ),
        up=0.38,
        down=0.06,
        unsure=0.01,
        quote="How a ruler leaves shapes what follows him.",
    ),
    DemoClaim(
        name="violent-beginnings",
        parent="how-he-leaves",
        relation=Relation.REBUT,
        by="dov",
        hours=130.4,
        text=(
            "Several settled democracies began with a ruler’s violent end. What decided "
            "their future was whether courts and parties were ready, not how the old man "
            "went."
        ),
        up=0.28,
        down=0.1,
    ),
    DemoClaim(
        name="home-grown",
        parent="violent-beginnings",
        relation=Relation.UNDERCUT,
        by="sunniva",
        hours=114.7,
        text=(
            "Those endings were home-grown. They tell us little about one that is funded "
            "and timed from abroad."
        ),
        up=0.27,
        down=0.04,
        unsure=0.01,
    ),
    DemoClaim(
        name="hardly-home-grown",
        parent="home-grown",
        relation=Relation.REBUT,
        by="hedgeschool",
        hours=90.2,
        text=(
            "Hardly any were purely home-grown. Foreign money, printing presses and safe "
            "houses stood behind most of them."
        ),
        up=0.17,
        down=0.08,
        unsure=0.01,
        earlier=EarlierWording(
            "None of them were home-grown. Foreign money stood behind them all.", 84.0
        ),
    ),
    DemoClaim(
        name="hand-in-the-killing",
        parent="hardly-home-grown",
        relation=Relation.QUESTION,
        by="rafe",
        hours=39.6,
        text=(
            "Which of them had a foreign hand in the killing itself, rather than in the "
            "printing press?"
        ),
    ),
    DemoClaim(
        name="eleven-examples",
        parent="hand-in-the-killing",
        relation=Relation.SUPPORT,
        by="marit",
        hours=3,
        text=(
            "I went through the eleven usual examples. Foreign shelter in nine; a foreign "
            "hand in the killing in one."
        ),
        up=0.16,
        down=0.02,
        unsure=0.03,
        details=(
            "Counted so:\n"
            "\n"
            "1. shelter, money or printing abroad: **nine**;\n"
            "2. a foreign hand in the killing itself: **one**;\n"
            "3. neither: one.\n"
            "\n"
            "The whole table is in the [source](https://example.org/eleven-endings)."
        ),
        sources=(DemoSource("Eleven endings: a table", "https://example.org/eleven-endings"),),
    ),
    DemoClaim(
        name="paper-trail",
        parent="how-he-leaves",
        relation=Relation.SUPPORT,
        by="ignace",
        hours=129.4,
        text=(
            "Bargained exits leave paper behind: dates, signatures, amnesties. Those can "
            "be argued over for years without anyone being shot."
        ),
        up=0.22,
        down=0.04,
        unsure=0.02,
    ),
    DemoClaim(
        name="paper-amnesties",
        parent="paper-trail",
        relation=Relation.REBUT,
        by="yusra",
        hours=25.0,
        text=(
            "Paper amnesties are how the worst offenders kept their villas. A bargain is "
            "not automatically kinder to the victims."
        ),
        up=0.18,
        down=0.05,
        unsure=0.01,
    ),
    DemoClaim(
        name="dies-in-his-bed",
        parent="how-he-leaves",
        relation=Relation.QUESTION,
        by="teo",
        hours=71.0,
        text=(
            "Does a ruler who dies in his bed count as a departure his people chose, or "
            "as a vacancy?"
        ),
    ),
    DemoClaim(
        name="an-heir-was-named",
        parent="dies-in-his-bed",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=66.5,
        text=(
            "As a vacancy, but one that everybody saw coming. The heirs have had years to "
            "bargain over it, and nobody abroad is to blame."
        ),
        up=0.19,
        down=0.02,
        unsure=0.02,
    ),
    DemoClaim(
        name="rage",
        parent="",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=156.8,
        text=(
            "A killing sponsored from abroad would provoke rage rather than a democratic "
            "revolution, even among citizens who dislike the ruler."
        ),
        up=0.41,
        down=0.08,
        unsure=0.02,
        details=(
            "The claim is about the first weeks, not the first decade. It does not say "
            "that people love the ruler; it says that a foreign hand changes the question "
            "they are asked:\n"
            "\n"
            "- before, “should he go?”\n"
            "- after, “who are *you* to decide?”"
        ),
        sources=(
            DemoSource(
                "After the headline: how publics answered foreign plots, 1950 to 2010",
                "https://example.org/after-the-headline",
            ),
            DemoSource(
                "Rally effects under closed regimes", "https://journal.example/rally-effects"
            ),
        ),
        quote=(
            "A killing paid for abroad would provoke rage long before it provoked a "
            "democratic revolution."
        ),
    ),
    DemoClaim(
        name="relief",
        parent="rage",
        relation=Relation.REBUT,
        by="teo",
        hours=128.3,
        text=(
            "You assume people would rally. In an exhausted country relief may run deeper "
            "than wounded pride, and nobody has asked them."
        ),
        up=0.28,
        down=0.12,
        unsure=0.03,
        details=(
            "I am not saying that they would welcome foreigners. I am saying that the "
            "essay treats one feeling, injured pride, as if it were the only one "
            "available to people who have also lost sons, savings and sleep."
        ),
        sources=(
            DemoSource("Letters from the second winter", "https://example.org/second-winter"),
            DemoSource(
                "What exhausted publics want: six diaries", "https://archive.example/six-diaries"
            ),
        ),
    ),
    DemoClaim(
        name="not-organisation",
        parent="relief",
        relation=Relation.UNDERCUT,
        by="amara",
        hours=113.7,
        text=(
            "Relief is not organisation. Private gladness puts nobody on the street and "
            "nobody in a ministry."
        ),
        up=0.26,
        down=0.04,
        unsure=0.02,
    ),
    DemoClaim(
        name="police-hinge",
        parent="not-organisation",
        relation=Relation.REBUT,
        by="dov",
        hours=88.5,
        text=(
            "It does change what the police are willing to do, and that is usually the "
            "hinge on which a revolution turns."
        ),
        up=0.17,
        down=0.06,
        unsure=0.02,
    ),
    DemoClaim(
        name="why-they-held-back",
        parent="police-hinge",
        relation=Relation.QUESTION,
        by="bram",
        hours=0.7,
        text=(
            "Did those units hold back because the ruler was gone, or because the crowd "
            "in front of them was large and unarmed?"
        ),
    ),
    DemoClaim(
        name="what-evidence",
        parent="relief",
        relation=Relation.QUESTION,
        by="sunniva",
        hours=68.6,
        text=("What evidence would settle this? Polling under a dictatorship is not worth much."),
    ),
    DemoClaim(
        name="list-experiments",
        parent="what-evidence",
        relation=Relation.SUPPORT,
        by="marit",
        hours=45.9,
        text=(
            "List experiments let people answer without admitting anything. Where they "
            "have been tried they found hidden dissent, and real suspicion of foreigners "
            "too."
        ),
        up=0.18,
        down=0.02,
        unsure=0.01,
        sources=(
            DemoSource(
                "Asking without asking: list experiments in closed societies",
                "https://journal.example/list-experiments",
            ),
        ),
    ),
    DemoClaim(
        name="glad-and-furious",
        parent="relief",
        relation=Relation.REBUT,
        by="ngozi",
        hours=102.1,
        text=(
            "Relief and humiliation are not rivals. People can be glad he is gone and "
            "furious about who did it."
        ),
        up=0.27,
        down=0.02,
        unsure=0.02,
    ),
    DemoClaim(
        name="turns-inward",
        parent="relief",
        relation=Relation.REBUT,
        by="calla",
        hours=100.4,
        text=(
            "Exhaustion turns inward. A tired country does not pour into the square with "
            "relief; it locks the door and waits to be told who won."
        ),
        up=0.23,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="exposed-plots",
        parent="relief",
        relation=Relation.REBUT,
        by="ines",
        hours=52.1,
        text=(
            "They have been asked, in a way. Each exposed plot lifted his standing for a "
            "season, even among people who had marched against him."
        ),
        up=0.2,
        down=0.06,
        unsure=0.03,
        sources=(
            DemoSource(
                "Approval after exposed plots, a chart book", "https://example.org/chart-book"
            ),
        ),
    ),
    DemoClaim(
        name="border-queues",
        parent="relief",
        relation=Relation.SUPPORT,
        by="petra",
        hours=98.7,
        text=(
            "The queues at the border tell you what people think. Nobody walks three days "
            "out of a country they are ready to be angry for."
        ),
        up=0.23,
        down=0.05,
        unsure=0.02,
    ),
    DemoClaim(
        name="pensions-and-coffins",
        parent="relief",
        relation=Relation.SUPPORT,
        by="hedgeschool",
        hours=64.2,
        text=(
            "Pride is mostly a habit of the capital. In the towns that send the "
            "conscripts the talk is of pensions and coffins."
        ),
        up=0.19,
        down=0.04,
        unsure=0.02,
    ),
    DemoClaim(
        name="parents-at-home",
        parent="relief",
        relation=Relation.SUPPORT,
        by="gideon",
        hours=6,
        text=(
            "People who fled last year were asked what their parents at home would feel. "
            "Relief came first by a wide margin."
        ),
        up=0.13,
        down=0.08,
        unsure=0.02,
        sources=(
            DemoSource(
                "Leaving: interviews with two hundred families", "https://example.org/leaving"
            ),
        ),
    ),
    DemoClaim(
        name="relief-for-how-long",
        parent="relief",
        relation=Relation.QUESTION,
        by="rafe",
        hours=19.7,
        text=(
            "Relief for how long? The first evening and the first winter are different questions."
        ),
    ),
    DemoClaim(
        name="propaganda",
        parent="rage",
        relation=Relation.SUPPORT,
        by="calla",
        hours=127.3,
        text=(
            "The propaganda writes itself. For years the regime has called every "
            "protester a foreign agent; this would hand it one true example."
        ),
        up=0.36,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="no-credit-left",
        parent="propaganda",
        relation=Relation.REBUT,
        by="hedgeschool",
        hours=97.0,
        text=(
            "It says that anyway. A charge made daily for twenty years has no credit left to gain."
        ),
        up=0.18,
        down=0.09,
        unsure=0.03,
    ),
    DemoClaim(
        name="lie-confirmed",
        parent="no-credit-left",
        relation=Relation.REBUT,
        by="ines",
        hours=86.8,
        text=(
            "A lie repeated daily and a lie at last confirmed are very different things "
            "to the person in the middle who had stopped listening."
        ),
        up=0.25,
        down=0.02,
        unsure=0.01,
    ),
    DemoClaim(
        name="living-ruler",
        parent="rage",
        relation=Relation.SUPPORT,
        by="emeka",
        hours=81.8,
        text=(
            "A dead ruler cannot disappoint his followers. One who lives to lose an "
            "argument, an election or a trial usually does."
        ),
        up=0.23,
        down=0.05,
        unsure=0.04,
    ),
    DemoClaim(
        name="seven-in-ten",
        parent="rage",
        relation=Relation.REBUT,
        by="gideon",
        hours=58.4,
        text=("In a survey last spring seven in ten said that they would cheer whoever did it."),
        withdrawn_hours=44.0,
    ),
    DemoClaim(
        name="survey-of-exiles",
        parent="seven-in-ten",
        relation=Relation.REBUT,
        by="hanne",
        hours=49.0,
        text=("Whose seven in ten? The numbers come from a survey of exiles, not of residents."),
        up=0.14,
        down=0.01,
    ),
    DemoClaim(
        name="bread-and-power-cuts",
        parent="rage",
        relation=Relation.REBUT,
        by="gideon",
        hours=30.3,
        text=(
            "Crowds have welcomed the end of hated rulers whoever caused it. Anger came "
            "later, and over bread and power cuts rather than sovereignty."
        ),
        up=0.18,
        down=0.11,
        unsure=0.03,
    ),
    DemoClaim(
        name="bread-needs-a-culprit",
        parent="bread-and-power-cuts",
        relation=Relation.REBUT,
        by="amara",
        hours=26.0,
        text=(
            "Anger over bread looks for a culprit, and a foreign hand supplies one who "
            "can never be voted out."
        ),
        up=0.17,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="tenth-year",
        parent="rage",
        relation=Relation.UNDERCUT,
        by="lior",
        hours=55.3,
        text=(
            "Whether they rage or cheer is a fact about the first month. Whether it was a "
            "mistake will be judged by the tenth year."
        ),
        up=0.18,
        down=0.06,
    ),
    DemoClaim(
        name="never-found-out",
        parent="rage",
        relation=Relation.QUESTION,
        by="bram",
        hours=107.2,
        text="Would it matter if the sponsor were never found out?",
    ),
    DemoClaim(
        name="successors",
        parent="",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=156.7,
        text=(
            "The likeliest successors are opportunists from the same elite, because they "
            "already hold the arsenals, the prisons and the banks."
        ),
        up=0.35,
        down=0.08,
        unsure=0.01,
        quote="The likeliest successors are opportunists from the same elite,",
    ),
    DemoClaim(
        name="bargain-with-opportunists",
        parent="successors",
        relation=Relation.REBUT,
        by="teo",
        hours=126.2,
        text=(
            "Opportunists can be bargained with. A successor who only wants to stay rich "
            "is a great improvement on one who wants an empire."
        ),
        up=0.27,
        down=0.08,
        unsure=0.01,
    ),
    DemoClaim(
        name="palace-coup",
        parent="bargain-with-opportunists",
        relation=Relation.UNDERCUT,
        by="lior",
        hours=112.6,
        text=(
            "Perhaps, but that is a reason to welcome a palace coup if one comes, not to "
            "pay for an émigré one."
        ),
        up=0.23,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="new-men",
        parent="bargain-with-opportunists",
        relation=Relation.REBUT,
        by="hanne",
        hours=95.3,
        text=(
            "New men with weak claims tend to prove themselves by escalating. The first "
            "year of such a government is the dangerous one."
        ),
        up=0.19,
        down=0.05,
        unsure=0.04,
    ),
    DemoClaim(
        name="security-service",
        parent="successors",
        relation=Relation.SUPPORT,
        by="ngozi",
        hours=125.2,
        text=(
            "In such states the security service is the best organised body there is, and "
            "it almost always outlasts its patron."
        ),
        up=0.26,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="last-vacancies",
        parent="successors",
        relation=Relation.SUPPORT,
        by="ansel",
        hours=69.0,
        text=(
            "When ministers fell suddenly in that capital, each was replaced within a "
            "week by somebody who commanded troops of his own."
        ),
        up=0.15,
        down=0.03,
        unsure=0.02,
        sources=(
            DemoSource(
                "A register of dismissals", "https://archive.example/register-of-dismissals"
            ),
        ),
    ),
    DemoClaim(
        name="which-elite",
        parent="successors",
        relation=Relation.QUESTION,
        by="rafe",
        hours=77.4,
        text=(
            "Which elite? The army, the oil managers and the secret police rarely want "
            "the same thing."
        ),
    ),
    DemoClaim(
        name="no-mandate",
        parent="",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=156.6,
        text=(
            "The opposition congress has no mandate. Its seats were shared out among its "
            "founders, not won from anyone living under the regime."
        ),
        up=0.32,
        down=0.09,
        unsure=0.04,
        quote="that congress was elected by nobody who lives under the regime;",
    ),
    DemoClaim(
        name="exile-governments",
        parent="no-mandate",
        relation=Relation.REBUT,
        by="yusra",
        hours=124.1,
        text=(
            "No opposition can hold elections under a dictatorship. By that test the "
            "governments in exile of the last world war were frauds."
        ),
        up=0.27,
        down=0.07,
    ),
    DemoClaim(
        name="held-office",
        parent="exile-governments",
        relation=Relation.UNDERCUT,
        by="ottoline",
        hours=111.6,
        text=(
            "Those governments held office before they fled. This congress never did, and "
            "it is asking for recognition, not shelter."
        ),
        up=0.25,
        down=0.03,
        unsure=0.03,
        earlier=EarlierWording(
            "Those governments had held office. This congress never did.", 110.9
        ),
    ),
    DemoClaim(
        name="charter",
        parent="held-office",
        relation=Relation.SUPPORT,
        by="emeka",
        hours=1,
        text=(
            "Its own charter says delegates serve until “conditions permit” a vote, and "
            "gives neither a date nor a method."
        ),
        up=0.16,
        down=0.02,
        unsure=0.03,
        sources=(
            DemoSource(
                "Charter of the congress, article 14", "https://archive.example/charter#article-14"
            ),
        ),
    ),
    DemoClaim(
        name="those-inside",
        parent="no-mandate",
        relation=Relation.SUPPORT,
        by="quietquorum",
        hours=73.0,
        text=(
            "Recognising one group tells everyone still inside, who ran the real risks, "
            "that their work counted for nothing."
        ),
        up=0.21,
        down=0.03,
    ),
    DemoClaim(
        name="enlarge-it",
        parent="no-mandate",
        relation=Relation.REBUT,
        by="teo",
        hours=50.5,
        text=("A badly chosen congress can be enlarged and bound by rules. An empty table cannot."),
        up=0.18,
        down=0.11,
        unsure=0.04,
    ),
    DemoClaim(
        name="bound-by-whom",
        parent="enlarge-it",
        relation=Relation.QUESTION,
        by="ottoline",
        hours=48.3,
        text="Bound by whom, before anybody who lives there can vote?",
    ),
    DemoClaim(
        name="retaliation",
        parent="",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=156.5,
        text=(
            "It would invite retaliation against our own officials, who live in open "
            "cities and cannot all be guarded."
        ),
        up=0.3,
        down=0.09,
        quote=(
            "Once removing heads of state is ordinary policy, our own officials become "
            "ordinary targets,"
        ),
    ),
    DemoClaim(
        name="already-do",
        parent="retaliation",
        relation=Relation.REBUT,
        by="dov",
        hours=123.1,
        text="They already do it. Attacks on our streets did not wait for our permission.",
        up=0.25,
        down=0.09,
        unsure=0.03,
    ),
    DemoClaim(
        name="ministers-left-alone",
        parent="already-do",
        relation=Relation.REBUT,
        by="hanne",
        hours=93.6,
        text=(
            "Attacks on exiles, yes. Serving ministers have so far been left alone, "
            "because both sides gain from keeping that rule."
        ),
        up=0.25,
        down=0.03,
        unsure=0.03,
    ),
    DemoClaim(
        name="does-the-rule-exist",
        parent="ministers-left-alone",
        relation=Relation.QUESTION,
        by="bram",
        hours=42.7,
        text="How would we know the rule exists, other than that nobody has yet broken it?",
    ),
    DemoClaim(
        name="said-in-kind",
        parent="retaliation",
        relation=Relation.QUESTION,
        by="petra",
        hours=60.0,
        text="Has any government said that it would answer in kind?",
    ),
    DemoClaim(
        name="guards-doubled",
        parent="said-in-kind",
        relation=Relation.SUPPORT,
        by="hanne",
        hours=57.0,
        text=(
            "Two have, in speeches rather than in law. It was enough to double the guard "
            "at their neighbours’ embassies."
        ),
        up=0.16,
        down=0.02,
        unsure=0.01,
        sources=(
            DemoSource(
                "Speeches on reprisal, a collection", "https://archive.example/speeches-on-reprisal"
            ),
        ),
    ),
    DemoClaim(
        name="toppling",
        parent="",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=156.4,
        text=(
            "Past attempts at regime change show that outsiders are far better at "
            "toppling a government than at shaping the one that comes next."
        ),
        up=0.39,
        down=0.08,
        unsure=0.02,
        sources=(
            DemoSource(
                "Toppled: seventy years of removals from outside", "https://example.org/toppled"
            ),
            DemoSource("The first ten years after", "https://journal.example/first-ten-years"),
        ),
        quote=(
            "outsiders have proved far better at toppling a government than at shaping "
            "the one that came next."
        ),
    ),
    DemoClaim(
        name="rebuilt-by-occupiers",
        parent="toppling",
        relation=Relation.REBUT,
        by="teo",
        hours=122.0,
        text=(
            "The record is picked from the failures. Two of the most successful "
            "democracies of the last century were rebuilt by occupiers."
        ),
        up=0.25,
        down=0.09,
        unsure=0.04,
    ),
    DemoClaim(
        name="years-of-occupation",
        parent="rebuilt-by-occupiers",
        relation=Relation.UNDERCUT,
        by="ngozi",
        hours=110.5,
        text=(
            "Those followed total defeat, years of occupation and vast spending. Nobody "
            "behind this plan is offering that."
        ),
        up=0.29,
        down=0.02,
        unsure=0.04,
    ),
    DemoClaim(
        name="ten-years-later",
        parent="toppling",
        relation=Relation.SUPPORT,
        by="lior",
        hours=67.2,
        text=(
            "Count only the governments still elected ten years later, and removal from "
            "outside without an occupation does worse than any other ending."
        ),
        up=0.22,
        down=0.04,
        unsure=0.03,
        details=(
            "The order, from the ending that lasts best:\n"
            "\n"
            "1. voted out\n"
            "2. negotiated out\n"
            "3. abandoned by his ministers\n"
            "4. driven out by crowds\n"
            "5. removed from outside\n"
            "\n"
            "The gap between the fourth and the fifth is larger than between the first "
            "and the fourth."
        ),
        sources=(
            DemoSource("The first ten years after", "https://journal.example/first-ten-years"),
        ),
    ),
    DemoClaim(
        name="worst-already",
        parent="ten-years-later",
        relation=Relation.REBUT,
        by="gideon",
        hours=54.0,
        text=(
            "Outsiders are called in where things are already worst. Compare like with "
            "like and the gap shrinks."
        ),
        up=0.2,
        down=0.07,
        unsure=0.03,
    ),
    DemoClaim(
        name="shrinks-by-a-third",
        parent="worst-already",
        relation=Relation.REBUT,
        by="ngozi",
        hours=29.0,
        text=(
            "Matched by income and years of war, as far as the records go, it shrinks by "
            "a third and stays."
        ),
        up=0.18,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="better-tools",
        parent="",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=156.3,
        text=(
            "Better tools lie unused: reaching ordinary people, drawing away talent, and "
            "preparing for the day after."
        ),
        up=0.37,
        down=0.07,
        unsure=0.01,
        quote="There are better tools, and most of them lie unused.",
    ),
    DemoClaim(
        name="slow-tools",
        parent="better-tools",
        relation=Relation.REBUT,
        by="gideon",
        hours=121.0,
        text=(
            "Those tools are slow. People are being jailed and shelled while we "
            "commission podcasts."
        ),
        up=0.23,
        down=0.1,
        unsure=0.02,
    ),
    DemoClaim(
        name="a-hundredth",
        parent="slow-tools",
        relation=Relation.REBUT,
        by="ignace",
        hours=91.9,
        text=(
            "They look slow because they have never been given a hundredth of what a "
            "single warship costs."
        ),
        up=0.21,
        down=0.05,
        unsure=0.02,
    ),
    DemoClaim(
        name="the-day-after",
        parent="slow-tools",
        relation=Relation.SUPPORT,
        by="petra",
        hours=80.0,
        text="Planning for the day after helps nobody if the day after never comes.",
        up=0.14,
        down=0.13,
        unsure=0.04,
    ),
    DemoClaim(
        name="visas",
        parent="better-tools",
        relation=Relation.SUPPORT,
        by="lior",
        hours=105.5,
        text=(
            "Every engineer who leaves is a weapon not built. A visa is the cheapest "
            "sanction we have."
        ),
        up=0.28,
        down=0.04,
        unsure=0.04,
    ),
    DemoClaim(
        name="ablest-people",
        parent="visas",
        relation=Relation.REBUT,
        by="marit",
        hours=0.3,
        text=(
            "Emptying a country of its ablest people also removes those who would have "
            "built the opposition."
        ),
        up=0.21,
        down=0.04,
    ),
    DemoClaim(
        name="do-both",
        parent="better-tools",
        relation=Relation.UNDERCUT,
        by="dov",
        hours=76.0,
        text=(
            "That other tools exist does not show that this one is a mistake. A country "
            "can use several at once."
        ),
        up=0.2,
        down=0.12,
        unsure=0.03,
    ),
    DemoClaim(
        name="closes-the-others",
        parent="do-both",
        relation=Relation.REBUT,
        by="calla",
        hours=53.0,
        text=(
            "Not these. The plot, once known, closes the newspapers, schools and visa "
            "desks that the other tools work through."
        ),
        up=0.24,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="prices-and-call-ups",
        parent="better-tools",
        relation=Relation.SUPPORT,
        by="ines",
        hours=74.5,
        text=(
            "Broadcasts about prices, pensions and call-up lists found listeners where "
            "broadcasts about freedom found none."
        ),
        up=0.21,
        down=0.03,
        unsure=0.02,
        sources=(DemoSource("Who listened: a diary study", "https://example.org/who-listened"),),
    ),
    DemoClaim(
        name="who-listens",
        parent="prices-and-call-ups",
        relation=Relation.QUESTION,
        by="petra",
        hours=62.5,
        text="How would anybody know who listens, if listening is a crime?",
    ),
    DemoClaim(
        name="rumours",
        parent="who-listens",
        relation=Relation.SUPPORT,
        by="marit",
        hours=46.8,
        text=(
            "Indirectly: by which prices, jokes and songs turn up in towns that have no "
            "other way to hear them."
        ),
        up=0.2,
        down=0.02,
        unsure=0.02,
    ),
    DemoClaim(
        name="which-first",
        parent="better-tools",
        relation=Relation.QUESTION,
        by="rafe",
        hours=43.5,
        text=("Which of these tools could be in use within a year, and who would have to agree?"),
    ),
    DemoClaim(
        name="no-new-law",
        parent="which-first",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=38.0,
        text=(
            "Visas and broadcasts need no new law in most capitals. The planning needs a "
            "room, a small budget and a dozen patient people."
        ),
        up=0.21,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="months-sooner",
        parent="",
        relation=Relation.REBUT,
        by="petra",
        hours=141.0,
        text=(
            "If one man’s removal ended the war even months sooner, thousands now alive "
            "would stay so. That has to be weighed, not waved away."
        ),
        up=0.32,
        down=0.13,
        unsure=0.02,
    ),
    DemoClaim(
        name="a-general-staff",
        parent="months-sooner",
        relation=Relation.UNDERCUT,
        by="amara",
        hours=120.0,
        text=(
            "The sum works only if his removal ends the war. A general staff, a budget "
            "and a frightened elite are running it too."
        ),
        up=0.28,
        down=0.04,
        unsure=0.03,
    ),
    DemoClaim(
        name="the-scramble",
        parent="months-sooner",
        relation=Relation.REBUT,
        by="ines",
        hours=59.5,
        text=(
            "The sum leaves out those who would die in the scramble that follows, and "
            "nobody can count them beforehand."
        ),
        up=0.23,
        down=0.04,
        unsure=0.04,
    ),
    DemoClaim(
        name="personally-at-risk",
        parent="",
        relation=Relation.REBUT,
        by="gideon",
        hours=139.0,
        text=(
            "Rulers who start wars should know that they are personally at risk. A "
            "credible threat may deter the next one more than another round of sanctions."
        ),
        up=0.28,
        down=0.16,
        unsure=0.02,
        details=(
            "The argument is about the *next* ruler, not this one. It works even if "
            "nobody ever acts on the threat, as long as nobody can be sure."
        ),
    ),
    DemoClaim(
        name="digs-in",
        parent="personally-at-risk",
        relation=Relation.REBUT,
        by="hanne",
        hours=118.9,
        text=(
            "A ruler who fears for his life digs in. Deterrence needs a way out as well "
            "as a threat."
        ),
        up=0.25,
        down=0.04,
        unsure=0.02,
    ),
    DemoClaim(
        name="threat-never-carried-out",
        parent="personally-at-risk",
        relation=Relation.QUESTION,
        by="quietquorum",
        hours=103.8,
        text=(
            "Deterrence works through what is threatened, not what is done. Would you "
            "keep the threat and never carry it out?"
        ),
    ),
    DemoClaim(
        name="ten-years-of-sanctions",
        parent="",
        relation=Relation.REBUT,
        by="yusra",
        hours=137.0,
        text=(
            "Sanctions have had ten years. They enriched smugglers and hardened the "
            "ruler; the alternatives cannot simply be more of the same."
        ),
        up=0.23,
        down=0.11,
        unsure=0.01,
    ),
    DemoClaim(
        name="no-new-sanctions",
        parent="ten-years-of-sanctions",
        relation=Relation.UNDERCUT,
        by="calla",
        hours=117.9,
        text=(
            "The essay proposes no new sanctions. It asks for broadcasts, visas and "
            "planning, which have hardly been tried."
        ),
        up=0.25,
        down=0.02,
        unsure=0.02,
    ),
    DemoClaim(
        name="spare-parts",
        parent="ten-years-of-sanctions",
        relation=Relation.REBUT,
        by="emeka",
        hours=70.0,
        text=(
            "They also cost the ruler most of his spare parts and half of his airlines. "
            "Hardened is not the same as unhurt."
        ),
        up=0.17,
        down=0.06,
        unsure=0.02,
        sources=(
            DemoSource("Grounded: a fleet in ten photographs", "https://example.org/grounded"),
        ),
    ),
    DemoClaim(
        name="no-murder",
        parent="",
        relation=Relation.REBUT,
        by="ansel",
        hours=131.5,
        text=(
            "There is an old and serious tradition, from Roman writers to the resisters "
            "of the last century, which holds that to kill a tyrant is no murder."
        ),
        up=0.19,
        down=0.17,
    ),
    DemoClaim(
        name="own-subjects",
        parent="no-murder",
        relation=Relation.UNDERCUT,
        by="ottoline",
        hours=116.8,
        text=(
            "That tradition speaks of the tyrant’s own subjects. It hands no licence to "
            "foreign treasuries."
        ),
        up=0.31,
        down=0.03,
        unsure=0.02,
    ),
    DemoClaim(
        name="what-backing-covers",
        parent="",
        relation=Relation.QUESTION,
        by="bram",
        hours=135.0,
        text=(
            "Does “back” cover sharing intelligence with plotters we did not recruit, or "
            "only money and arms?"
        ),
    ),
    DemoClaim(
        name="anything-meant-to",
        parent="what-backing-covers",
        relation=Relation.SUPPORT,
        by="ottoline",
        hours=115.8,
        text=(
            "Anything meant to bring the killing about, intelligence included. Warning a "
            "foreign opposition that it has been infiltrated is a different act."
        ),
        up=0.19,
        down=0.02,
        unsure=0.01,
    ),
    DemoClaim(
        name="letters-of-exiles",
        parent="rage",
        relation=Relation.SUPPORT,
        by="quietquorum",
        hours=30.0,
        text="A museum near here collects letters of exiles and would be glad of yours, too.",
        hidden=DemoHiding(
            by="sunniva",
            hours=26.0,
            reason=Reason.OFF_TOPIC,
            note="A fine thing, and no support for this point. Bring a letter that bears on it.",
        ),
    ),
    DemoClaim(
        name="letters-tell-little",
        parent="letters-of-exiles",
        relation=Relation.UNDERCUT,
        by="hanne",
        hours=28.0,
        text="Letters tell us what those who left feel, not what those who stayed would do.",
        flagged=DemoFlag(by="ngozi", hours=2.0, reason=Reason.OFF_TOPIC),
    ),
)

DEBATE = DemoDebate(
    owner="ottoline",
    topics=("Foreign policy",),
    essay=_ESSAY,
    started_hours=157.5,
    opened_hours=156.0,
    thesis=(
        "It would be a serious mistake for Western governments to back émigré plans to "
        "overthrow and assassinate a foreign autocrat."
    ),
    thesis_quote="It would still be a serious mistake to say yes.",
    up=0.62,
    down=0.3,
    unsure=0.05,
    positions=(0.09, 0.12, 0.1, 0.09, 0.17, 0.24, 0.19),
    moved=0.3,
    visitors=frozenset({"carol", "dan", "wren"}),
    crowd=1.0,
    claims=_CLAIMS,
    seats=(DemoSeat("sunniva", Role.MODERATOR, 150.0), DemoSeat("teo", Role.MEMBER, 149.0)),
)
