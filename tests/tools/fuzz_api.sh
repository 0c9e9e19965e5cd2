#!/usr/bin/env bash
# Sends the API what its description allows and what it forbids, as an administrator, for SECONDS (300 by default):
#     tests/tools/fuzz_api.sh [SECONDS]
# No answer may be a server error, and each must be as described. Needs POSTIL_BIN and, for a Python with schemathesis,
# POSTIL_TEST_PYTHON (tests/run sets both).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${POSTIL_TEST_PYTHON:-${XDG_CACHE_HOME:-$HOME/.cache}/postil-tests/venv/bin/python}

if [[ -z ${POSTIL_TEST_URL:-} ]]; then
    exec "$python" "$here/harness.py" serve -- "${BASH_SOURCE[0]}" "$@"
fi

# From here on beside a server of harness.py. Left out: streams, which do not end, and what would end the
# administrator's own session or account.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$python" "$here/fuzz_data.py" "$scratch/schemathesis.toml"
cd "$scratch"
"$(dirname "$python")/schemathesis" run "$POSTIL_TEST_URL/api/v1/openapi.json" \
    --header "Authorization: Bearer $POSTIL_TEST_TOKEN" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --exclude-name-regex '^(GET .*/events|DELETE .*/me|DELETE .*/sessions/.*)$' \
    --max-time "${1:-300}" \
    --request-timeout 20 \
    --suppress-health-check all \
    --generation-database none \
    --no-color
