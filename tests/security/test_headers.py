"""What every answer of the site carries: pages, parts of pages, errors, files, feeds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from config.places import BASE_DIR
from tests import factories
from tests.browser.serving import database_url
from tests.security.places import NAMED, Site, build_site
from tests.security.programs import Programs, routes
from tests.security.test_csrf import undone

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/debates/"}
HTML = "text/html; charset=utf-8"
TYPES = {  # of an answer that is no page
    "debate-feed": {"application/atom+xml; charset=utf-8"},
    "feed": {"application/atom+xml; charset=utf-8"},
    "person-feed": {"application/atom+xml; charset=utf-8"},
    "topic-feed": {"application/atom+xml; charset=utf-8"},
    "robots": {"text/plain; charset=utf-8"},
    "sitemap": {"application/xml"},
    "sitemap-section": {"application/xml"},
    "ticket": {"application/json"},
}
FILES = [  # of the address of a debate or a claim, with what is asked
    ("/debates/{debate}/cite/", {"format": "bibtex"}, "application/x-bibtex; charset=utf-8"),
    ("/debates/{debate}/export/", {"format": "json"}, "application/json"),
    ("/debates/{debate}/export/", {"format": "csv"}, "text/csv; charset=utf-8"),
    (
        "/claims/{claim}/cite/",
        {"format": "ris"},
        "application/x-research-info-systems; charset=utf-8",
    ),
]


@pytest.fixture
def site(db: None, quick_hashes: None) -> Site:
    return build_site()


def browsers(site: Site) -> dict[str, tuple[Client, dict[str, str]]]:
    """Somebody of each kind, with the headers that they send; forms are refused by CSRF."""
    made = {
        who: (Client(enforce_csrf_checks=True, raise_request_exception=False), headers)
        for who, headers in (("nobody", {}), ("carol", {}), ("by htmx", HTMX))
    }
    for who, person in (("carol", "carol"), ("by htmx", "alice")):
        made[who][0].force_login(site.people[person])
    return made


def answers(site: Site) -> Iterator[tuple[str, str, HttpResponseBase]]:
    """Of every address the page, and of each for one of the browsers in turn the refused form and
    what is not there."""
    made = browsers(site)
    for turn, (who, (client, headers)) in enumerate(made.items()):
        for number, (name, takes) in enumerate(NAMED):
            address = site.address(name, takes)
            yield who, name, client.get(address, headers=headers)
            if number % len(made) != turn:
                continue
            yield who, f"{name} refused", client.post(address, headers=headers)
            if name != "api-docs":  # below which there is the API
                yield who, f"{name} nowhere", client.get(f"{address}no/where/", headers=headers)
        for address, asked, _ in FILES:
            yield who, "file", client.get(_placed(site, address), asked, headers=headers)
        yield who, "health", client.get("/health/", headers=headers)
        yield who, "damaged", client.get("/debates/?q=%00", headers=headers)


def _placed(site: Site, address: str) -> str:
    return address.format(debate=site.thread.debate.key, claim=site.thread.rebut.key)


def lacking(answer: HttpResponseBase) -> Iterator[str]:
    """What should be in the head of an answer and is not."""
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in answer.get("Content-Security-Policy", "").split(";")
    )
    own = {"default-src", "script-src", "style-src", "img-src", "form-action"}
    for part, value in {
        **dict.fromkeys(own, "'self'"),
        **dict.fromkeys({"object-src", "base-uri", "frame-ancestors"}, "'none'"),
    }.items():
        if policy.get(part) != value:
            yield f"{part} {policy.get(part)}"
    for header, value in {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }.items():
        if answer.get(header) != value:
            yield f"{header} {answer.get(header)}"
    # A page under "no-referrer" has browsers send its forms with `Origin: null`, which is refused.
    has_form = b'method="post"' in getattr(answer, "content", b"")
    if answer.get("Referrer-Policy") not in {"same-origin", *(() if has_form else ["no-referrer"])}:
        yield f"Referrer-Policy {answer.get('Referrer-Policy')}"
    if answer.get("Access-Control-Allow-Origin"):
        yield "Access-Control-Allow-Origin"


def mistold(name: str, answer: HttpResponseBase) -> Iterator[str]:
    """What an answer says wrongly of what it is."""
    told = answer.get("Content-Type")
    if name == "file" and answer.status_code == 200:
        if told not in {kind for _, _, kind in FILES}:
            yield f"Content-Type {told}"
        if not answer.get("Content-Disposition", "").startswith("attachment"):
            yield "not for saving"
    elif getattr(answer, "content", b"-") and answer.status_code not in {304, 405}:
        expected = TYPES.get(name, {HTML}) if answer.status_code == 200 else {HTML}
        if told not in expected:
            yield f"Content-Type {told}"


def kept_too_long(who: str, answer: HttpResponseBase) -> Iterator[str]:
    """What would let a cache give the page of one person to another."""
    kept = {part.strip() for part in answer.get("Cache-Control", "").split(",")}
    varies = {part.strip() for part in answer.get("Vary", "").split(",")}
    if not {"Cookie", "HX-Request"} <= varies:
        yield f"Vary {answer.get('Vary')}"
    if who != "nobody" and not {"private", "no-store"} <= kept:
        yield f"Cache-Control {answer.get('Cache-Control')}"
    if settings.CSRF_COOKIE_NAME in answer.cookies and "private" not in kept:
        yield f"a token, Cache-Control {answer.get('Cache-Control')}"


def test_every_answer_carries_what_protects_its_reader(site: Site) -> None:
    wrong = []
    for who, name, answer in answers(site):
        missing = [*lacking(answer), *mistold(name, answer), *kept_too_long(who, answer)]
        if (missing and name != "health") or answer.status_code >= 500:
            wrong.append((who, name, answer.status_code, *missing))
    assert wrong == [], wrong


def test_every_answer_of_the_api_carries_what_protects_its_reader(site: Site) -> None:
    """Of every method, done, refused and for nobody; a cache that is shared keeps nothing of it."""
    programs = Programs(site)
    wrong = []
    for route in routes():
        address = route.address(site)
        of = {"nobody": Client(), "refused": programs.browsers["nick"], "done": None}
        for who, client in of.items():
            with undone():
                answer = client.generic(route.method, address) if client else programs.ask(route)
            missing = list(lacking(answer))
            kept = {part.strip() for part in answer.get("Cache-Control", "").split(",")}
            varies = {part.strip() for part in answer.get("Vary", "").split(",")}
            if not {"Cookie", "Authorization"} <= varies:
                missing.append(f"Vary {answer.get('Vary')}")
            if (who == "done" and "private" not in kept) or "public" in kept:
                missing.append(f"Cache-Control {answer.get('Cache-Control')}")
            if (answer.get("Content-Type") or HTML) == HTML and answer.status_code != 204:
                missing.append("a page")
            if missing:
                wrong.append((who, route.method, route.name, answer.status_code, *missing))
    assert wrong == [], wrong


def test_no_script_reads_who_is_signed_in_or_a_token(db: None, quick_hashes: None) -> None:
    factories.person("frida", password=factories.PASSWORD)
    client = Client()
    client.post("/accounts/login/", {"login": "frida", "password": factories.PASSWORD})
    client.post("/languages/", {"language": "de"})
    client.get("/accounts/settings/")
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)
    for name in names:
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax"), name


# ---- Under TLS, as in production


def test_over_tls_every_answer_binds_the_browser_to_it(site: Site, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_SSL_REDIRECT = True
    client = Client(raise_request_exception=False)
    without = [
        name
        for name, takes in NAMED
        for answer in (
            client.get(site.address(name, takes), secure=True),
            client.get(f"{site.address(name, takes)}no/where/", secure=True),
        )
        if answer.get("Strict-Transport-Security") != "max-age=31536000"
    ]
    assert without == []
    plain = client.get("/debates/?sort=new")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/debates/?sort=new")


VISIT = r"""
import json, re, django
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing is collected here
)
django.setup()
from django.test import Client
told = []
client = Client(enforce_csrf_checks=True, headers={"host": "debate.example.org"})
def visit(address, **sent):
    if sent:
        page = client.get(address, secure=True).content.decode()
        sent["csrfmiddlewaretoken"] = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
        here = {"origin": "https://debate.example.org"}
        done = client.post(address, sent, secure=True, headers=here)
    else:
        done = client.get(address, secure=True)
    cookies = [morsel.OutputString() for morsel in done.cookies.values()]
    told.append([done.status_code, dict(done.headers), cookies])
