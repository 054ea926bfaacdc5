#!/bin/sh
# Makes the archives that run without a JDK, in target/dist:
#
#   build/dist.sh          thaw-VERSION-linux-x86_64.tar.xz        everything
#   build/dist.sh --slim   thaw-slim-VERSION-linux-x86_64.tar.xz   without ND4J, for scripts as trainers
#   build/dist.sh --check  the slim one, and a proof that it runs in an empty environment
#
# XZ_OPT          options for xz, such as -T0 for all processors or -1 to be quick
# THAW_JAVA_HOME  the JDK to build with, as for ./thaw

set -eu
unset THAW_CLASSPATH THAW_JAVA_OPTS

slim_limit=60000000 # bytes

fail() {
  printf 'dist: %s\n' "$1" >&2
  exit 1
}

case ${1:-} in
  '') slim= check= ;;
  --slim) slim=1 check= ;;
  --check) slim=1 check=1 ;;
  *) fail "$1 must be --slim, --check or nothing." ;;
esac
cd "$(dirname "$0")/.."

# --- the build -------------------------------------------------------------------------------------

# The launcher finds a JDK and builds what is stale; nobody knows better which JDK it took.
java_home=$(THAW_JAVA_OPTS=-XshowSettings:properties ./thaw --version 2>&1 |
  sed -n 's/^ *java\.home = //p')
[ -x "$java_home/bin/jlink" ] || fail "./thaw does not start, or its JDK ($java_home) has no jlink."

version=$(sed -n 's,^ *<version>\(.*\)</version>$,\1,p' pom.xml | head -n 1)
platform=$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
name=thaw${slim:+-slim}-$version-$platform
work=target/dist/$name.work
rm -rf "$work"
mkdir -p "$work/thaw/bin" "$work/thaw/lib"

# --- what is ours, and what is not -----------------------------------------------------------------

# The examples train with ND4J.
modules='trainer-api core actors gpu-workers app'
[ -n "$slim" ] || modules="$modules examples"

# One line each, the last one too.
tr ':' '\n' <examples/target/classpath.txt | awk 1 >"$work/libraries"
# Without ND4J and what nothing but ND4J uses; that it is nothing else is checked below.
grep -v -e /org/nd4j/ -e /org/bytedeco/ -e /byteunits/ -e /neoitertools/ -e /flatbuffers-java/ \
  -e /commons-math3/ -e /commons-lang3/ -e /commons-collections4/ \
  "$work/libraries" >"$work/light"
if [ -n "$slim" ]; then kept=$work/light; else kept=$work/libraries; fi

for module in $modules; do
  # Undated and uncompressed, as build/Store.java makes the others.
  "$java_home/bin/jar" --create --no-compress --date=2026-01-01T00:00:00Z \
    --file "$work/thaw/lib/thaw-$module.jar" -C "$module/target/classes" .
  echo "thaw-$module.jar"
done >"$work/thaw/lib/classpath.txt"
tr '\n' '\0' <"$kept" | xargs -0 "$java_home/bin/java" build/Store.java "$work/thaw/lib"
sed 's,.*/,,' "$kept" >>"$work/thaw/lib/classpath.txt"

