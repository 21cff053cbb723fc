"""The numbers of the product, used by model, form, serializer and CHECK alike."""

CLAIM_TEXT_MIN = 3  # characters; "No." is a claim
CLAIM_TEXT_MAX = 500  # characters: one assertion, not an essay
CLAIM_DETAILS_MAX = 5_000  # characters of Markdown
CLAIM_DEPTH_MAX = 50  # levels below the thesis
SOURCES_PER_CLAIM_MAX = 5
SOURCE_TITLE_MAX = 300
SOURCE_URL_MAX = 2_000

ESSAY_TITLE_MAX = 200  # characters
ESSAY_WRITER_MAX = 120  # characters of a name
ESSAY_TEXT_MAX = 100_000  # characters of canonical text
ESSAY_BYTES_MAX = 1_000_000  # bytes of an uploaded file, before it is decoded
PASSAGE_MIN = 12  # characters: shorter quotes cannot be found again
PASSAGE_MAX = 2_000  # characters
PASSAGE_CONTEXT_MAX = 64  # characters kept before and after a quote, to find it again
POINTS_MAX = 60  # supporting points drawn from one essay

DRAFT_CHARS_MAX = 120_000  # characters of all fields together: an essay and what stands beside it
DRAFTS_ASIDE_MAX = 5  # overtaken versions of one draft that are kept
DRAFTS_WAITING_SHOWN = 5  # of one's drafts, at the top of a page of their debate
KEPT_FOR_SIGN_IN_SECONDS = 3_600  # how long what a visitor wrote waits for them to sign in
KEPT_PER_NETWORK = (60, 3_600)  # texts, seconds: each is a session without a person

TOPIC_NAME_MAX = 40

POSITION_MIN = -3
POSITION_MAX = 3
POSITIONS_SHOWN_FROM = 5  # people: fewer would show who stands where
DELTAS_MAX = 3  # claims that changed one person's view, in one debate
DELTA_REASON_MAX = 300  # characters

EDIT_GRACE_SECONDS = 300  # an edit this soon, before any vote or reply, leaves no mark

REVISION_MAX = 1_000_000_000  # more than anybody rewords anything: a column holds no larger number

PATH_LABEL_CHARS = 16  # hex digits of a claim's place in its debate, one label a level

VISIT_SECONDS = 1_800  # a visit: coming back within half an hour is the same one

THREAD_BUDGET = 200  # claims on the first page of a thread
MORE_REPLIES_BUDGET = 60  # claims that "12 more replies" brings at most
FOCUS_BUDGET = 60  # direct replies on a claim's own page
PASSAGE_BUDGET = 40  # claims in the thread beside an essay
DEBATES_PER_PAGE = 20
TOPICS_PER_DEBATE_MAX = 3

SEARCH_CHARS_MAX = 200  # characters of a query
HITS_PER_PAGE = 20
HITS_MAX = 1_000  # of all claims that fit the newest ones are ranked
ESSAY_HITS_MAX = 100
ESSAYS_BESIDE_CLAIMS = 3  # more are one click away
NEAR_HITS_MAX = 500  # claims looked at by their letters, where no words fit
SEARCHES_PER_PERSON = (240, 60)  # tries, seconds: what is typed is looked for at every pause
SEARCHES_PER_NETWORK = (1_200, 60)
SIMILAR_FROM = 16  # characters: shorter beginnings are like everything
CLAIMS_PER_PAGE = 30  # of a person's claims
PERSON_DEBATES = 10  # beside them; all of them are among their theses
WORDINGS_PER_PAGE = 20  # of the history of a claim
NEWS_COUNTED_MAX = 99  # since one's last visit to a debate; more are shown as "99+"
NOTICES_PER_PAGE = 40
NOTICES_COUNTED_MAX = 99  # more are shown as "99+"
FOLLOWED_SHOWN = 100  # debates that somebody follows, the newest first
DEEDS_PER_PAGE = 50  # of the record of a debate or of a person
FEED_ENTRIES = 50

CHANGES_TOLD_AT_ONCE = 100  # by the worker, in one transaction
PRINT_LARGE = 1_000  # claims: from here on a print takes a tenth of a second and more
PRINTS_PER_NETWORK = (60, 600)  # large ones, seconds: a whole class may print the same debate
PRINTED_CONTENTS = 200  # answers to the thesis that the contents of a printed debate name
COMMENTS_TOLD = 50  # claims of a page that its description for search engines holds
SITEMAP_PAGE = 5_000  # addresses in one file; the most that is read, 50,000, takes three seconds

LINK_KEY_CHARS = 32  # of a link that lets people in: 192 bits in URL-safe letters
INVITATION_DAYS = 14  # how long a link that gives a role can be used
MEMBERS_MAX = 2_000  # of one debate
MEMBERS_PER_PAGE = 50
CONCLUSION_MAX = 5_000  # characters of Markdown
UNLISTED_SHOWN = 50  # of one's own debates that no list has
SCHEDULE_DAYS_MAX = 730  # how far ahead a debate can be set to open or close
WINDOW_LABEL_MAX = 60  # characters by which a stretch of the rules is known
WINDOW_GRACE_SECONDS_MAX = 600  # in which what was open a moment ago is still taken

