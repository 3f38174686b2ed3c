#!/bin/sh
# Makes .venv with the locked dependencies and the two programs; quick when nothing has changed.
# With the word "installer": sees to what building the program folder needs besides.
# Needs python3 >= 3.11 and nothing else; what Debian and Ubuntu split off is installed where that is allowed.
set -eu

cd "$(dirname "$0")/.."
VENV=.venv
STAMP=$VENV/setup.stamp

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 2; }

is_new_enough() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

choose_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    found=$("${PYTHON:-python3}" --version 2>/dev/null || :)
    stop "Posko needs Python 3.11 or newer, but here is ${found:-no Python}: install one (on Ubuntu 22.04: python3.11 and python3.11-venv), then run: make setup PYTHON=python3.11"
}

# What the environment was made from: another folder, Python or lock makes it anew.
environment_fingerprint() {
    { pwd; "$1" --version; cat requirements-dev.lock; } | digest "$1"
}

digest() {
    "$1" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null
}

# A network that drops packets says nothing: no try waits long for it.
PATIENCE="-o Acquire::Retries=2 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15"
UPDATE_WITHIN_S=120

# Once for all packages; packages_from: "" = not yet tried, network, or nowhere = it does not answer.
packages_from=
update_package_lists() {
    [ -z "$packages_from" ] || return 0
    packages_from=network
    # shellcheck disable=SC2086 - several options are several words
    as_root timeout -k 10 "$UPDATE_WITHIN_S" apt-get -qq $PATIENCE update >&2 && return
    packages_from=nowhere
    say "apt-get update failed; what Posko cannot do without is tried with the package lists at hand."
}

install_packages() {
    say "Installing system packages: $*"
    # shellcheck disable=SC2086 - several options are several words
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq $PATIENCE -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" >/dev/null && return
    # updates of lists may fail and still be called good: packages that are listed and do not come tell the same
    if apt-get -qq -s install --no-install-recommends "$@" >/dev/null 2>&1; then
        packages_from=nowhere
    fi
    return 1
}

venv_ready() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }
strace_ready() { command -v strace >/dev/null 2>&1; }
binutils_ready() { command -v objcopy >/dev/null 2>&1 && command -v strip >/dev/null 2>&1; }
libpython_ready() {
    "$python" -c 'import sys; from PyInstaller.depend.bindepend import get_python_library_path
sys.exit(get_python_library_path() is None)' 2>/dev/null
}

