"""Which way a text runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.logic.direction import direction


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("School should start later.", "auto"),
        ("Die Schule soll später beginnen.", "auto"),
        ("", "auto"),
        ("12 %, 9:30 (2023)!", "auto"),
        ("يجب أن تبدأ الدروس بعد الساعة 9:00 صباحًا.", "rtl"),
        ("המחקר בדק רק 30 תלמידים (בני 14–16).", "rtl"),
        ("OECD אומר אחרת: 9:30 הוא גבול סביר.", "rtl"),
        ("ChatGPT لا يفهم ما يكتب.", "rtl"),
        ("https://example.org/a/long/address?of=a&page=1 ראו כאן", "rtl"),
        ("The study is called «أثر النوم» and has 1,200 pupils.", "ltr"),
        ("أثر النوم is what the study is called in the journal.", "ltr"),
        ("۱۲۳ ٤٥٦", "rtl"),
    ],
)
def test_a_text_runs_as_most_of_its_letters_do(text: str, runs: str) -> None:
    assert direction(text) == runs


@given(st.text(max_size=500))
def test_every_text_has_a_direction(text: str) -> None:
    assert direction(text) in {"auto", "ltr", "rtl"}
