#!/usr/bin/env bash
# Makes the release of one platform and publishes nothing: the binary, its
# completions and manual page, the archive and its checksum. Prints sizes, and
# runs the binary from the archive. What goes into it is what .goreleaser.yaml says,
# which TestReleases compares: goreleaser itself takes longer to build than this.
set -euo pipefail
cd "$(dirname "$0")/../.."
os=$(go env GOOS) arch=$(go env GOARCH)
dist=$PWD/bin/dist
rm -rf "$dist"
mkdir -p "$dist/plumbline"
CGO_ENABLED=0 go build ${RELEASE_FLAGS:--trimpath} -ldflags "-s -w" -o "$dist/plumbline/plumbline" ./cmd/plumbline
PLUMBLINE="$dist/plumbline/plumbline" tools/release/extras.sh "$dist/plumbline/dist-extras"
cp LICENSE README.md CHANGELOG.md "$dist/plumbline/"
archive=plumbline_snapshot_${os}_${arch}.tar.gz
tar -czf "$dist/$archive" --owner=0 --group=0 -C "$dist/plumbline" .
(cd "$dist" && sha256sum "$archive" >checksums.txt && sha256sum --check --quiet checksums.txt)

try=$(mktemp -d)
trap 'rm -rf "$try"' EXIT
tar -xzf "$dist/$archive" -C "$try"
for file in plumbline LICENSE README.md CHANGELOG.md dist-extras/plumbline.bash dist-extras/_plumbline dist-extras/plumbline.fish dist-extras/plumbline.1.gz; do
  [ -s "$try/$file" ] || { echo "the archive lacks $file" >&2; exit 1; }
done
"$try/plumbline" version
"$try/plumbline" rules deliveryoptimizer >/dev/null
gzip -t "$try/dist-extras/plumbline.1.gz"
bash -n "$try/dist-extras/plumbline.bash"
libraries=$({ ldd "$try/plumbline" 2>/dev/null || true; } | { grep '=>' || true; })
[ -z "$libraries" ] || { echo "the binary is not static: $libraries" >&2; exit 1; }

most=$((60 << 20)) # bytes of the container image, which holds little else
size=$(stat -c %s "$try/plumbline")
echo "binary  $size bytes ($((size >> 20)) MiB), the image may have $((most >> 20))"
stat -c 'archive %s bytes' "$dist/$archive"
[ "$size" -lt "$most" ] || { echo "the image would be larger than $((most >> 20)) MiB" >&2; exit 1; }
