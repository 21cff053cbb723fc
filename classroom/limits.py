"""The numbers of the classroom, used by model, form, serializer and CHECK alike."""

# Without vowels, so that no code spells a word, and without what looks like something else.
CODE_ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
CODE_CHARS = 8
PIN_CHARS = 6  # of the same alphabet
CODE_LASTS_HOURS = 12  # from when a session begins, or its code was made again
START_DAYS_MAX = 400  # how far ahead a session can be planned
CODE_WAITS_DAYS = 60  # for a session to begin, of which nothing says when

# Wrong codes and PINs, in so many seconds (ADR 30); a right code is never one of them.
MISSES_PER_NETWORK = (10, 60)
MISSES_OF_ALL = (300, 60)
PINS_PER_NETWORK = (60, 60)  # of one session: a class mistypes, too
PINS_PER_SESSION = (300, 60)

CLASS_NAME_MAX = 80  # characters
SESSION_NAME_MAX = 120
STUDENT_NAME_MAX = 60
EXTERNAL_ID_MAX = 200
STUDENTS_MAX = 200  # listed in one class
SEATS_MAX = 200  # in one session
GROUPS_MAX = 20
TEACHERS_MAX = 10  # with the one who started it
CLASSES_MAX = 60  # of one teacher
SESSIONS_MAX = 500  # of one teacher
TEMPLATES_MAX = 60  # of one teacher
RUBRICS_MAX = 60  # of one teacher

PHASES_MAX = 12
PHASE_NAME_MAX = 40
PHASE_SECONDS_MAX = 14 * 24 * 3_600  # homework may take two weeks
INSTRUCTION_MAX = 300
TASK_MAX = 20  # claims, answers or votes that one phase asks for
GRACE_SECONDS_MAX = 15
REOPENED_SECONDS = 600  # in which one student may do once more what a phase allowed
ANNOUNCEMENT_MAX = 300

CRITERIA_MAX = 10
LEVELS_MAX = 8
CRITERION_NAME_MAX = 80
LEVEL_TEXT_MAX = 200
LEVEL_POINTS_MAX = 100
FEEDBACK_MAX = 2_000
GRADED_AT_ONCE = 40  # claims in one form: a browser sends a thousand fields at most

KEPT_DAYS = 365  # a session, after it was ended, if the teacher says nothing else
KEPT_DAYS_MAX = 3 * 365

HERE_SECONDS = 330  # after a student's page last asked for something; it asks every five minutes

# On a student's page:
OWN_CLAIMS_SHOWN = 30  # of one's own, the newest
CHOICES_SHOWN = 4  # claims to answer, the first with its form
MOVED_CHOICES_SHOWN = 6  # claims that may have changed one's view

# On the teacher's board, of each list at once:
FEED_SHOWN = 30  # the latest claims
WAITING_SHOWN = 30  # held claims, flagged claims, appeals
CALLS_SHOWN = 8  # rebuttals that nobody answered
CREDITED_SHOWN = 5  # claims that changed minds
FEATURES_MAX = 12  # claims shown to the whole class

COMPARED_SHOWN = 3  # replies of each group, where groups stand side by side
