#!/bin/sh
# Renders /etc/nginx/templates/**/*.template into /etc/nginx/conf.d. Only variables that are
# defined are replaced, so that nginx's own ($host, $uri) stay.
set -e

from=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
to=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
filter=${NGINX_ENVSUBST_FILTER:-}

[ -d "$from" ] || exit 0
if [ ! -w "$to" ]; then
    echo "20-envsubst-on-templates.sh: $to is not writable, nothing was rendered" >&2
    exit 0
fi

defined=$(awk -v filter="$filter" 'BEGIN { for (name in ENVIRON) if (name ~ filter) printf "${%s} ", name }')

find "$from" -follow -type f -name "*$suffix" | while read -r template; do
    relative=${template#"$from"/}
    rendered=$to/${relative%"$suffix"}
    mkdir -p "$(dirname "$rendered")"
    envsubst "$defined" <"$template" >"$rendered"
done
