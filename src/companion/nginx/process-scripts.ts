import { serverPrograms } from "./programs.ts";

/** Programs for the shell of the nginx container that read its processes, as in shell-scripts.ts. */

/** Regular expression: a process whose real, effective, saved and file system user is `$me`. */
const ofThisUser = '"^Uid:([[:space:]]+$me){4}$"';

/**
 * Every process, in lists with a mark between them: the user that we are; name, state and parent, from where the kernel
 * escapes line ends; the executables of processes that are that user altogether, which no setuid program of another
 * user's is; those that call themselves a worker, and those of them that are shutting down. Of a process's own words
 * only its name is printed: a title could say anything.
 */
export const listProcesses = `
list_processes() {
  me=$(id -u)
  printf '%s\\036' "$me"
  grep -HE '^(Name|State|PPid):' /proc/[0-9]*/status | tr '\\035\\036' '  '
  printf '\\036'
  ls -l $(owned | sed 's|status$|exe|') | tr '\\035\\036' '  '
  printf '\\036'
  grep -lE '^[a-z]+: worker process' /proc/[0-9]*/cmdline
  printf '\\036'
  grep -lE '^[a-z]+: worker process is shutting down' /proc/[0-9]*/cmdline
}
owned() {
  grep -lE ${ofThisUser} /proc/[0-9]*/status
}
list_processes 2>/dev/null
:`;

/**
 * Arg: a regular expression that does not match itself. Prints processes of our own user, a mark, and those whose
 * command line matches.
 */
export const listReplays = `
me=$(id -u)
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
me=$(id -u)
grep -qE ${ofThisUser} "/proc/$1/status" || exit 1
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
