#!/bin/sh
# What old runbooks call: docker compose exec certbot /bin/sh /update-cert.sh
exec update-cert "$@"
