#!/bin/sh
# Starts HAProxy as the official image does: a master in the foreground that keeps a worker (-W -db).
set -e
case ${1:-} in -*) set -- haproxy "$@" ;; esac
if [ "${1:-}" = haproxy ]; then
    shift
    set -- haproxy -W -db "$@"
fi
exec "$@"
