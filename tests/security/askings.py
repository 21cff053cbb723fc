"""How each entry of the register is asked for: about which thing, with a form that is in order."""

from tests.security.cells import Asking

SAID = {"text": "Gannets nest where they like.", "relation": "rebut", "revision": "1"}

READING = {
    ("debate", "GET"): Asking(),
    ("threads", "GET"): Asking(),
    ("print", "GET"): Asking(),
    ("debate-cite", "GET"): Asking(),
    ("activity", "GET"): Asking(),
    ("debate-feed", "GET"): Asking(),
    ("claim", "GET"): Asking("claim"),
    ("claim-cite", "GET"): Asking("claim"),
    ("claim-history", "GET"): Asking("claim"),
    ("similar", "GET"): Asking("claim"),
    ("notice", "GET"): Asking("claim"),
}

TAKING_PART = {
    ("reply", "GET"): Asking("claim"),
    ("replies", "GET"): Asking("claim"),
    ("replies", "POST"): Asking("claim", SAID),
    ("vote", "POST"): Asking("claim", {"value": "1"}),
    ("position", "POST"): Asking("debate", {"value": "2"}),
    ("claim-edit", "GET"): Asking("claim"),
    ("claim-edit", "POST"): Asking("claim", SAID),
    ("withdrawal", "GET"): Asking("claim"),
    ("withdrawal", "POST"): Asking("claim"),
    ("follow", "POST"): Asking("debate", {"value": "1"}),
}

RUNNING = {
    ("outline", "GET"): Asking(leads_on=True),
    ("outline", "POST"): Asking("debate", {"deed": "thesis", "text": "Gannets nest."}),
    ("publication", "POST"): Asking(leads_on=True),
    ("closing", "POST"): Asking("debate", {"closed": "1"}),
}

ON_SITE = {
    ("new-debate", "GET"): Asking("nothing"),
    ("new-debate", "POST"): Asking("nothing", {"thesis": "Gannets nest.", "language": "en"}),
}
