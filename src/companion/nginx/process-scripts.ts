import { serverPrograms } from "./programs.ts";

/** Programs for the shell of the nginx container that read its processes, as in shell-scripts.ts. */

/** Regular expression: a process whose real, effective, saved and file system user is `$me`. */
const ofThisUser = '"^Uid:([[:space:]]+$me){4}$"';

/** Sets `me` to our user, by the shell's own `read`: a program for it would cost. */
const ownUser = `
while read -r key me more; do [ "$key" = Uid: ] && break; done </proc/$$/status`;

/**
 * Our user; each worker with what it calls itself; then every process: name, state, parent and users, from where the
 * kernel escapes line ends, an empty line, and the executables of those that are our user altogether, which no setuid
 * program of another user's is. A mark follows the first two. Of a process's own words only its name is printed: a
 * title could say anything. Few programs, since each costs.
 */
export const listProcesses = `
list_processes() (
  ${ownUser.trim()}
  printf '%s\\036' "$me"
  grep -aHoE '^[a-z]+: worker process( is shutting down)?' /proc/[0-9]*/cmdline
  printf '\\036'
  statuses=$(grep -HE '^(Name|State|PPid|Uid):' /proc/[0-9]*/status)
  executables_of_ours | tr '\\035\\036' '  '
)
executables_of_ours() {
  printf '%s\\n\\n' "$statuses"
  set -f --
  IFS='
'
  for line in $statuses; do
    case \${line#/proc/*/status:} in
      "Uid:	$me	$me	$me	$me") set -- "$@" "\${line%%status:*}exe" ;;
    esac
  done
  ls -l "$@"
}
list_processes 2>/dev/null
:`;

/**
 * Arg: a regular expression that does not match itself. Prints processes of our own user, a mark, and those whose
 * command line matches.
 */
export const listReplays = `
${ownUser.trim()}
grep -lE ${ofThisUser} /proc/[0-9]*/status 2>/dev/null
printf '\\036'
grep -l -e "$1" /proc/[0-9]*/cmdline 2>/dev/null
:`;

/** Every process, a mark, and the TCP sockets in state LISTEN (0A) as lines of /proc/net/tcp and tcp6. */
export const lookAtReload = `
${listProcesses}
printf '\\035'
grep -hE '^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ 0A ' /proc/net/tcp /proc/net/tcp6 2>/dev/null
:`;

/**
 * Arg: pid. Checks executable and owner once more, so that only an nginx master is ever signalled; then the result,
 * since each request costs. nginx lets its new workers start for a tenth of a second before it tells the old ones.
 */
export const reloadMaster = `
${ownUser.trim()}
while read -r key users; do [ "$key" = Uid: ] && break; done <"/proc/$1/status" || exit 1
[ "$users" = "$me	$me	$me	$me" ] || exit 1
file=$(readlink "/proc/$1/exe")
file=\${file%' (deleted)'}
case $file,$me in
  ${serverPrograms.map((name) => `*/${name},*`).join("|")}) ;;
  ,0) exit 1 ;;
  ,*) ;;
  *) exit 1 ;;
esac
kill -s HUP "$1" || exit 1
sleep 0.12 2>/dev/null
${lookAtReload}`;