visit("/accounts/signup/")
visit("/accounts/signup/", username="norma", display_name="Norma", password1="a long pass phrase")
visit("/accounts/settings/")
print(json.dumps(told))
"""


NOT_IN_PRODUCTION = {"DEBUG", "CSRF_TRUSTED_ORIGINS", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def in_production(*words: str) -> subprocess.CompletedProcess[str]:
    environment: Mapping[str, str] = {
        **{k: v for k, v in os.environ.items() if k not in NOT_IN_PRODUCTION},
        "ENVIRONMENT": "production",
        "SECRET_KEY": "w7Jx2Qm9Rt4Zk8Lp3Vb6Nc1Hd5Gf0Ys-Ae_UiOoPqKjMhXzTrE",
        "ALLOWED_HOSTS": "debate.example.org",
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.drill
def test_django_finds_nothing_to_warn_of_in_production(db: None) -> None:
    words = ("manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    done = in_production(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("System check identified no issues")


@pytest.mark.drill
def test_in_production_no_cookie_leaves_tls_or_the_host(transactional_db: None) -> None:
    done = in_production("-W", "ignore", "-c", VISIT)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [status for status, _, _ in told] in ([200, 302, 200], [200, 303, 200])
    cookies = SimpleCookie()
    for _, headers, set_cookies in told:
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        for line in set_cookies:
            cookies.load(line)
    named = {"__Host-session", "__Host-csrf"}
    assert named <= set(cookies)
    for name, cookie in cookies.items():
        kept = (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["path"], cookie["domain"])
        assert kept == (True, True, "/", ""), name
        assert cookie["samesite"] == "Lax", name
