#!/usr/bin/env bash
# Tests the clients of other languages, and the quickstarts, against a built
# binary. Usage: test.sh BIN, the folder that has plumbline in it. Without Python
# or Node.js that part is left out, loudly; PLUMBLINE_REQUIRE_SERVICES=1 makes it
# a failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1
work=$bin/clients
export PLUMBLINE_BIN=$bin/plumbline
mkdir -p "$work/npm"
pages=Go

missing() {
  echo "$1: the tests of $2 are NOT RUN" >&2
  if [ "${PLUMBLINE_REQUIRE_SERVICES:-}" = 1 ]; then exit 1; fi
}

if python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  [ -x "$work/venv/bin/pytest" ] || { python3 -m venv --clear "$work/venv" && "$work/venv/bin/pip" install -q --disable-pip-version-check 'pytest>=8,<10' 'mypy==2.4.1'; }
  # As a user installs it: built, and not in place.
  "$work/venv/bin/pip" install -q --disable-pip-version-check --no-deps --force-reinstall ./clients/python
  "$work/venv/bin/mypy" --strict --cache-dir "$work/mypy" clients/python/src
  (cd clients/python && "$work/venv/bin/pytest" -q -p no:cacheprovider)
  pages=$pages,Python
else
  missing "Python 3.11 with venv is not installed" "the Python client and its quickstart"
fi

if node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null && command -v npm >/dev/null; then
  (cd clients/typescript && npm ci --silent --no-audit --no-fund --ignore-scripts && npm test --silent)
  # As a user installs it: packed.
  package=$(cd clients/typescript && npm pack --silent --ignore-scripts --pack-destination "$work")
  npm install --silent --no-audit --no-fund --no-package-lock --prefix "$work/npm" "$work/$package" ./clients/typescript/node_modules/typescript ./clients/typescript/node_modules/@types/node
  pages=$pages,TypeScript
else
  missing "Node.js 20 with npm is not installed" "the TypeScript client and its quickstart"
fi

cd tools
PATH=$work/venv/bin:$work/npm/node_modules/.bin:$PATH PLUMBLINE_QUICKSTARTS=$pages ${GO:-go} test -count=1 ./clients
