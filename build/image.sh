#!/bin/sh
# Makes a container image of Thaw, without Docker, in target/image:
#
#   build/image.sh                         thaw-image-VERSION.tar, for supervisors: `docker load`, `podman load`,
#                                          `skopeo copy docker-archive:...`, `ctr images import`
#   build/image.sh --base IMAGE            on top of another image, such as the one in which your scripts run;
#                                          it is fetched from its registry. tar://FILE for a saved one
#   build/image.sh --name NAME[:TAG]       its name (default thaw:VERSION)
#   build/image.sh --push                  sends it to the registry in its name instead, with the
#                                          credentials of `docker login`
#   build/image.sh --full                  with ND4J, as build/dist.sh makes it
#   build/image.sh --check                 and a proof that what is in it runs
#
# Without --base the image holds nothing but Thaw, its Java runtime, and the C library and the shell of this
# machine. There is no Python in it: workers that train scripts want --base, or the Dockerfile in
# docs/operations.md.

set -eu

fail() {
  printf 'image: %s\n' "$1" >&2
  exit 1
}

base=scratch name= target= slim=--slim check=
while [ $# -gt 0 ]; do
  case $1 in
    --base | --name)
      [ $# -gt 1 ] || fail "$1 must have a value."
      case $1 in --base) base=$2 ;; *) name=$2 ;; esac
      shift
      ;;
    --push) target=push ;;
    --full) slim= ;;
    --check) check=1 ;;
    --help)
      sed -n '2,/^$/s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    *) fail "$1 must be --base, --name, --push, --full, --check or --help." ;;
  esac
  shift
done
cd "$(dirname "$0")/.."
[ "$target" != push ] || [ -n "$name" ] || fail "--push must come with --name REGISTRY/NAME:TAG."
[ -z "$check" ] || [ "$target$base" = scratch ] || fail "--check must come without --base and --push."

# --- what goes into it -----------------------------------------------------------------------------

# shellcheck disable=SC2086 # nothing, or one word
build/dist.sh $slim
version=$(sed -n 's,^ *<version>\(.*\)</version>$,\1,p' pom.xml | head -n 1)
archive=target/dist/thaw${slim:+-slim}-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m).tar.xz
work=target/image/work
rm -rf "$work"
mkdir -p "$work/system/bin" "$work/system/etc"
tar --extract --file "$archive" --directory "$work"
java=$work/thaw/runtime/bin/java

if [ "$base" = scratch ]; then
  # The shell, which the launcher is written for, and what it and Java are linked to.
  cp -L /bin/sh "$work/system/bin/sh"
  for linked in /bin/sh "$java" "$work/thaw/runtime/lib/server/libjvm.so"; do
    ldd "$linked"
  done | tr ' \t' '\n\n' | grep -E '^/(usr/)?lib' | sort -u | while IFS= read -r library; do
    mkdir -p "$work/system${library%/*}"
    cp -L "$library" "$work/system$library"
  done
  echo 'thaw:x:10001:10001:Thaw:/var/lib/thaw:/bin/sh' >"$work/system/etc/passwd"
  echo 'thaw:x:10001:' >"$work/system/etc/group"
  echo 'hosts: files dns' >"$work/system/etc/nsswitch.conf"
fi

# --- the image -------------------------------------------------------------------------------------

./mvnw -q -B -ntp -f build/image.pom.xml dependency:build-classpath -DincludeScope=runtime \
  -Dmdep.outputFile="$PWD/$work/classpath.txt" >&2
# The runtime of the archive has no compiler, so it is the JDK's that runs a source.
java_home=$(THAW_JAVA_OPTS=-XshowSettings:properties ./thaw --version 2>&1 | sed -n 's/^ *java\.home = //p')
file=${target:-target/image/thaw-image-$version.tar}
digest=$("$java_home/bin/java" --sun-misc-unsafe-memory-access=allow --class-path "$(cat "$work/classpath.txt")" build/Image.java \
  "$work/thaw" "$base" "$work/system" "${name:-thaw:$version}" "$file")
if [ "$file" = push ]; then
  echo "$name  $digest"
else
  awk -v file="$file" -v size="$(wc -c <"$file")" -v digest="$digest" \
    'BEGIN { printf "%s  %.1f MB  %s\n", file, size / 1e6, digest }'
fi

# --- the proof -------------------------------------------------------------------------------------

if [ -n "$check" ]; then
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
  mkdir "$place/image" "$place/root"
  tar --extract --file "$file" --directory "$place/image"
  grep -o '[^"]*\.tar\.gz' "$place/image/manifest.json" | while IFS= read -r layer; do
    tar --extract --warning=no-unknown-keyword --file "$place/image/$layer" --directory "$place/root"
  done
  mkdir "$place/root/proc"
  # With nothing of this machine's but the kernel and /proc, which the linker looks itself up in.
  # shellcheck disable=SC2016 # $0 is the inner shell's
  said=$(unshare --map-root-user --mount env -i PATH="$PATH" sh -c \
    'mount --rbind /proc "$0/proc" && exec chroot "$0" /opt/thaw/bin/thaw --version' "$place/root" 2>&1) ||
    fail "what is in it does not run here, or unshare is not permitted: $said"
  echo "  ok  $said, from nothing but the image"
fi
rm -rf "$work"