# What Qt itself draws with; without a display as well.
QT_PACKAGES="libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3"
qt_ready() { QT_QPA_PLATFORM=offscreen "$VENV/bin/python" -c 'from PySide6.QtWidgets import QApplication
import PySide6.QtPrintSupport, PySide6.QtSvg
QApplication([])' >/dev/null 2>&1; }

# What a window on a display needs besides; Qt's own message names only one of them, and often the wrong one.
XCB_PACKAGES="libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
xcb_ready() {
    for plugin in "$VENV"/lib/python*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so; do
        [ -e "$plugin" ] && ! ldd "$plugin" | grep -q 'not found' && return
    done
    return 1
}
zbar_ready() { command -v zbarimg >/dev/null 2>&1; }

# A print system of the tests' own; on other machines than CI's a daemon is not brought in for that.
CUPS_PACKAGES="cups cups-client cups-filters printer-driver-cups-pdf"
cups_ready() { [ -x /usr/sbin/cupsd ] && [ -e /usr/lib/cups/backend/cups-pdf ] && command -v lpadmin >/dev/null 2>&1; }
CHROMIUM_PACKAGES="chromium chromium-driver"
chromium_ready() { command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1; }

# Mail hosts of the tests' own: in CI only, for the same reason; a machine that is one already keeps its configuration.
MAIL_PACKAGES="postfix postfix-sqlite postfix-pgsql dovecot-core dovecot-imapd dovecot-lmtpd dovecot-sqlite dovecot-pgsql"
mail_ready() { [ -x /usr/sbin/postfix ] && [ -e /usr/lib/postfix/postfix-pgsql.so ] && [ -x /usr/sbin/dovecot ] && [ -x /usr/lib/dovecot/lmtp ]; }
configure_no_mail() {
    echo "postfix postfix/main_mailer_type select No configuration" | as_root debconf-set-selections 2>/dev/null || :
}
xvfb_ready() { command -v Xvfb >/dev/null 2>&1 && command -v xdotool >/dev/null 2>&1; }

# Does nothing where the thing is there; tries apt-get where that is allowed; says whether it is there now.
provide() { # NAME PACKAGES
    "${1}_ready" && return
    if may_install; then
        update_package_lists
        # shellcheck disable=SC2086 - several packages are several words
        install_packages $2 || :
    fi
    "${1}_ready"
}

# The same for what can be done without: where the network does not answer it is not tried.
provide_optional() { # NAME PACKAGES
    "${1}_ready" && return
    if may_install; then
        update_package_lists
        [ "$packages_from" = network ] || return 1
    fi
    provide "$@"
}

pip_install() {
    "$VENV/bin/python" -m pip --disable-pip-version-check -qq install --no-input --progress-bar off "$@"
}

make_environment() {
    say "Making $VENV with $("$python" --version) and the locked dependencies; this takes a minute or two."
    "$python" -m venv --clear "$VENV"
    pip_install --require-hashes --only-binary :all: -r requirements-dev.lock ||
        stop "The locked dependencies could not be installed: check that this machine reaches a Python package index, then run make setup again."
}

# Editable by a plain path line: the fastest to start, and type checkers follow it. Nothing is fetched here.
install_project() {
    pip_install --no-deps --no-build-isolation --no-index --config-settings editable_mode=compat --editable .
    [ -x "$VENV/bin/posko" ] && [ -x "$VENV/bin/posko-server" ]
}

for_the_installer() {
    python=$VENV/bin/python
    provide binutils binutils || stop "Building the program folder needs the package binutils: install it as root (apt-get install binutils), then run make installer again."
    provide libpython "lib$version" || stop "Building the program folder needs the package lib$version: install it as root (apt-get install lib$version), then run make installer again."
}

python=$(choose_python)
version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
if [ "${1:-}" = installer ]; then
    for_the_installer
    exit 0
fi
environment=$(environment_fingerprint "$python")
project=$(digest "$python" < pyproject.toml)
made_from=$(cat "$STAMP" 2>/dev/null || :)
if [ "$made_from" = "$environment $project" ]; then
    exit 0
fi
if [ "${made_from% *}" != "$environment" ]; then
    rm -f "$STAMP"
    provide venv "$version-venv" || stop "Python's venv module is missing: install the package $version-venv as root (apt-get install $version-venv), then run make setup again."
    provide_optional strace strace || say "strace is missing (optional: apt-get install strace): the tests that fail or kill at every system call will be skipped and named."
    make_environment
    if [ "$(uname -s)" = Linux ]; then
        provide qt "$QT_PACKAGES" || stop "Qt cannot start: install these packages as root (apt-get install $QT_PACKAGES), then run make setup again."
        provide_optional xcb "$XCB_PACKAGES" || say "A window on a display needs (apt-get install $XCB_PACKAGES); without them everything runs without a display."
        provide_optional xvfb "xvfb xauth xdotool" || say "Xvfb and xdotool are missing (optional: apt-get install xvfb xauth xdotool): the tests in a real window will be skipped and named."
        provide_optional zbar zbar-tools || say "zbarimg is missing (optional: apt-get install zbar-tools): the tests that read slips with a second reader will be skipped and named."
        [ -z "${CI:-}" ] || provide_optional cups "$CUPS_PACKAGES" || say "No print system (optional: apt-get install $CUPS_PACKAGES): the tests that print through one will be skipped and named."
        if [ -n "${CI:-}" ] && ! mail_ready && may_install; then
            configure_no_mail
            provide_optional mail "$MAIL_PACKAGES" || say "No mail hosts (optional: apt-get install $MAIL_PACKAGES): the tests of real mailboxes will be skipped and named."
        fi
        [ -z "${CI:-}" ] || provide_optional chromium "$CHROMIUM_PACKAGES" || say "No browser (optional: apt-get install $CHROMIUM_PACKAGES): the tests of pages on a telephone will be skipped and named."
    fi
fi
install_project
printf '%s %s\n' "$environment" "$project" > "$STAMP"
say "Ready: $VENV/bin/posko and $VENV/bin/posko-server."
