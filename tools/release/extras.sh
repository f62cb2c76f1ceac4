#!/usr/bin/env bash
# Writes completions and the manual page into a folder, by a binary of this
# machine's platform: that of $PLUMBLINE, else one that is built for it.
set -euo pipefail
into=${1:?usage: extras.sh FOLDER}
cd "$(dirname "$0")/../.."
mkdir -p "$into"
if [ -z "${PLUMBLINE:-}" ]; then
  go build -o bin/plumbline ./cmd/plumbline
  PLUMBLINE=bin/plumbline
fi
"$PLUMBLINE" completion bash >"$into/plumbline.bash"
"$PLUMBLINE" completion zsh >"$into/_plumbline"
"$PLUMBLINE" completion fish >"$into/plumbline.fish"
"$PLUMBLINE" man | gzip -9n >"$into/plumbline.1.gz"
