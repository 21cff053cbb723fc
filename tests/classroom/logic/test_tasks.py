from classroom.enums import Task
from classroom.logic.tasks import Progress, complete, progress


def test_progress_tells_of_what_is_asked_and_of_nothing_else() -> None:
    rows = progress({Task.ANSWERS: 1, Task.CLAIMS: 2, Task.VOTES: 0}, {Task.CLAIMS: 3})
    assert rows == (Progress(Task.CLAIMS, 2, 3), Progress(Task.ANSWERS, 1, 0))
    assert [row.complete for row in rows] == [True, False]


def test_all_is_complete_when_each_is() -> None:
    assert complete(progress({Task.CLAIMS: 1}, {Task.CLAIMS: 1}))
    assert not complete(progress({Task.CLAIMS: 1}, {}))
    assert complete(())
