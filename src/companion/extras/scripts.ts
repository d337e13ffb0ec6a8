/** Programs for the shell of the nginx container, as in nginx/shell-scripts.ts: constants, no value becomes part of their text. */

/** Args: seconds since the epoch, paths. Those that are ordinary files and were written since then: path and content. */
export const readRendered = `
since=$1
shift
for file; do
  [ -f "$file" ] && [ ! -L "$file" ] && [ -w "$file" ] || continue
  [ "$(stat -c %Y "$file")" -ge "$since" ] || continue
  printf '\\036%s\\037' "$file"
  cat "$file"
done`;

/** Arg: a path. Takes the content from stdin and renames it into place, owner and mode kept; not when it is a link or a mount of its own. */
export const replaceServed = `
[ -f "$1" ] && [ ! -L "$1" ] || exit 1
while read -r id parent device root point rest; do
  [ "$point" = "$1" ] && exit 1
done </proc/self/mountinfo
fresh=$(mktemp "$1.XXXXXX") || exit 1
trap 'rm -f "$fresh"' EXIT
cp -p "$1" "$fresh" && cat >"$fresh" && [ -s "$fresh" ] && mv "$fresh" "$1"`;

/** Args: a folder, a file in it. Takes the content from stdin; without any the file goes. */
export const writeOwn = `
mkdir -p "$1" && [ ! -L "$1" ] && cat >"$2.new" && mv "$2.new" "$2" || exit 1
[ -s "$2" ] || rm -f "$2"`;
