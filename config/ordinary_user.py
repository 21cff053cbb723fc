"""As whom PostgreSQL runs: it refuses root, so root lends it an ordinary identity."""

import os
import pwd
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class NoOrdinaryUser(Exception):
    """Nobody whom PostgreSQL accepts can reach its folder; the sentence says what to do."""


@dataclass(frozen=True)
class Identity:
    """How to start a program so that it is not root."""

    description: str
    popen: dict[str, Any]
    owner: tuple[int, int] | None = None  # who must own the program's files, where not ourselves


def ordinary_identity(folder: Path, program: Path) -> Identity:
    """The identity in which `program` runs and may write below `folder`.

    Returns: ourselves where we are an ordinary user; else ourselves inside a user namespace (files
    stay ours, a parent of mode 0700 does no harm); else `nobody`.
    Raises: NoOrdinaryUser where none of them reaches the folder.
    Effects: where `nobody` is chosen, the folder is handed over to it.
    """
    if os.geteuid() != 0 and _has_a_name(os.geteuid()):
        return Identity("ourselves", {})
    if hasattr(os, "unshare"):
        inside = Identity("ourselves, in a user namespace", {"preexec_fn": _namespace_entry()})
        if _reaches(inside, folder, program):
            return inside
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        ids = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        identity = Identity("nobody", ids, owner=(nobody.pw_uid, nobody.pw_gid))
        os.chown(folder, *identity.owner or ())
        if _reaches(identity, folder, program):
            return identity
        os.chown(folder, 0, 0)
    raise NoOrdinaryUser(
        f"PostgreSQL does not run as this user (uid {os.geteuid()}), and no ordinary user can "
        f"reach {folder} and {program}. Start Rejoinder as an ordinary user who has a name, or "
        "point LOCAL_DIR at a folder that everybody can reach, or set DATABASE_URL to a PostgreSQL "
        "of your own."
    )


def _has_a_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:  # a container started under a bare number; initdb refuses that, too
        return False
    return True


def _namespace_entry() -> Callable[[], None]:
    """What the child does before it becomes the program: appear under an ordinary user's number."""
    inside = next(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0)
    uid, gid = os.geteuid(), os.getegid()

    def enter() -> None:
        os.unshare(os.CLONE_NEWUSER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{inside} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{inside} {gid} 1")

    return enter


def _reaches(identity: Identity, folder: Path, program: Path) -> bool:
    """Whether the identity can be taken on, write to the folder and run the program."""
    question = ["/bin/sh", "-c", 'test -w "$1" && "$2" --version', "sh", str(folder), str(program)]
    try:
        answer = subprocess.run(
            question, check=False, capture_output=True, cwd="/", timeout=30, **identity.popen
        )
    except (OSError, subprocess.SubprocessError):  # user namespaces are forbidden here
        return False
    return answer.returncode == 0
