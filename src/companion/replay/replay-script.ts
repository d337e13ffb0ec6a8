import { limitedName } from "../docker/shell.ts";
import { readFiles } from "../nginx/shell-scripts.ts";

/**
 * Takes nginx's place in PATH while an entrypoint is replayed: notes that nginx was to be started, starts nothing,
 * signals nothing.
 */
export const shim = `#!/bin/sh
folder=\${0%/*}
for word; do
  case $word in
    --httpsidecar-shim) echo here; exit 0 ;;
    -v|-V|-h|-t|-T) exec "$(cat "$folder/real")" "$@" ;;
    -s) exit 0 ;;
  esac
done
echo started >>"$folder/record"
`;

/** The first word of a replay's command line, by which one that outlived us is known. */
export const replayName = "httpsidecar-replay";

/** Matches it, and not its own command line. */
export const replayPattern = "httpsidecar-repla[y]";

/** Exit codes of a replay besides the entrypoint's own. */
export const replayExit = { noNginx: 120, noPlace: 121, notStarted: 122, leftBehind: 123 } as const;

/**
 * Args: limit in seconds for each attempt, shim text, a count, so many NAME=value, then entrypoint and command. Renders
 * twice and prints the files after each: with the environment as it is, then with those values; one script for both,
 * since each costs. The shim lies in a new folder of mode 700 and is run once where it lies, since /tmp may be noexec.
 * setsid gives each attempt a process group of its own, which ends what it leaves behind.
 */
export const replayScript = `
unset ${limitedName}
limit=$1 shim=$2 values=$3
shift 3
real=$(command -v nginx) || exit ${replayExit.noNginx}
folder=
for base in /tmp /var/tmp /run /root /dev/shm; do
  folder=$(mktemp -d "$base/httpsidecar.XXXXXX" 2>/dev/null) || continue
  printf '%s' "$shim" 2>/dev/null >"$folder/nginx" && printf '%s' "$real" 2>/dev/null >"$folder/real" &&
    chmod 700 "$folder/nginx" && [ "$("$folder/nginx" --httpsidecar-shim 2>/dev/null)" = here ] && break
  rm -rf "$folder"
  folder=
done
[ -n "$folder" ] || exit ${replayExit.noPlace}
trap 'rm -rf "$folder"' EXIT
render() {
  : >"$folder/record"
  PATH="$folder:$PATH" setsid timeout -s KILL "$limit" env "$@" </dev/null >&2 &
  group=$!
  wait "$group"
  status=$?
  left=
  kill -KILL "-$group" 2>/dev/null && left=yes
  [ "$status" -eq 0 ] || exit "$status"
  [ -z "$left" ] || exit ${replayExit.leftBehind}
  [ -s "$folder/record" ] || exit ${replayExit.notStarted}
  ${readFiles.trim()}
}
render_unchanged() {
  shift "$values"
  render "$@"
}
render_unchanged "$@"
render "$@"`;
