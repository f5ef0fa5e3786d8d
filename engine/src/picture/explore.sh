#!/usr/bin/env bash
# Makes the pictures of explore.md again, light and dark: the page of a journal that lost an interrupt, by a headless
# Chromium.
#
#   engine/src/picture/explore.sh [DIR]      DIR: where the files go; else engine/docs
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
engine=$(dirname -- "$(dirname -- "$here")")
out=$(readlink -f -- "${1:-$engine/docs}")
gale=$(readlink -f -- "${GALE:-$engine/bin/gale}")
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    { echo 'explore: no chromium in PATH' >&2; exit 8; }
work=$(mktemp -d "${TMPDIR:-/tmp}/gale-picture.XXXXXX")
server=
trap '[[ -z $server ]] || kill "$server"; rm -rf -- "$work"' EXIT

cd -- "$work"
"$gale" storm direct --clock virtual -C legacy=on -C toggles=1/10k --count 100k --journal run2 >run.txt 2>&1 || [[ $? == 7 ]]
"$gale" explore run2 --idle 5m >url &
server=$!
until [[ -s url ]]
do
    sleep 0.1
done

# 0 is dark, 1 is light.
for look in light:1 dark:0
do
    "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars \
        --blink-settings=preferredColorScheme="${look#*:}" --virtual-time-budget=20000 --window-size=1100,1000 \
        --screenshot="$work/explore.png" "$(cat url)" >/dev/null 2>&1
    mv -- "$work/explore.png" "$out/explore-${look%:*}.png"
done
