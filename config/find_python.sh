#!/bin/sh
# Prints the path of a Python that can run Rejoinder: 3.12 or newer, able to make a virtual environment.
#
# Every candidate is run, for a name says little: `python3` may be an older one, a version manager's
# shim exists for versions that are not selected, and a system's Python may lack venv. PYTHON names
# one to try before all others. Where none fits, uv may fetch one.
set -u

for folder in "$HOME/.local/bin" "$HOME/.cargo/bin"; do
  [ -x "$folder/uv" ] && PATH="$PATH:$folder"
done
needs=ensurepip
command -v uv >/dev/null 2>&1 && needs=sys # uv makes environments without ensurepip

fits() {
  "$1" -c "
import sys, ssl, venv, $needs
# not sys.executable: an activated .venv may be about to be replaced
sys.exit(sys.version_info < (3, 12) or print(sys._base_executable))" 2>/dev/null </dev/null
}

if [ -n "${PYTHON:-}" ]; then
  fits "$PYTHON" && exit 0
  echo "PYTHON=$PYTHON is not a Python 3.12 or newer that works here; looking for another." >&2
fi

for candidate in \
  python3.14 python3.13 python3.12 python3 python \
  "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.14*/bin/python \
  "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python \
  "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12*/bin/python \
  /opt/homebrew/bin/python3.1[2-9] /usr/local/bin/python3.1[2-9] /home/linuxbrew/.linuxbrew/bin/python3.1[2-9] \
  "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}"/cpython-3.1[2-9]*/bin/python3; do
  fits "$candidate" && exit 0
done

if command -v uv >/dev/null 2>&1; then
  echo "No Python 3.12 or newer here; asking uv for one." >&2
  uv python install --quiet 3.13 >&2 && fits "$(uv python find 3.13)" && exit 0
fi

cat >&2 <<'END'
Rejoinder needs Python 3.12 or newer, with venv, and found none that works.
Install one (Debian and Ubuntu: python3 and python3-venv of a recent release; macOS: brew install
python@3.13; anywhere: pyenv or uv), or name one: PYTHON=/path/to/python3.13 make run
END
exit 1
