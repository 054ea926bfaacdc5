# Two children that ignore TERM, one of them without any environment, and a leader that does not.
trap '' TERM
tail -f /dev/null &
one=$!
env -i tail -f /dev/null &
two=$!
trap - TERM
echo "$$ $one $two" >"$1"
wait
