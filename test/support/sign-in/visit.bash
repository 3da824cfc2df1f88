# shellcheck shell=bash
# Visits a page and follows its redirects, as a browser does. Node.js would take 300 ms for that.

url=$1
while [[ $url =~ ^http://([^/:]+):([0-9]+)(/.*)$ ]]; do
  exec {server}<>"/dev/tcp/${BASH_REMATCH[1]}/${BASH_REMATCH[2]}"
  printf '%s\r\n' "GET ${BASH_REMATCH[3]} HTTP/1.1" "Host: ${BASH_REMATCH[1]}:${BASH_REMATCH[2]}" \
    'Connection: close' '' >&"$server"
  mapfile -t -u "$server" lines
  exec {server}>&-
  url=
  for line in "${lines[@]}"; do
    [[ $line != $'\r' ]] || break
    [[ ${line,,} != location:* ]] || url=${line#*: }
  done
  url=${url%$'\r'}
done
