#!/bin/bash
# Builds the release for the oldest systems: in a Debian 11 of its own, with Python, SQLite and libpng compiled there so
# that nothing needs more than glibc 2.28. As root, with debootstrap:
#   installer/linux/release.sh [FOLDER]     FOLDER for that Debian, build/debian11 unless told; kept for the next time
# The packages land in dist/.
set -euo pipefail
project=$(cd "$(dirname "$0")/../.." && pwd)
system=${1:-$project/build/debian11}
mirror=${MIRROR:-http://deb.debian.org/debian}
marker=$system/opt/python/.made

enter() { chroot "$system" env -i HOME=/root LANG=C.UTF-8 PATH=/opt/python/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

if [ ! -e "$system/etc/debian_version" ]; then
    debootstrap --variant=minbase bullseye "$system" "$mirror"
    # Debian 11 has Python 3.9 and SQLite 3.34; the sources of Debian 12 have what the program needs.
    {
        echo "deb $mirror bullseye main"
        echo "deb-src $mirror bullseye main"
        echo "deb-src $mirror bookworm main"
    } > "$system/etc/apt/sources.list"
fi
for name in proc dev sys; do
    mountpoint -q "$system/$name" || mount --rbind --make-rslave "/$name" "$system/$name"
done
trap 'umount -l "$system/proc" "$system/dev" "$system/sys"; mountpoint -q "$system/work" && umount "$system/work"' EXIT
cp /etc/resolv.conf "$system/etc/"
for file in /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
    if [ -e "$file" ]; then mkdir -p "$system$(dirname "$file")" && cp "$file" "$system$file"; fi
done

if [ ! -e "$marker" ]; then
    enter apt-get -qq update
    enter env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        build-essential git libbz2-dev libffi-dev liblzma-dev libssl-dev pkg-config tcl uuid-dev zlib1g-dev \
        libxcb-cursor0 libxcb-util1
    mkdir -p "$system/build"
    cp "$project/installer/linux/glibc-2.28.h" "$project/installer/linux/interpreter.sh" "$system/build/"
    enter /bin/bash /build/interpreter.sh
    touch "$marker"
fi

rm -rf "$system/work"
mkdir "$system/work"
git -C "$project" archive HEAD | tar -x -C "$system/work"
moment=$(git -C "$project" log -1 --format=%ct)
enter /bin/sh -c "cd /work && SOURCE_DATE_EPOCH=$moment make package PYTHON=/opt/python/bin/python3.11"
mkdir -p "$project/dist"
cp "$system"/work/dist/*.tar.gz "$system"/work/dist/*.deb "$project/dist/"
