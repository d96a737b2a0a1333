#!/usr/bin/env bash
# Asks the directory with curl: by POST, and by GET with the document named by its hash, which every cache on the way may keep.
# Usage: curl.sh http://127.0.0.1:8000/graphql
set -euo pipefail
endpoint=$1
document='query Celle($plz: String!) { responsibleFor(place: {postalCode: $plz}, actionField: RECOGNITION, situation: {occupationGroup: CRAFT}) { actor { name } } }'
variables='{"plz":"29221"}'
hash=$(printf '%s' "$document" | sha256sum | cut -d' ' -f1)
named="{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"$hash\"}}"

# By the hash alone. The first time the directory doesn't know it: PERSISTED_QUERY_NOT_FOUND.
by_hash() {
  curl -sS -G "$endpoint" --data-urlencode "extensions=$named" --data-urlencode "variables=$variables" "$@"
}
by_hash
echo

# With the document once, and from then on the hash does.
by_hash --data-urlencode "query=$document" >/dev/null
by_hash
echo

# The answer's ETag saves sending it again: 304.
etag=$(by_hash -D - -o /dev/null | tr -d '\r' | sed -n 's/^etag: //ip')
by_hash -H "If-None-Match: $etag" -o /dev/null -w '%{http_code}\n'