if [ -n "$slim" ]; then
  # Nothing that stays may name a class that went; our own use of ND4J is what the examples are for.
  "$java_home/bin/jdeps" --multi-release 25 -verbose:class -filter:none "$work"/thaw/lib/*.jar \
    >"$work/uses" 2>&1 || fail "the slim archive would miss a module: $(head -n 5 "$work/uses")"
  awk '$2 == "->" && /not found$/ && $1 !~ /^dev\.thaw\.workers\.nd4j\./ {
    gsub(/\./, "/", $3); print $3 ".class" }' "$work/uses" |
    # Annotations for tools, which Java does without; a jar of ND4J's happens to hold them.
    grep -v '^javax/annotation/' | sort -u >"$work/missing"
  grep -vxF -f "$work/light" "$work/libraries" | while IFS= read -r jar; do
    "$java_home/bin/jar" --list --file "$jar"
  done | sort -u >"$work/gone"
  lost=$(comm -12 "$work/missing" "$work/gone")
  [ -z "$lost" ] || fail "the slim archive would miss classes that it uses: $lost"
fi

# --- the runtime -----------------------------------------------------------------------------------

# All modules that a jar names, but for those that serve what Thaw does not do: H2's console and
# Java in SQL, editors of beans, drawings of matrices. ND4J needs nothing more, and jdeps cannot read
# its module descriptors.
needed=$(tr '\n' '\0' <"$work/light" |
  xargs -0 "$java_home/bin/jdeps" --multi-release 25 --ignore-missing-deps -s \
    "$work"/thaw/lib/thaw-*.jar 2>/dev/null |
  sed -n 's/.* -> \(java\.[a-z.]*\|jdk\.[a-z.]*\)$/\1/p' | sort -u |
  grep -vx -e java.desktop -e java.compiler -e java.instrument -e java.scripting | paste -sd,)
[ -n "$needed" ] || fail "jdeps found no modules."
# The phrases of the demo are the JDK's own names of countries and the like in many languages.
[ -n "$slim" ] || needed=$needed,jdk.localedata
"$java_home/bin/jlink" --add-modules "$needed" \
  --strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-0 \
  --output "$work/thaw/runtime"
# The JDK's own classes, ready to be mapped into memory; starting takes a quarter less.
"$work/thaw/runtime/bin/java" -Xshare:dump -Xlog:disable >"$work/share.log" 2>&1 ||
  fail "the runtime does not start: $(cat "$work/share.log")"

# --- the archive -----------------------------------------------------------------------------------

cp build/launcher.sh "$work/thaw/bin/thaw"
chmod 755 "$work/thaw/bin/thaw"
cp LICENSE "$work/thaw/"
cp -R conf "$work/thaw/"
# Written under another name first, so that what bears the name is whole.
tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime=2026-01-01T00:00:00Z \
  --directory "$work" thaw | xz >"$work/archive"
mv "$work/archive" "target/dist/$name.tar.xz"
rm -rf "$work"

archive=$PWD/target/dist/$name.tar.xz
size=$(wc -c <"$archive")
awk -v name="target/dist/$name.tar.xz" -v size="$size" 'BEGIN { printf "%s  %.1f MB\n", name, size / 1e6 }'
[ -z "$slim" ] || [ "$size" -lt "$slim_limit" ] ||
  fail "the slim archive has $size bytes, and must have less than $slim_limit."
[ -n "$check" ] || exit 0

# --- the proof -------------------------------------------------------------------------------------

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
tar --extract --file "$archive" --directory "$place"
mkdir "$place/home"
cat >"$place/train.py" <<'PYTHON'
import thaw

trial = thaw.trial(rate=0.1)
for epoch in trial.epochs(3):
    trial.report(loss=(trial.rate - 0.3) ** 2 + 1 / epoch)
PYTHON

python=$(python3 -c 'import sys; print(sys.executable)') || fail "there is no python3."
cat >"$place/study.yaml" <<YAML
study: proof
objective: {metric: loss, goal: minimize}
parameters: {rate: {type: real, min: 0.01, max: 1.0, scale: log}}
fidelity: {max: 9}
trainer: {name: process, command: ["$python", "$place/train.py"]}
budget: {trials: 3}
YAML

# Runs the unpacked program with nothing but what every machine has.
bare() {
  (cd "$place" &&
    env -i PATH=/usr/bin:/bin HOME="$place/home" TMPDIR="$place" thaw/bin/thaw "$@") \
    >"$place/out" 2>"$place/err" </dev/null
}

# What was tried; then whether it went well, as a command.
prove() {
  what=$1
  shift
  if "$@"; then
    echo "  ok  $what"
  else
    cat "$place/out" "$place/err" >&2
    fail "not so: $what"
  fi
}

says() { grep -q -e "$1" "$place/out" "$place/err"; }
refuses() { ! bare "$@" && ! says '^[[:space:]]at '; }

prove 'tells its version' bare --version
prove 'explains itself' bare --help
prove 'a script is trained' bare run -f study.yaml --dir proof --json
prove 'the study has a best trial' says '"value":'
prove 'the journal is read again' bare best --dir proof
prove 'the demo is refused without a stack trace' refuses demo --dir demo
prove 'the refusal names ND4J' says ND4J
