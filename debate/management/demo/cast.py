"""The demo's people: those who write, a class, and a crowd that only votes. All are invented."""

from accounts.enums import Role
from debate.management.demo.shape import DemoPerson

DEMO_PASSWORD = "rejoinder-demo"  # noqa: S105  shown on the sign-in page while DEBUG is on
DEMO_DOMAIN = "demo.example"  # reserved: nobody can get mail there, so it marks the demo's people

PEOPLE = (
    DemoPerson("ottoline", "Ottoline Frey", does="wrote the essay and owns its debate"),
    DemoPerson("teo", "Teo Vance", does="rebuts most of its points"),
    DemoPerson("sunniva", "Sunniva Aas", does="asks and undercuts; keeps order in that debate"),
    DemoPerson("ngozi", "Ngozi Ferreira", does="takes the essay's side"),
    DemoPerson("dan", "Dan Whitlock", does="teaches; owns the classroom debate"),
    DemoPerson("noor", "Noor Halabi", does="is in Dan's class"),
    DemoPerson(
        "carol", "Carol Nyland", does="keeps order in all public debates", role=Role.MODERATOR
    ),
    DemoPerson("wren", "Wren Ashby", does="runs the site; the admin is open", role=Role.STAFF),
    DemoPerson("amara", "Amara Finch"),
    DemoPerson("ansel", "Ansel Roth"),
    DemoPerson("bram", "Bram Castell"),
    DemoPerson("calla", "Calla Whitby"),
    DemoPerson("dov", "Dov Harkavy"),
    DemoPerson("emeka", "Emeka Strand"),
    DemoPerson("gideon", "Gideon Marsh"),
    DemoPerson("hanne", "Hanne Voss"),
    DemoPerson("hedgeschool", "hedgeschool"),
    DemoPerson("ignace", "Ignace Perrin"),
    DemoPerson("ines", "Ines Batalha"),
    DemoPerson("lior", "Lior Brandt"),
    DemoPerson("marit", "Marit Okonjo"),
    DemoPerson("petra", "Petra Lund"),
    DemoPerson("quietquorum", "quietquorum"),
    DemoPerson("rafe", "Rafe Quillon"),
    DemoPerson("yusra", "Yusra Haddad"),
    DemoPerson("aiko", "Aiko Tanabe"),
    DemoPerson("callum", "Callum Reid"),
    DemoPerson("felix", "Felix Baumann"),
    DemoPerson("greta", "Greta Solberg"),
    DemoPerson("iris", "Iris Pettigrew"),
    DemoPerson("leni", "Leni Morrow"),
    DemoPerson("maja", "Maja Dudek"),
    DemoPerson("otis", "Otis Grant"),
    DemoPerson("rohan", "Rohan Mistry"),
    DemoPerson("samir", "Samir Osei"),
    DemoPerson("tomasz", "Tomasz Kral"),
)

CLASS = frozenset(
    {
        "noor",
        "aiko",
        "callum",
        "felix",
        "greta",
        "iris",
        "leni",
        "maja",
        "otis",
        "rohan",
        "samir",
        "tomasz",
    }
)

CROWD_FIRST_NAMES = (
    "Ada",
    "Bela",
    "Cato",
    "Delia",
    "Eskil",
    "Fern",
    "Goran",
    "Hedda",
    "Imre",
    "Jonna",
    "Kit",
    "Lorne",
)
CROWD_LAST_NAMES = ("Alder", "Birch", "Cedar", "Elmes", "Hazel")


def crowd() -> tuple[DemoPerson, ...]:
    """Sixty people who read and vote, and whom nobody can sign in as."""
    return tuple(
        DemoPerson(f"{first}-{last}".lower(), f"{first} {last}")
        for last in CROWD_LAST_NAMES
        for first in CROWD_FIRST_NAMES
    )


def introduced() -> tuple[DemoPerson, ...]:
    """The few people to name to a newcomer: one of each kind, with what they do."""
    return tuple(person for person in PEOPLE if person.does)
