#!/bin/sh
# The contract of the official image's entrypoint: before nginx starts, run what lies in
# /docker-entrypoint.d, in the order of the numbers in the names.
set -e

run_or_source() {
    # shellcheck disable=SC1090  # the scripts are the user's
    case $1 in
        *.envsh) if [ -x "$1" ]; then . "$1"; else note "$1 is not executable, not sourced"; fi ;;
        *.sh) if [ -x "$1" ]; then "$1"; else note "$1 is not executable, not run"; fi ;;
        *) note "$1 is neither .sh nor .envsh, left alone" ;;
    esac
}

note() {
    if [ -z "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then echo "docker-entrypoint.sh: $1"; fi
}

if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
    find /docker-entrypoint.d/ -follow -type f | sort -V | while read -r script; do
        run_or_source "$script"
    done
    note "ready, starting nginx"
fi

exec "$@"
