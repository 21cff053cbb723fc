"""The numbers of the product that concern people."""

KEY_CHARS = 12  # [a-z0-9]: 62 bits, never reused
HANDLE_MIN = 3
HANDLE_MAX = 30
DISPLAY_NAME_MAX = 60
EMAIL_MAX = 254  # RFC 5321: the longest address that can be delivered to
PASSWORD_MIN = 8  # NIST SP 800-63B
PASSWORD_MAX = 200  # far above any passphrase; hashing longer ones costs the server, not the thief
NEXT_MAX = 1500  # characters of an address to return to; browsers and proxies stop at some 2,000

SIGN_INS_PER_PERSON = (10, 300)  # tries, seconds: for one name, whoever asks
SIGN_INS_PER_NETWORK = (60, 300)  # tries, seconds: a whole school may share one address
SIGN_UPS_PER_NETWORK = (40, 3600)  # accounts, seconds: a class signs up in one lesson
SIGN_UP_TRIES_PER_NETWORK = (400, 3600)  # forms, seconds: they answer which names are taken

PASSWORD_CHECKS_PER_PERSON = (10, 300)  # tries, seconds: of one's own, where something asks for it
RESETS_PER_ADDRESS = (3, 3600)  # mails, seconds: to one address, whoever asks
RESETS_PER_NETWORK = (30, 3600)  # mails, seconds
RESET_LINK_SECONDS = 3600  # how long a link to a new password works
RECOVERY_CODES = 8  # made at once; each replaces one forgotten password
RECOVERY_CODE_CHARS = 12  # of 32 different ones: 60 bits
RECOVERY_CODE_TYPED_MAX = 60  # characters, with whatever spaces and hyphens people put in
RECOVERIES_PER_PERSON = (10, 3600)  # tries, seconds: for one name, whoever asks
RECOVERIES_PER_NETWORK = (60, 3600)  # tries, seconds

EXPORTS_PER_PERSON = (5, 3600)  # copies of one's data, seconds

TOKEN_NAME_MAX = 60
TOKENS_MAX = 50  # of one person
TOKEN_DAYS = (7, 30, 90, 365)  # how long one may work; 90 unless somebody says otherwise
TOKEN_DAYS_USUAL = 90
TOKEN_USED_SECONDS = 60  # how exactly it is kept when one was used last

# Every request of the API is a read, also one that writes, which its own pace is counted for too.
READS_PER_NETWORK = (60, 60)  # reads, seconds: without a token or a session
READS_PER_READER = (600, 60)  # reads, seconds: of one token, or of one person in browsers
CLAIMS_PER_READ = 500  # a thread counts one read for each so many that it begins
READ_PARTS = 10  # a read can be counted in parts
UNCHANGED_PARTS = 1  # what is answered with 304 counts this much of one

# Bytes; an essay of a hundred thousand characters fits, also where each of them is escaped.
JSON_BODY_MAX = 1_500_000
JSON_DEPTH_MAX = 20  # objects and lists within each other

KEPT_KEY_MAX = 255  # characters of an Idempotency-Key
KEPT_ANSWER_SECONDS = 86_400  # how long asking again under the same key is answered alike
