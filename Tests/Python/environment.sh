# shellcheck shell=bash
# For scripts that check something with programs in Python: goes to the top of the repository, and makes the directory
# `folder`, which is gone when the script ends.
#
# usage: source Tests/Python/environment.sh

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# install PACKAGE…: puts packages into a virtual environment of the script's own, in "$folder/venv". Programs in it must not
# write compiled modules beside the scripts of the repository, so that `python` keeps none.
install() {
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  # shellcheck disable=SC2034 # The script that sources this one runs it.
  python=("$folder/venv/bin/python" -B)
}

# build PRODUCT: builds a program for debugging; gives its path.
build() {
  swift build --product "$1" >&2
  echo "$(swift build --show-bin-path)/$1"
}
