#!/bin/sh
# Makes the virtual environment, also on a bare Debian whose Python has no ensurepip.
set -eu
python=$1
venv=$2
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed. Name one with: make PYTHON=python3.12" >&2
    exit 1
fi
if [ ! -x "$venv/bin/pip" ]; then
    if ! "$python" -m venv "$venv" 2>/dev/null; then
        rm -rf "$venv"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
            "$python" -m venv "$venv"
        else
            echo "Python's venv is missing. On Debian: sudo apt-get install python3-venv" >&2
            exit 1
        fi
    fi
fi
"$venv/bin/pip" install -q --disable-pip-version-check uv
