import pytest

from classroom.logic.listed import LineProblem, Listed, read_list


@pytest.mark.parametrize(
    ("line", "name", "external_id"),
    [
        ("Noor Halabi", "Noor Halabi", ""),
        ("Noor Halabi\ts-17", "Noor Halabi", "s-17"),
        ("Noor Halabi, 1017", "Noor Halabi", "1017"),
        ("Halabi, Noor, 1017", "Halabi, Noor", "1017"),
        ("1017\tNoor Halabi", "Noor Halabi", "1017"),
        ("10-17, Noor Halabi", "Noor Halabi", "10-17"),
        ("Halabi, Noor", "Halabi, Noor", ""),
        ("Noor Halabi,", "Noor Halabi", ""),
        ("Noor\tnoor", "Noor", "noor"),
        ("7\t17", "7", "17"),
    ],
)
def test_a_line_is_a_name_with_or_without_an_id(line: str, name: str, external_id: str) -> None:
    assert read_list(line) == ([Listed(name, external_id)], [])


@pytest.mark.parametrize("line", [",", ", 17", "\t17"])
def test_an_id_alone_is_nobody(line: str) -> None:
    assert read_list(line) == ([], [LineProblem(1, "line_without_a_name")])


def test_lines_are_numbered_as_they_were_pasted() -> None:
    told = read_list("Noor\n\n, 17\nAisha, 3\nDina, 3", known={"4"})
    assert told == (
        [Listed("Noor"), Listed("Aisha", "3")],
        [LineProblem(3, "line_without_a_name"), LineProblem(5, "external_id_twice")],
    )
