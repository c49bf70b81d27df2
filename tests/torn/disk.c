/* A disk that fails when told, and remembers what was asked of it: loaded before the C library (LD_PRELOAD).
 *
 * Only files below the folder named by disk_watch() count. disk_arm(n, e) lets the n-th call that writes, syncs,
 * truncates, renames, unlinks or creates fail with errno e; with disk_record(fd) each call is appended to fd:
 *   op u8, path length u16, path, offset u64, length u32, data (for R: the other path)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static char watched[4096];
static long calls, fail_at;
static int fail_with, trace = -1;

void disk_watch(const char *folder) { strncpy(watched, folder, sizeof watched - 1); }
void disk_arm(long at, int with) { calls = 0; fail_at = at; fail_with = with; }
long disk_calls(void) { return calls; }
void disk_record(int descriptor) { trace = descriptor; }

static int below(const char *path) { size_t n = strlen(watched); return n && !strncmp(path, watched, n) && path[n] == '/'; }

static int name_of(int descriptor, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t n = readlink(link, path, size - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return below(path) || !strcmp(path, watched);
}

static void full_path(int folder, const char *name, char *path, size_t size) {
    if (name[0] == '/' ) { snprintf(path, size, "%s", name); return; }
    char base[4096];
    if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) base[0] = 0; }
    else { char link[64]; snprintf(link, sizeof link, "/proc/self/fd/%d", folder); ssize_t n = readlink(link, base, sizeof base - 1); base[n < 0 ? 0 : n] = 0; }
    snprintf(path, size, "%s/%s", base, name);
}

static int fails(void) {
    if (++calls != fail_at) return 0;
    errno = fail_with;
    return 1;
}

static void tell(char op, const char *path, uint64_t offset, const void *data, uint32_t length) {
    if (trace < 0) return;
    static __typeof__(&write) put;
    if (!put) put = REAL(write);
    char head[3 + 4096 + 12];
    uint16_t n = (uint16_t)strlen(path);
    head[0] = op; memcpy(head + 1, &n, 2); memcpy(head + 3, path, n);
    memcpy(head + 3 + n, &offset, 8); memcpy(head + 11 + n, &length, 4);
    if (put(trace, head, 15 + n) < 0) abort();
    for (uint32_t done = 0; done < length;) { ssize_t m = put(trace, (const char *)data + done, length - done); if (m < 0) abort(); done += (uint32_t)m; }
}

void disk_mark(uint64_t number) { tell('M', "", number, "", 0); }

ssize_t write(int d, const void *data, size_t n) {
    char path[4096];
    if (d == trace || !watched[0] || !name_of(d, path, sizeof path)) return REAL(write)(d, data, n);
    if (fails()) return -1;
    off_t at = (fcntl(d, F_GETFL) & O_APPEND) ? lseek(d, 0, SEEK_END) : lseek(d, 0, SEEK_CUR);
    ssize_t done = REAL(write)(d, data, n);
    if (done > 0) tell('W', path, (uint64_t)at, data, (uint32_t)done);
    return done;
}

static ssize_t put_at(__typeof__(&pwrite64) real, int d, const void *data, size_t n, off64_t at) {
    char path[4096];
    if (!watched[0] || !name_of(d, path, sizeof path)) return real(d, data, n, at);
    if (fails()) return -1;
    ssize_t done = real(d, data, n, at);
    if (done > 0) tell('W', path, (uint64_t)at, data, (uint32_t)done);
    return done;
}
ssize_t pwrite(int d, const void *data, size_t n, off_t at) { return put_at((__typeof__(&pwrite64))REAL(pwrite), d, data, n, at); }
ssize_t pwrite64(int d, const void *data, size_t n, off64_t at) { return put_at(REAL(pwrite64), d, data, n, at); }

static int cut(__typeof__(&ftruncate64) real, int d, off64_t n) {
    char path[4096];
    if (!watched[0] || !name_of(d, path, sizeof path)) return real(d, n);
    if (fails()) return -1;
    int done = real(d, n);
    if (!done) tell('T', path, (uint64_t)n, "", 0);
    return done;
}
int ftruncate(int d, off_t n) { return cut((__typeof__(&ftruncate64))REAL(ftruncate), d, n); }
int ftruncate64(int d, off64_t n) { return cut(REAL(ftruncate64), d, n); }

static int sync_with(__typeof__(&fsync) real, int d) {
    char path[4096];
    if (!watched[0] || !name_of(d, path, sizeof path)) return real(d);
    if (fails()) return -1;
    int done = real(d);
    if (!done) tell('S', path, 0, "", 0);
    return done;
}
int fsync(int d) { return sync_with(REAL(fsync), d); }
int fdatasync(int d) { return sync_with(REAL(fdatasync), d); }

int rename(const char *from, const char *to) {
    char a[4096], b[4096];
    full_path(AT_FDCWD, from, a, sizeof a); full_path(AT_FDCWD, to, b, sizeof b);
    if (!watched[0] || !(below(a) || below(b))) return REAL(rename)(from, to);
    if (fails()) return -1;
    int done = REAL(rename)(from, to);
    if (!done) tell('R', a, 0, b, (uint32_t)strlen(b));
    return done;
}

int unlink(const char *name) {
    char path[4096];
    full_path(AT_FDCWD, name, path, sizeof path);
    if (!watched[0] || !below(path)) return REAL(unlink)(name);
    if (fails()) return -1;
    int done = REAL(unlink)(name);
    if (!done) tell('U', path, 0, "", 0);
    return done;
}

static int opened(__typeof__(&openat) real, int folder, const char *name, int flags, mode_t mode) {
    char path[4096];
    if (!watched[0] || !(flags & (O_CREAT | O_TRUNC))) return real(folder, name, flags, mode);
    full_path(folder, name, path, sizeof path);
    if (!below(path)) return real(folder, name, flags, mode);
    struct stat found;
    int there = !stat(path, &found);
    if ((!there || flags & O_TRUNC) && fails()) return -1;
    int d = real(folder, name, flags, mode);
    if (d >= 0 && !there) tell('C', path, 0, "", 0);
    else if (d >= 0 && flags & O_TRUNC) tell('T', path, 0, "", 0);
    return d;
}
static mode_t mode_of(int flags, va_list more) { return flags & O_CREAT ? va_arg(more, mode_t) : 0; }
int openat(int folder, const char *name, int flags, ...) { va_list m; va_start(m, flags); mode_t mode = mode_of(flags, m); va_end(m); return opened(REAL(openat), folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { va_list m; va_start(m, flags); mode_t mode = mode_of(flags, m); va_end(m); return opened(REAL(openat64), folder, name, flags, mode); }
int open(const char *name, int flags, ...) { va_list m; va_start(m, flags); mode_t mode = mode_of(flags, m); va_end(m); return opened(REAL(openat), AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { va_list m; va_start(m, flags); mode_t mode = mode_of(flags, m); va_end(m); return opened(REAL(openat64), AT_FDCWD, name, flags, mode); }

/* Copies go the plain way, so that what is written can be seen. */
ssize_t sendfile(int out, int in, off_t *at, size_t n) { (void)out; (void)in; (void)at; (void)n; errno = ENOTSOCK; return -1; }
ssize_t sendfile64(int out, int in, off64_t *at, size_t n) { (void)out; (void)in; (void)at; (void)n; errno = ENOTSOCK; return -1; }
