#!/usr/bin/env bash
# Makes the picture of the README again, light and dark: the verdict and the heat map of a page, by a headless Chromium.
#
#   engine/src/picture/picture.sh [DIR]      DIR: where the files go; else engine/docs
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "$0")")
engine=$(dirname -- "$(dirname -- "$here")")
out=$(readlink -f -- "${1:-$engine/docs}")
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    { echo 'picture: no chromium in PATH' >&2; exit 8; }
work=$(mktemp -d "${TMPDIR:-/tmp}/gale-picture.XXXXXX")
trap 'rm -rf -- "$work"' EXIT

"${GALE:-$engine/bin/gale}" storm noisy-neighbour --clock virtual --html "$work/run.html" >"$work/run.txt"
cp -- "$here/frame.html" "$work/"

# 0 is dark, 1 is light.
for look in light:1 dark:0
do
    "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files \
        --blink-settings=preferredColorScheme="${look#*:}" --virtual-time-budget=5000 --window-size=1100,616 \
        --screenshot="$work/storm.png" "file://$work/frame.html" >/dev/null 2>&1
    mv -- "$work/storm.png" "$out/storm-${look%:*}.png"
done
