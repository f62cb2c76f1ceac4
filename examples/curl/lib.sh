# Sourced by the scripts beside it. BASE is where `plumbline simulate` listens;
# each script works in a world of its own, so that it can be run again.
BASE=${BASE:-http://127.0.0.1:4010}
CONTROL=${CONTROL:-http://127.0.0.1:4011}
WORLD=${WORLD:-curl-$$}

# call METHOD PATH [curl's words…]: the body, then the status on a line of its own.
call() {
  method=$1 path=$2
  shift 2
  curl -sS -X "$method" -H "Plumbline-World: $WORLD" -w '\n%{http_code}\n' "$@" "$BASE$path"
}

# expect WHAT WANTED GOT: every word of WANTED is a part of GOT.
expect() {
  what=$1 wanted=$2 got=$3
  for part in $wanted; do
    case $got in
      *"$part"*) ;;
      *) echo "FAIL $what: wanted $part in: $got" >&2; exit 1 ;;
    esac
  done
  echo "ok   $what"
}

# without WHAT UNWANTED GOT: UNWANTED is no part of GOT.
without() {
  case $3 in
    *"$2"*) echo "FAIL $1: did not want $2 in: $3" >&2; exit 1 ;;
  esac
  echo "ok   $1"
}

# pass SECONDS: the world's virtual clock moves on.
pass() {
  curl -sS -o /dev/null -X POST -H 'Content-Type: application/json' -d "{\"advance\":\"$1s\"}" "$CONTROL/worlds/$WORLD/clock"
}
