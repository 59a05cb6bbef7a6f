# Answers one request on standard output: 500 to /health, the greeting to all else.
read -r _ path _
# A connection that is closed with something unread in it is reset, and the answer may be lost.
while read -r header && [ "$header" != "$(printf '\r')" ]; do :; done

status='200 OK'
body="hello from $VERSION"
if [ "$path" = /health ]; then
  status='500 Internal Server Error'
  body='not healthy: built with HEALTH=bad'
fi
printf 'HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s\n' \
  "$status" "$((${#body} + 1))" "$body"
