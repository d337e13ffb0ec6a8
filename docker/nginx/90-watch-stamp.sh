#!/bin/sh
# Reloads nginx when the sidecar has rewritten its stamp (DEPLOY=stamp). nginx's test comes first, and speaks in its log.
stamp() { cat /etc/letsencrypt/httpsidecar/stamp 2>/dev/null; }
(seen=$(stamp); while sleep 2; do now=$(stamp); [ "$now" = "$seen" ] || { seen=$now; nginx -t && nginx -s reload; }; done) &
