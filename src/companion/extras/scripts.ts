/** Programs for the shell of the nginx container, as in nginx/shell-scripts.ts: constants, no value becomes part of their text. */

/** Args: seconds since the epoch, paths. Prints path and content of those that are ordinary files and were written since then. */
export const readRendered = `
since=$1
shift
for file; do
  [ -f "$file" ] && [ ! -L "$file" ] && [ -w "$file" ] || continue
  [ "$(stat -c %Y "$file")" -ge "$since" ] || continue
  printf '\\036%s\\037' "$file"
  cat "$file"
done`;

/** Arg: a path. Renames the content of stdin into place, owner and mode kept; not over a link or a mount. */
export const replaceServed = `
[ -f "$1" ] && [ ! -L "$1" ] || exit 1
while read -r id parent device root point rest; do
  [ "$point" = "$1" ] && exit 1
done </proc/self/mountinfo
fresh=$(mktemp "$1.XXXXXX") || exit 1
trap 'rm -f "$fresh"' EXIT
cp -p "$1" "$fresh" && cat >"$fresh" && [ -s "$fresh" ] && mv "$fresh" "$1"`;

/** Args: a folder, a file in it. Writes stdin to the file; removes it without any. */
export const writeOwn = `
mkdir -p "$1" && [ ! -L "$1" ] && cat >"$2.new" && mv "$2.new" "$2" || exit 1
[ -s "$2" ] || rm -f "$2"`;
