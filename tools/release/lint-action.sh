#!/usr/bin/env bash
# Lints action.yml, by a workflow that uses it as the example does: actionlint reads
# an action where a workflow of the same repository uses it.
# Usage: lint-action.sh ACTIONLINT
set -euo pipefail
cd "$(dirname "$0")/../.."
actionlint=$1
try=$(mktemp -d)
trap 'rm -rf "$try"' EXIT
mkdir -p "$try/.git" "$try/.github/workflows"
cp action.yml "$try/"
sed 's#plumbline-api/plumbline@v[0-9.]*#./#' examples/github-actions.yml >"$try/.github/workflows/conformance.yml"
grep -q 'uses: \./$' "$try/.github/workflows/conformance.yml" || { echo "the example does not use this action" >&2; exit 1; }
cd "$try"
"$actionlint" -no-color
