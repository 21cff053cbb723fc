"""What a seat is called toward classmates: a name unlike every other, or a pseudonym."""

import secrets
import unicodedata
from collections.abc import Collection, Iterable

from classroom.limits import STUDENT_NAME_MAX

# Any pair of them can stand under anything that a student writes.
_FIRST = (
    "Amber Azure Birch Breezy Bronze Cedar Clover Cobalt Copper Coral Crystal Early Elm Fern Flint "
    "Forest Frosty Garnet Ginger Golden Granite Harbour Hazel Indigo Island Jade Juniper Lemon "
    "Lilac Linen Lunar Maple Marble Marine Meadow Mint Misty Mossy Northern Ochre Olive Opal Pearl "
    "Pine Polar Quartz River Russet Saffron Sandy Sapphire Scarlet Silver Slate Solar Spruce Sunny "
    "Topaz Turquoise Velvet Violet Willow Winter Woodland"
)
_SECOND = (
    "Albatross Avocet Bison Bunting Caribou Chaffinch Condor Cormorant Crane Curlew Dipper Dolphin "
    "Dove Dunlin Egret Eider Falcon Fieldfare Finch Fulmar Gannet Gazelle Goldcrest Goshawk Grebe "
    "Hare Harrier Heron Hoopoe Ibex Ibis Jackdaw Kestrel Kingfisher Kite Kittiwake Lapwing Lark "
    "Linnet Lynx Marten Merlin Nightingale Nuthatch Oriole Osprey Otter Petrel Pipit Plover Puffin "
    "Quail Raven Redstart Robin Sandpiper Skylark Starling Stork Swan Tern Thrush Turnstone "
    "Wagtail Warbler Waxwing Wren"
)

FIRST = tuple(_FIRST.split())
SECOND = tuple(_SECOND.split())

# Letters of other scripts that are drawn like Latin ones, and what is drawn alike within Latin.
_DRAWN_ALIKE = str.maketrans(
    "АВЕКМНОРСТХУІЈЅ" + "аеорсухіјѕһԁԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "οαιρνυκ" + "ıɑɡ",
    "ABEKMHOPCTXYIJS" + "aeopcyxijshdqw" + "ABEZHIKMNOPTYX" + "oaipvuk" + "iag",
)
_AS_ONE = str.maketrans("i1|0", "lllo")


def new_pseudonym(taken: Collection[str]) -> str:
    """A random name that nobody has yet, whoever came before.

    `taken` are far fewer than there are names.
    """
    used = {look_of(name) for name in taken}
    while True:
        name = f"{secrets.choice(FIRST)} {secrets.choice(SECOND)}"
        if look_of(name) not in used:
            return name


def told_apart(name: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where one that looks like it is taken: `Maja 2`."""
    used = {look_of(other) for other in taken}
    told, number = name, 1
    while look_of(told) in used:
        number += 1
        told = f"{name[: STUDENT_NAME_MAX - len(str(number)) - 1].rstrip()} {number}"
    return told


def look_of(name: str) -> str:
    """What a name looks like at a glance: the same for names that are taken for one another.

    Case, spaces, hyphens and dots do not count, nor which script a letter comes from where both
    draw it alike. Accents do: José and Jose may sit in one class.
    """
    latin = unicodedata.normalize("NFKC", name).translate(_DRAWN_ALIKE)
    folded = unicodedata.normalize("NFKC", latin.casefold()).translate(_DRAWN_ALIKE)
    letters = [char for char in folded if unicodedata.category(char)[0] in "LMNS"]
    return "".join(letters).translate(_AS_ONE) or folded
