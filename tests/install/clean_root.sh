#!/usr/bin/env bash
# Installs the Debian package on a clean Debian that has never seen the sources, lets apt find what it needs, and
# runs what it brings; removes it, and does the same with a prefix that was moved and with the wheel. At last a compiler
# is installed, and a C++ program built that finds the kernel in the moved prefix.
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
stage=$SECONDS

if ! timeout 240 mmdebstrap --variant=apt --skip=cleanup/apt bookworm "$root" "$mirror" >"$folder/log" 2>&1; then
    tail -5 "$folder/log" >&2
    echo "clean_root: no clean root can be made here" >&2
    exit 77
fi

inside() { # COMMAND: in the clean root, with an empty environment
    timeout 240 chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"
}

done_with() { # WHAT: says how long it took since the last call
    echo "$1 ($((SECONDS - stage)) s)"
    stage=$SECONDS
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
    inside env -C /tmp "$2" -c '[1 2 1] (drawn.png) plot' >"$folder/log" 2>&1 || true
    [ "$(inside head -c 4 /tmp/drawn.png | tail -c 3)" = PNG ] || { cat "$folder/log" >&2; fail "$1: no PNG is drawn"; }
    rm "$root/tmp/drawn.png"
    done_with "$1 works"
}

install() { # PACKAGES
    inside apt-get -o Acquire::Retries=3 -o Dpkg::Options::=--force-unsafe-io install -y -qq --no-install-recommends "$@" \
        >"$folder/log" 2>&1 || { tail -20 "$folder/log" >&2; fail "apt cannot install $*"; }
}

done_with "the clean root is made"
cp "$made"/aerie_*.deb "$root/tmp/aerie.deb"
cp /etc/resolv.conf "$root/etc/"
install /tmp/aerie.deb
check "the Debian package" nest ""
[ "$(inside sli -c '1 2 add =' | tail -1)" = 3 ] || fail "the program sli does not run"

needed=$(inside dpkg-query -W -f '${Suggests}' aerie | tr -d , | xargs -n 1 | grep -xE 'g\+\+|cmake|make|libfmt-dev')

inside apt-get purge -y -qq aerie >"$folder/log" 2>&1 || { cat "$folder/log" >&2; fail "the package cannot be removed"; }
left=$(inside find / -xdev \( -name 'nest' -o -name 'aerie*' \) -not -path '/proc/*' -not -path '/tmp/*' -not -path '/var/*')
[ -z "$left" ] || fail "purging the package leaves $left"

cp -a "$made/prefix" "$root/opt/moved"
check "the prefix, moved" /opt/moved/bin/nest "$(inside sh -c 'ls -d /opt/moved/lib/python3*/dist-packages')"

cp "$made"/*.whl "$root/tmp/"
inside sh -c 'python3 -m zipfile -e /tmp/*.whl /opt/wheel'
[ "$(inside env PYTHONPATH=/opt/wheel python3 -c "$network")" = "$expected" ] || fail "the wheel does not work"
cairo=$(inside sh -c 'ls /usr/lib/*/libcairo.so.2')
png='import nest; nest.ll_api.sli_run("[1 2 1] (/tmp/drawn.png) plot")'
inside mv "$cairo" "$cairo.away"
shown=$(inside env PYTHONPATH=/opt/wheel python3 -c "$network; $png" 2>&1) && fail "the wheel draws a PNG without cairo"
[[ $shown == *"PNG cannot be written here: libcairo.so.2"* && $shown == *"$expected"* ]] || fail "without cairo the wheel says '$shown'"
inside mv "$cairo.away" "$cairo"
inside env PYTHONPATH=/opt/wheel python3 -c "$png" && [ -s "$root/tmp/drawn.png" ] || fail "the wheel draws no PNG"
done_with "the wheel works"

# What the package suggests for C++ programs is all that they need.
install $needed
cp -r "$(dirname "$0")/../../examples/cpp" "$root/tmp/cpp"
inside sh -c 'cd /tmp/cpp && cmake -D CMAKE_PREFIX_PATH=/opt/moved -B build . && cmake --build build' >"$folder/log" 2>&1 ||
    { tail -20 "$folder/log" >&2; fail "find_package(aerie): the example in C++ cannot be built"; }
shown=$(inside /tmp/cpp/build/one_neuron)
[ "$shown" = "16 spikes, the first at 59.3 ms, the last at 978.8 ms" ] || fail "the example in C++ printed '$shown'"
done_with "find_package(aerie) works"
