#!/usr/bin/env bash
# Installs the Debian package on a clean Debian that has never seen the sources, lets apt find what it needs, and
# runs what it brings; removes it, and does the same with a prefix that was moved and with the wheel.
#
# usage: clean_root.sh FOLDER     FOLDER: what `./dev package` has made
#
# Needs root, mmdebstrap (debootstrap, but faster) and a Debian mirror. Where no clean root can be made it says so and ends with 77.
set -euo pipefail
made=$1
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
expected="16 spikes"

folder=$(mktemp -d)
cleanup() { # nothing is removed through a mount that was left behind
    sed -n "s|^[^ ]* \($folder/[^ ]*\) .*|\1|p" /proc/mounts | sort -r | xargs -r umount
    rm -rf --one-file-system "$folder"
}
trap cleanup EXIT
root=$folder/root

if ! timeout 240 mmdebstrap --variant=apt --skip=cleanup/apt bookworm "$root" "$mirror" >"$folder/log" 2>&1; then
    tail -5 "$folder/log" >&2
    echo "clean_root: no clean root can be made here" >&2
    exit 77
fi

inside() { # COMMAND: in the clean root, with an empty environment
    timeout 240 chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"
}

fail() { echo "clean_root: $*" >&2; exit 1; }

network='import nest
neuron, recorder = nest.Create("iaf_psc_alpha", params={"I_e": 376.0}), nest.Create("spike_recorder")
nest.Connect(neuron, recorder)
nest.Simulate(1000.0)
print(recorder.n_events, "spikes")'

check() { # WHAT PROGRAM PYTHONPATH
    inside "$2" --self-test >"$folder/log" 2>&1 || { cat "$folder/log" >&2; fail "$1: the self-test failed"; }
    local shown; shown=$(inside env PYTHONPATH="$3" python3 -c "$network") || fail "$1: Python cannot use it"
    [ "$shown" = "$expected" ] || fail "$1: Python printed '$shown' instead of '$expected'"
    echo "$1 works"
}

cp "$made"/aerie_*.deb "$root/tmp/aerie.deb"
cp /etc/resolv.conf "$root/etc/"
inside sh -c 'apt-get -o Acquire::Retries=3 -o Dpkg::Options::=--force-unsafe-io install -y -qq --no-install-recommends /tmp/aerie.deb' \
    >"$folder/log" 2>&1 || { tail -20 "$folder/log" >&2; fail "apt cannot install the package"; }
check "the Debian package" nest ""
[ "$(inside sli -c '1 2 add =' | tail -1)" = 3 ] || fail "the program sli does not run"

inside apt-get purge -y -qq aerie >"$folder/log" 2>&1 || { cat "$folder/log" >&2; fail "the package cannot be removed"; }
left=$(inside find / -xdev \( -name 'nest' -o -name 'aerie*' \) -not -path '/proc/*' -not -path '/tmp/*' -not -path '/var/*')
[ -z "$left" ] || fail "purging the package leaves $left"

cp -a "$made/prefix" "$root/opt/moved"
check "the prefix, moved" /opt/moved/bin/nest "$(inside sh -c 'ls -d /opt/moved/lib/python3*/dist-packages')"

cp "$made"/*.whl "$root/tmp/"
inside sh -c 'python3 -m zipfile -e /tmp/*.whl /opt/wheel'
[ "$(inside env PYTHONPATH=/opt/wheel python3 -c "$network")" = "$expected" ] || fail "the wheel does not work"
echo "the wheel works"
