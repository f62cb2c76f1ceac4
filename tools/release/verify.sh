#!/usr/bin/env bash
# Judges in a job of GitHub Actions: reports into $REPORTS, the summary to the
# page of the job, annotations among the output. Ends as plumbline does.
set -uo pipefail
mkdir -p "$REPORTS" || exit 2
arguments=()
[ -z "$VENDOR" ] || arguments+=("$VENDOR")
[ -z "$TARGET" ] || arguments+=(--target "$TARGET")
[ -z "$PROFILE" ] || arguments+=(--profile "$PROFILE")
read -ra further <<<"$ARGUMENTS"
plumbline verify "${arguments[@]}" "${further[@]}" \
  --report "json=$REPORTS/report.json,junit=$REPORTS/junit.xml,html=$REPORTS/report.html,markdown=$GITHUB_STEP_SUMMARY,github=-"
status=$?
echo "status=$status" >>"$GITHUB_OUTPUT"
exit $status
