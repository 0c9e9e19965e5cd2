#!/usr/bin/env bash
# Runs the commands of README.md's "The story in curl" as they stand, against a server of its own, and looks whether
# the comment is on the thread at the end.
set -euo pipefail

readme=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/README.md
binary=$(realpath "$POSTIL_BIN")
folder=$(mktemp -d)
server=
clean_up() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
cd "$folder"

"$binary" site create --slug courier --name "Harbour Courier" --origin https://news.example
echo 'a long password of yours' | "$binary" user create --email you@news.example --name Ines \
    --role moderator --site courier --password-stdin
"$binary" serve --listen 127.0.0.1:0 >out.log 2>err.log &
server=$!
until grep -q '^listening on ' out.log; do
    kill -0 "$server" || { cat err.log >&2; exit 1; }
    sleep 0.05
done
address=$(sed -n 's/^listening on //p' out.log)

awk '/^## The story in curl/ { story = 1 } story && /^```/ { fence++; next } story && fence == 1 { print }' "$readme" |
    sed "s|http://127.0.0.1:8080|$address|" >story.sh
answers=$(timeout 60 bash -euo pipefail story.sh)
html=$(jq -rs 'last | .items[0].body_html' <<<"$answers")
[[ $html == '<p>Who <em>paid</em> for it?</p>' ]] || { echo "the answers were: $answers" >&2; exit 1; }

kill -TERM "$server"
wait "$server"
server=
echo 'the story in the README works'
