#!/bin/sh
# Writes requirements.lock and requirements-test.lock from pyproject.toml: versions and hashes for every platform.
set -eu

compile="uv pip compile pyproject.toml --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header --quiet"

lock() { # FILE SENTENCE [OPTIONS]
  file=$1 sentence=$2
  shift 2
  printf '# %s\n# Written by `make lock`.\n' "$sentence" >"$file.new"
  $compile "$@" >>"$file.new"
  mv "$file.new" "$file"
}

lock requirements.lock "What Rejoinder runs on, with the hashes of all wheels."
lock requirements-test.lock "What requirements.lock holds, and what tests and checks need." \
  --constraint requirements.lock --group test
