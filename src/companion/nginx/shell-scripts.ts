import { companionLimits } from "../../model/companion.ts";
import { limitedName } from "../docker/shell.ts";
import { listProcesses } from "./process-scripts.ts";
import { usualPrograms } from "./programs.ts";

/**
 * Programs for the shell of the nginx container: constants, run as `sh -c SCRIPT NAME ARGS…`; values are never
 * interpolated into their text. They keep to the common ground of dash with coreutils and BusyBox.
 */

/** Separates records and fields of the scripts' output: a byte that names and paths do not use. */
export const recordMark = "\x1e";
export const fieldMark = "\x1f";
/** Separates two lists. */
export const listMark = "\x1d";

const printFiles = `
print_files() {
  [ "$#" -gt 0 ] && wc -c "$@"
  printf '\\036'
  [ "$#" -gt 0 ] && cat "$@"
  printf '\\036'
}`;

/** Sizes and names of all regular files under /etc/nginx, a mark, their contents in the same order, and a mark. */
export const readFiles = `${printFiles}
(
  IFS='
'
  set -f
  print_files $(find /etc/nginx -type f)
)`;

/** Arg: a path. Writes stdin into the same inode. */
export const writeFile = `cat >"$1"`;

/**
 * Args: a path, seconds since the epoch. Renames the content of stdin into place, if the path is an ordinary file in
 * the container's own layer (no mount holds it) and was written since that time.
 */
export const replaceRendered = `
file=$1 since=$2
[ -f "$file" ] && [ ! -L "$file" ] && [ -w "$file" ] || exit 1
[ "$(stat -c %Y "$file")" -ge "$since" ] || exit 1
while read -r id parent device root point rest; do
  case $file/ in "$point"/*) exit 1 ;; esac
done </proc/self/mountinfo
fresh=$(mktemp "$1.XXXXXX") || exit 1
trap 'rm -f "$fresh"' EXIT
cp -p "$1" "$fresh" && cat >"$fresh" && [ -s "$fresh" ] && mv "$fresh" "$1" && trap - EXIT`;

/** Args: paths that a render created. */
export const removeFiles = `rm -f -- "$@"`;

/** Seconds for nginx's own test: a FIFO in the place of a certificate would block it forever. */
const testSeconds = companionLimits.configTestMs / 1000;

/** Exit code of a test where none of the programs exists. */
export const noProgram = 127;

/** Args: the program, empty for one of the usual ones, and its flags. Version and errors go to stderr, the dump to stdout. */
export const runTest = `
run_test() {
  named=$1
  shift
  for program in "\${named:-nginx}" ${usualPrograms.slice(1).join(" ")}; do
    command -v "$program" >/dev/null && break
    [ "$named" ] && return ${noProgram}
    program=
  done
  [ "$program" ] || return ${noProgram}
  if [ "$${limitedName}" ]; then
    timeout -s KILL ${testSeconds} "$program" -v -T "$@"
  else
    "$program" -v -T "$@"
  fi
}`;

const testNginx = `${runTest}
nginx_test() {
  while [ "$1" != -- ]; do shift; done
  shift
  run_test "$@"
}
${listProcesses}
printf '\\035'`;

/**
 * Args: any words, `--`, program and flags of nginx. The output of `listProcesses`, a mark, and nginx's test of its
 * configuration: the dump on stdout, version and errors on stderr. One script for both, since each costs.
 */
export const lookAtNginx = `${testNginx}
nginx_test "$@"`;

/**
 * Args: paths of scripts, `--`, program and flags of nginx. The same and, when the test passes, all that a replay
 * needs; a mark before each: a folder of the configuration that cannot take one more render (those that take nothing at
 * all are skipped); links where configuration is rendered; then, in the form of `readFiles`, the entrypoint's scripts
 * with those that the official one runs, and all files. The shell's own printf tries a folder: a process for each would
 * cost.
 */
export const surveyNginx = `${testNginx}
dump=$(nginx_test "$@") || exit
printf '%s\\n\\035' "$dump"
fill() {
  set -C
  umask 077
  { printf '%s%s%16384s' "$dump" "$dump" '' >"$1"; } 2>&1
}
printf '%s\\n' "$dump" | sed -n '/^# configuration file \\/etc\\/nginx\\//{s|^# configuration file ||; s|/[^/]*:$||p;}' | sort -u | {
  set --
  while read -r folder; do
    file=$folder/.httpsidecar.$$
    [ -e "$file" ] || [ -L "$file" ] && continue
    said=$(LC_ALL=C fill "$file") && set -- "$@" "$file" && continue
    [ -e "$file" ] && set -- "$@" "$file" && said='No space left'
    case $said in *'No space left'*|*'uota exceeded'*) printf '%s' "$folder"; break ;; esac
  done
  [ "$#" -eq 0 ] || rm -f "$@"
}
printf '\\035'
for file in /etc/nginx/* /etc/nginx/conf.d/* /etc/nginx/stream-conf.d/*; do
  [ -L "$file" ] && printf '\\036%s\\037%s' "$file" "$(readlink -f "$file")"
done
printf '\\035'
${printFiles}
scripts() (
  given=$#
  for file in "$@"; do
    [ "$file" = -- ] && break
    [ -f "$file" ] && set -- "$@" "$file"
  done
  for file in /docker-entrypoint.d/*.sh /docker-entrypoint.d/*.envsh; do
    [ -f "$file" ] && set -- "$@" "$file"
  done
  shift "$given"
  print_files "$@"
)
scripts "$@"
${readFiles}
:`;
