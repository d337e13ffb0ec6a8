#!/bin/sh
# Writes what the line that attach put into a server block of yours includes: the challenge, and HTTPS once it is on and
# has a certificate. The official nginx image runs this at every start; it may run any number of times.

folder=/etc/nginx/httpsidecar
live=/etc/letsencrypt/live/$CERTBOT_DOMAIN
certificate=$live/${NGINX_SSL_CERT_FILENAME:-fullchain.pem}
key=$live/${NGINX_SSL_CERT_KEY_FILENAME:-privkey.pem}

# Connections that a reload closes: give the client time to see it (nginx 1.27.4 and later).
keepalive_line() {
    case $(/usr/sbin/nginx -v 2>&1) in
        *nginx/1.27.[4-9]* | *nginx/1.2[89].* | *nginx/1.[3-9][0-9].*) echo 'keepalive_min_timeout 5s;' ;;
    esac
}

tls_lines() {
    [ "$NGINX_HTTPS_ENABLED" = true ] || return 0
    if [ ! -s "$certificate" ] || [ ! -s "$key" ]; then
        echo "40-https: HTTPS is on, but there is no $certificate with $key: serving HTTP only" >&2
        return 0
    fi
    echo "listen ${NGINX_SSL_PORT:-443} ssl;"
    # a file of /proc has no size, so it is read
    if read -r address; then echo "listen [::]:${NGINX_SSL_PORT:-443} ssl;"; fi 2>/dev/null </proc/net/if_inet6
    echo "ssl_certificate \"$certificate\";"
    echo "ssl_certificate_key \"$key\";"
}

# Code that can write that folder serves text under the names of tokens: no page, no script, and no file elsewhere by a link.
challenge_lines() {
    [ "$HTTPSIDECAR_CHALLENGE_ROOT" ] || return 0
    echo 'location ^~ /.well-known/acme-challenge/ {
    location ~ "^/\.well-known/acme-challenge/[A-Za-z0-9_-]+$" {'
    echo "        root $HTTPSIDECAR_CHALLENGE_ROOT;"
    echo "        disable_symlinks on from=$HTTPSIDECAR_CHALLENGE_ROOT;"
    echo '        auth_basic off;
        allow all;
        types { }
        default_type text/plain;
        add_header X-Content-Type-Options nosniff always;
    }
    return 404;
}'
}

# nginx starts all the same: without the file its line includes nothing. What the sidecar added goes with each start.
mkdir -p "$folder" && {
    echo "# written by httpsidecar at each start of nginx"
    keepalive_line
    tls_lines
    challenge_lines
} >"$folder/server.new" && mv "$folder/server.new" "$folder/server.conf"
rm -f "$folder/extras.conf"
exit 0
