#!/bin/sh
# Writes what the line that attach put into a server block of yours includes: the challenge, and HTTPS once it is on and
# has a certificate. The official nginx image runs this at every start; it may run any number of times.

folder=/etc/nginx/httpsidecar
live=/etc/letsencrypt/live/$CERTBOT_DOMAIN
certificate=$live/${NGINX_SSL_CERT_FILENAME:-fullchain.pem}
key=$live/${NGINX_SSL_CERT_KEY_FILENAME:-privkey.pem}

version=$(/usr/sbin/nginx -v 2>&1)

# Connections that a reload closes: give the client time to see it (nginx 1.27.4 and later).
keepalive_line() {
    case $version in
        *nginx/1.27.[4-9]* | *nginx/1.2[89].* | *nginx/1.[3-9][0-9].*) echo 'keepalive_min_timeout 5s;' ;;
    esac
}

# HTTP/2 is a word of listen before nginx 1.25.1, and a line of its own since.
secure() {
    case $version in
        *nginx/1.1[0-9].* | *nginx/1.2[0-4].* | *nginx/1.25.0*) echo 'ssl http2' ;;
        *) echo ssl ;;
    esac
}

# Twice in a server block is an error, so not where a file of yours says it, or is elsewhere and may say it.
http2_line() {
    case $version in *nginx/1.25.[1-9]* | *nginx/1.2[6-9].* | *nginx/1.[3-9][0-9].*) ;; *) return 0 ;; esac
    yours=$(grep -rs -e '^[^#]*http2  *o[nf]' -e '^[^#]*include  *.\{0,1\}/' /etc/nginx)
    printf '%s\n' "$yours" | grep -v "^$folder/" | grep -v 'include  *.\{0,1\}/etc/nginx/' | grep -q . || echo 'http2 on;'
}

tls_lines() {
    [ "$NGINX_HTTPS_ENABLED" = true ] || return 0
    if [ ! -s "$certificate" ] || [ ! -s "$key" ]; then
        echo "40-https: HTTPS is on, but there is no $certificate with $key: serving HTTP only" >&2
        return 0
    fi
    secure=$(secure)
    echo "listen ${NGINX_SSL_PORT:-443} $secure;"
    # a file of /proc has no size, so it is read
    if read -r address; then echo "listen [::]:${NGINX_SSL_PORT:-443} $secure;"; fi 2>/dev/null </proc/net/if_inet6
    echo "ssl_certificate \"$certificate\";"
    echo "ssl_certificate_key \"$key\";"
    http2_line
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
        add_header X-Httpsidecar-Scheme $scheme always;
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
