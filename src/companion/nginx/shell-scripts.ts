/**
 * Programs for the shell of the nginx container: constants, run as `sh -c SCRIPT NAME ARGS…`; no value ever becomes
 * part of their text. They keep to what dash with coreutils and BusyBox both have.
 */

/** Separates records and fields of what the scripts print: a byte that names and paths do not use. */
export const recordMark = "\x1e";
export const fieldMark = "\x1f";
/** Separates two lists. */
export const listMark = "\x1d";

/** Every process: its stat line and its command line. */
export const listProcesses = `
for folder in /proc/[0-9]*; do
  { read -r stat <"$folder/stat"; } 2>/dev/null || continue
  printf '\\036%s\\037' "$stat"
  cat "$folder/cmdline" 2>/dev/null
done
:`;

/** Sizes and names of all regular files under /etc/nginx, a mark, and their contents in the same order. */
export const readFiles = `
find /etc/nginx -type f -exec wc -c {} + && printf '\\036' && find /etc/nginx -type f -exec cat {} +`;

/** Arg: a path. Takes the content from stdin, into the same inode. */
export const writeFile = `cat >"$1"`;

/**
 * Args: a path, seconds since the epoch. Takes the content from stdin and renames it into place, when the path is an
 * ordinary file in the container's own layer (no mount holds it) and was written since that time.
 */
export const replaceRendered = `
file=$1 since=$2
[ -f "$file" ] && [ ! -L "$file" ] && [ -w "$file" ] || exit 1
[ "$(stat -c %Y "$file")" -ge "$since" ] || exit 1
while [ "$file" != / ]; do
  cut -d ' ' -f 5 /proc/self/mountinfo | grep -qxF "$file" && exit 1
  file=$(dirname "$file")
done
fresh=$(mktemp "$1.XXXXXX") || exit 1
trap 'rm -f "$fresh"' EXIT
cp -p "$1" "$fresh" && cat >"$fresh" && [ -s "$fresh" ] && mv "$fresh" "$1"`;

/** Args: paths that a render made anew. */
export const removeFiles = `rm -f -- "$@"`;

const testNginx = `
nginx_test() {
  while [ "$1" != -- ]; do shift; done
  shift
  nginx -T "$@"
}
${listProcesses}
printf '\\035'
nginx -v`;

/**
 * Args: any words, `--`, flags of nginx. What `listProcesses` prints, a mark, and nginx's test of its configuration: the
 * dump on stdout, version and complaints on stderr. One exec for both, since each costs.
 */
export const lookAtNginx = `${testNginx}
nginx_test "$@"`;

/**
 * Args: paths of scripts, `--`, flags of nginx. The same and, when the test passes, all that a replay needs to know; a mark
 * before each: a folder of the configuration that cannot take a render more (those that take nothing at all are skipped);
 * the entrypoint's scripts, those that the official one runs, and links where configuration is rendered; what `readFiles` prints.
 */
export const surveyNginx = `${testNginx}
dump=$(nginx_test "$@") || exit
printf '%s\\n\\035' "$dump"
bytes=$((2 * \${#dump} + 16384))
printf '%s\\n' "$dump" | sed -n '/^# configuration file \\/etc\\/nginx\\//{s|^# configuration file ||; s|/[^/]*:$||p;}' | sort -u |
while read -r folder; do
  file=$(LC_ALL=C mktemp "$folder/.httpsidecar.XXXXXX" 2>&1)
  case $file in
    *'No space left'*|*'uota exceeded'*) printf '%s' "$folder"; break ;;
    "$folder"/.httpsidecar.*) ;;
    *) continue ;;
  esac
  head -c "$bytes" /dev/zero >"$file" 2>/dev/null && [ "$(wc -c <"$file")" -eq "$bytes" ]
  fits=$?
  rm -f "$file"
  [ "$fits" -eq 0 ] || { printf '%s' "$folder"; break; }
done
printf '\\035'
print_script() {
  [ -f "$1" ] && printf '\\036script\\037%s\\037' "$1" && head -c 65536 "$1"
}
for file in "$@"; do
  [ "$file" = -- ] && break
  print_script "$file"
done
for file in /docker-entrypoint.d/*.sh /docker-entrypoint.d/*.envsh; do
  print_script "$file"
done
for file in /etc/nginx/* /etc/nginx/conf.d/* /etc/nginx/stream-conf.d/*; do
  [ -L "$file" ] && printf '\\036link\\037%s\\037%s' "$file" "$(readlink -f "$file")"
done
printf '\\035'
${readFiles}
:`;

/** Every process, a mark, and the TCP sockets in state LISTEN (0A) as lines of /proc/net/tcp and tcp6. */
export const lookAtReload = `
${listProcesses}
printf '\\035'
grep -hE '^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ 0A ' /proc/net/tcp /proc/net/tcp6 2>/dev/null
:`;

/**
 * Arg: pid. Looks at the command line once more, so that only an nginx master is ever signalled; then at what came of
 * it, since each exec costs. nginx lets its new workers start for a tenth of a second before it tells the old ones.
 */
export const reloadMaster = `
case $(tr '\\0' ' ' <"/proc/$1/cmdline") in
  'nginx: master process'*) kill -s HUP "$1" || exit 1 ;;
  *) exit 1 ;;
esac
sleep 0.12 2>/dev/null
${lookAtReload}`;
