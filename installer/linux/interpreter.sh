#!/bin/bash
# Inside the Debian 11 of release.sh: Python, SQLite and libpng into /opt/python, fit for glibc 2.28.
set -euxo pipefail
cd /build
rm -rf libpng1.6-*/ sqlite3-*/ python3.11-*/
old="-include /build/glibc-2.28.h"
apt-get -qq source python3.11 sqlite3 libpng1.6

(cd libpng1.6-*/ && ./configure -q --prefix=/opt/python --disable-static && make -s -j2 CFLAGS="-O2 $old" && make -s install)

(cd sqlite3-*/ && ./configure -q --prefix=/opt/python --disable-static --disable-tcl --disable-readline &&
    make -s -j2 CFLAGS="-O2 -DSQLITE_SECURE_DELETE -DSQLITE_ENABLE_COLUMN_METADATA $old" && make -s install)

# Debian's Python is the system's: pip stays out of it, and pyexpat is compiled with the interpreter. Ours is neither.
# sem_clockwait came with glibc 2.30; Python does without.
(cd python3.11-*/ && patch -s -R -p1 < debian/patches/ensurepip-disabled.diff &&
    sed -i '1i #define Py_BUILD_CORE_MODULE 1' Modules/pyexpat.c &&
    ac_cv_func_sem_clockwait=no CPPFLAGS=-I/opt/python/include LDFLAGS="-L/opt/python/lib -Wl,-rpath,/opt/python/lib" \
        ./configure -q --prefix=/opt/python --enable-shared --with-ensurepip=install --disable-test-modules &&
    make -s -j2 EXTRA_CFLAGS="$old" && make -s install EXTRA_CFLAGS="$old")

echo /opt/python/lib > /etc/ld.so.conf.d/0-python.conf
ldconfig
/opt/python/bin/python3.11 -c 'import bz2, ctypes, hashlib, lzma, pyexpat, sqlite3, zlib; assert sqlite3.sqlite_version_info >= (3, 37)'
