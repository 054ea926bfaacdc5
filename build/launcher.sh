#!/bin/sh
# Starts Thaw from an unpacked archive, on the Java runtime that came with it.
#
#   thaw/bin/thaw --help
#
# THAW_CLASSPATH  jars and folders with trainers of your own, separated by colons
# THAW_HEAP       the most memory that Java's heap may take (default 2g)
# THAW_JAVA_OPTS  more options for java, separated by spaces

set -u

# Where this script lies, also when it is called by a link.
script=$0
while [ -h "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
# Without dirname: an image may hold nothing but this shell.
case $script in
  */*) folder=${script%/*} ;;
  *) folder=. ;;
esac
if ! home=$(CDPATH='' cd -- "$folder/.." && pwd -P); then
  printf 'thaw: cannot find its own folder.\n' >&2
  exit 1
fi

# In the order of the build: settings of the first jars go before those of the others.
classpath=
while IFS= read -r jar; do
  classpath=$classpath${classpath:+:}$home/lib/$jar
done <"$home/lib/classpath.txt" || exit 1

# Spinning OpenMP threads of several trials would take the processors from one another.
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"

# How large the terminal is, which shells know and Java does not.
if [ -t 2 ] && size=$(stty size 2>/dev/null </dev/tty); then
  export LINES="${size% *}" COLUMNS="${size#* }"
fi

# A study is one process with a small heap; who wants another collector says so.
collector=-XX:+UseSerialGC
case ${THAW_JAVA_OPTS:-} in *-XX:+Use*GC*) collector= ;; esac

# shellcheck disable=SC2086 # the options are meant to be split
exec "$home/runtime/bin/java" \
  --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow \
  -Xmx"${THAW_HEAP:-2g}" \
  $collector ${THAW_JAVA_OPTS:-} \
  -cp "$classpath${THAW_CLASSPATH:+:$THAW_CLASSPATH}" \
  dev.thaw.app.Main "$@"
