# PID 1 of the container: starts the web server, ends it on SIGTERM, and lets requests in flight finish.
set -u
trap 'exit 0' TERM INT

if [ "$CRASH" = yes ]; then
  echo "error: hello $VERSION was built with CRASH=yes and does not start" >&2
  exit 3
fi

cd "$(dirname "$0")" || exit 1
mkdir -p www
echo "hello from $VERSION" >www/index.txt
echo ok >www/health

if [ "$HEALTH" = bad ]; then
  # httpd cannot answer 500 to a plain path, so another server stands in.
  nc -ll -p 8080 -e sh unhealthy.sh &
else
  httpd -f -p 8080 -h www -c ../httpd.conf &
fi
server=$!

stopping=no
# The listener goes at once, and no new connection is taken.
stop() {
  stopping=yes
  kill "$server"
}
trap stop TERM INT
echo "hello $VERSION listens on port 8080"

# Ends when the signal comes, or when the server ends.
wait "$server"
status=$?
if [ "$stopping" = no ]; then
  echo "error: the web server of hello $VERSION ended by itself with $status" >&2
  exit 1
fi
# Without the shell's word "Terminated", which reads as if something had gone wrong.
wait "$server" 2>/dev/null

# Each request in flight is a process of its own and ends by itself; eight seconds fit into the stopTimeout of the task definition.
looks=0
while pidof httpd >/dev/null && [ "$looks" -lt 80 ]; do
  usleep 100000
  looks=$((looks + 1))
done
echo "hello $VERSION has stopped"
exit 0