NOTE_MAX = 500  # characters of a note to an author, or of a flag
APPEAL_MAX = 2_000  # characters
QUEUE_PER_PAGE = 20
ACTS_PER_PAGE = 50
SUSPENSION_DAYS = (1, 7, 30)  # to choose from; a ban has no end
RING_MAX = 2_000  # accounts whose votes are voided in one act
HELD_MAX = 10  # claims of one newcomer that wait in one debate

YOUNG_SECONDS = 86_400  # an account is young for a day
WITHDRAWN_KEPT_DAYS = 30  # the words of a withdrawn claim
HELD_KEPT_DAYS = 30  # a newcomer's claim that was sent back or removed
FLAGS_KEPT_DAYS = 180  # after they were settled
CASES_KEPT_DAYS = 365  # note, appeal and answer, after the act
NOTICES_KEPT_DAYS = 365  # after they were seen
DRAFTS_KEPT_DAYS = 365  # after they were last saved

MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds

# How often each thing (enums.Paced) may be asked for. First by one person in a minute, an hour and
# a day; then by one whose account is young, all three; then by all behind one network in a minute
# and an hour. A class of 35, with accounts made that morning, votes and posts behind one address.
PACES = {
    "reply": ((20, 200, 600), (15, 80, 200), (600, 4_000)),
    "edit": ((60, 400, 1_500), (40, 200, 500), (1_500, 8_000)),
    "debate": ((20, 60, 150), (12, 30, 60), (500, 1_500)),
    "upload": ((20, 60, 150), (12, 30, 60), (500, 1_500)),
    "import": ((4, 20, 40), (3, 10, 20), (120, 400)),
    "vote": ((60, 1_000, 3_000), (40, 300, 800), (2_000, 20_000)),
    "position": ((30, 200, 600), (20, 100, 300), (800, 6_000)),
    "flag": ((10, 60, 150), (6, 20, 40), (250, 800)),
    "appeal": ((5, 20, 40), (5, 20, 40), (200, 800)),
    "seat": ((60, 400, 1_000), (30, 120, 240), (1_200, 5_000)),
    "save": ((120, 3_000, 20_000), (120, 3_000, 20_000), (5_000, 120_000)),
    "follow": ((60, 400, 1_500), (40, 150, 400), (1_500, 6_000)),
    "order": ((60, 600, 3_000), (40, 200, 600), (1_500, 8_000)),
    "manage": ((30, 300, 1_000), (20, 150, 400), (800, 6_000)),
}
DRAFTS_MAX = 200  # replies, rewordings and debates that one person has begun to write
UNPUBLISHED_MAX = 50  # debates of one person that nobody else sees yet
FORGOTTEN_AT_ONCE = 1_000  # rows in one transaction
FORGET_SECONDS = 3_600  # between two times that the worker forgets what is over

FILE_BYTES_MAX = 20_000_000  # of a debate to be brought in
FILE_CLAIMS_MAX = 10_001  # of such a debate: the thesis and ten thousand others
FILE_WORDINGS_MAX = 30_000  # of all its claims together
FILE_DETAILS_MAX = 5_000_000  # characters of Markdown of all of them: a dozen seconds to render
FILE_ESSAY_WORDINGS_MAX = 50
FILE_AHEAD_SECONDS = 86_400  # how far the clock of another site may be ahead of ours

ROWS_PER_PAGE = 50  # of a list of the API, if nothing else is asked
ROWS_PER_PAGE_MAX = 200
CHANGES_PER_PAGE = 200
POLL_AFTER = (2, 30)  # seconds to wait before asking again: something is going on, nothing is
QUIET_AFTER = 600  # seconds without a change
CURSOR_DAYS = 30  # how long a program may be away and still catch up

CURRENT_CLAIMS_MAX = 50  # that a page which is open asks for at once
TICKET_SECONDS = 300  # how long a stream can be begun with a ticket
TICKET_CHARS_MAX = 6_000
EVENT_BYTES_MAX = 2_000  # of one live event
STREAM_SECONDS = 600  # how long a stream lives before it needs a new ticket
RENEW_SECONDS = 30  # of these, the last in which its page can begin the next one
STREAMS_PER_PERSON = 6  # in one process; a stream is a page that is looked at
STREAMS_PER_NETWORK = 200  # of visitors, in one process
STREAMS_PER_PROCESS = 2_000
STREAM_RETRY_SECONDS = (2, 5)  # after which a browser comes back, each at its own moment
HEARTBEAT_SECONDS = 15
QUEUED_EVENTS_MAX = 400  # for one stream; whoever reads slower is cut off and resumes
MISSED_CHANGES_MAX = 300  # told one by one to who comes back; for more they fetch all anew
CHANGED_CLAIMS_MAX = 100  # named in one event
PUBLISHED_KEPT = 50  # events of one topic, for who comes back or asks now and then
HERE_SECONDS = 2  # between two counts of who is here
HERE_SHARED_SECONDS = 10  # between two times that a process tells the others all its counts
HERE_FORGOTTEN_SECONDS = 35  # after which counts of a process are forgotten that tells none
HERE_LINGER_SECONDS = 4  # how long somebody is still here who went from one page to another
WAIT_SECONDS_MAX = 30  # for something new
WAITED_DEBATES_MAX = 100  # of one's own, besides all public ones
