# Read by the scripts of this folder, which run with set -eu: names, versions and the tool root they share.
# shellcheck shell=sh disable=SC2034 # used by the scripts that read this

home=$(cd "$here/.." && pwd)
cache=${JUNCTOR_CACHE:-$home/.junctor/image}
tools=$cache/tools
suite=trixie
dist=$home/gateway/app/target/dist

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$1"; shift; for line in "$@"; do printf '  %s\n' "$line" >&2; done; exit 1; }

# Every script's comment at its top is its help.
case " $* " in *" -h "* | *" --help "*) sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit ;; esac

need_root() { [ "$(id -u)" = 0 ] || die "needs root: it owns the files of a root file system"; }

need() { # command, package
  command -v "$1" >/dev/null || die "needs '$1'" "Install it: apt-get install $2"
}

# The time of everything that is built: the last commit's, or the one that the jars have.
epoch() {
  git -C "$home" log -1 --format=%ct 2>/dev/null ||
    date -d "$(sed -n 's/.*outputTimestamp>\(.*\)<.*/\1/p' "$home/pom.xml")" +%s
}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(epoch)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
umask 022

# 0.1.0-SNAPSHOT is 0.1.0~<day>.<commit>, which sorts before 0.1.0.
version() {
  pom=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' "$home/pom.xml")
  case $pom in
    *-SNAPSHOT)
      commit=$(git -C "$home" rev-parse --short=7 HEAD 2>/dev/null || echo unknown)
      [ -z "$(git -C "$home" status --porcelain 2>/dev/null)" ] || commit=$commit.changed
      printf '%s~%s.%s\n' "${pom%-SNAPSHOT}" "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d)" "$commit" ;;
    *) printf '%s\n' "$pom" ;;
  esac
}

# The entries of a list with comments, on one line.
words() { sed 's/#.*//' "$1" | tr -s ' \t\n' ' ' | sed 's/^ //; s/ $//'; }

# Becomes a command in the tool root, with the cache and the repository at the paths they have here; killing it kills whatever it
# has started.
become_in_tools() {
  exec env JUNCTOR_MOUNTS="$cache $home" unshare --mount --pid --fork --kill-child sh -euc '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    for folder in $JUNCTOR_MOUNTS; do
      mkdir -p "$root$folder"
      mount --bind "$folder" "$root$folder"
    done
    exec chroot "$root" "$@"' sh "$tools" "$@"
}

in_tools() { (become_in_tools "$@"); }
