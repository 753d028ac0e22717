/*
 * A disk that can lose power, put in front of libc by LD_PRELOAD: of every write to a database or its WAL it keeps what was there before
 * and what came, until a sync makes it durable. Whoever cuts the power reads that journal and takes back what was not synced (machine.ts).
 * The journals are shared memory: a sync by one process makes durable what another has written, as the system's page cache does.
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
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOM ((uint64_t)256 << 20)
#define MOST_FILES 65536

/* The head of a journal, as machine.ts reads it: lock, what fails now (an errno; 0: nothing), bytes used; records follow. */
struct head { volatile int32_t lock; volatile int32_t fails; volatile uint64_t used; };
/* Of one write: where, how long the file was, how many old bytes and new ones follow. A truncation has no new ones. */
struct record { uint64_t offset, size, old_bytes, new_bytes; };

static struct head *journal_of[MOST_FILES];

static void *libc_s(const char *name) { return dlsym(RTLD_NEXT, name); }
#define REAL(result, name, ...) static result (*real)(__VA_ARGS__); if (!real) real = libc_s(name)

static int ends_with(const char *path, const char *end) {
  size_t a = strlen(path), b = strlen(end);
  return a >= b && strcmp(path + a - b, end) == 0;
}

static int opened(int fd, const char *path) {
  if (fd < 0 || fd >= MOST_FILES) return fd;
  journal_of[fd] = NULL;
  if (!ends_with(path, ".sqlite") && !ends_with(path, ".sqlite-wal")) return fd;
  REAL(int, "open64", const char *, int, ...);
  char name[4096];
  snprintf(name, sizeof name, "%s.unsynced", path);
  int file = real(name, O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate64(file, ROOM) != 0) abort();
  void *map = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (map == MAP_FAILED) abort();
  close(file);
  journal_of[fd] = map;
  return fd;
}

static void lock(struct head *j) { while (__atomic_exchange_n(&j->lock, 1, __ATOMIC_ACQUIRE)) usleep(1); }
static void unlock(struct head *j) { __atomic_store_n(&j->lock, 0, __ATOMIC_RELEASE); }

/* Written down before the file is touched: a process that dies between the two has changed nothing. */
static void note(struct head *j, int fd, const void *bytes, uint64_t count, uint64_t offset, int truncates) {
  struct stat st;
  if (fstat(fd, &st) != 0) abort();
  uint64_t size = st.st_size, end = truncates ? size : offset + count;
  struct record r = { offset, size, offset < size ? (end < size ? end : size) - offset : 0, truncates ? 0 : count };
  if (sizeof *j + j->used + sizeof r + r.old_bytes + r.new_bytes > ROOM) abort();
  char *at = (char *)(j + 1) + j->used;
  memcpy(at, &r, sizeof r);
  if (r.old_bytes && pread64(fd, at + sizeof r, r.old_bytes, offset) != (ssize_t)r.old_bytes) abort();
  memcpy(at + sizeof r + r.old_bytes, bytes, r.new_bytes);
  __atomic_store_n(&j->used, j->used + sizeof r + r.old_bytes + r.new_bytes, __ATOMIC_RELEASE);
}

static ssize_t put(int fd, const void *bytes, size_t count, off64_t offset, int moves) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  struct head *j = fd >= 0 && fd < MOST_FILES ? journal_of[fd] : NULL;
  if (!j) return real(fd, bytes, count, offset);
  lock(j);
  if (j->fails == ENOSPC) { unlock(j); errno = ENOSPC; return -1; }
  note(j, fd, bytes, count, offset, 0);
  ssize_t done = real(fd, bytes, count, offset);
  unlock(j);
  if (moves && done > 0) lseek64(fd, offset + done, SEEK_SET);
  return done;
}

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(ssize_t, "write", int, const void *, size_t);
  if (fd < 0 || fd >= MOST_FILES || !journal_of[fd]) return real(fd, bytes, count);
  return put(fd, bytes, count, lseek64(fd, 0, SEEK_CUR), 1);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return put(fd, bytes, count, offset, 0); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) { return put(fd, bytes, count, offset, 0); }

static int cut_off(int fd, off64_t length) {
  REAL(int, "ftruncate64", int, off64_t);
  struct head *j = fd >= 0 && fd < MOST_FILES ? journal_of[fd] : NULL;
  if (!j) return real(fd, length);
  lock(j);
  note(j, fd, NULL, 0, length, 1);
  int done = real(fd, length);
  unlock(j);
  return done;
}
int ftruncate(int fd, off_t length) { return cut_off(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut_off(fd, length); }

/* No real sync: what counts is what a power cut would take, and that is decided here. */
static int synced(int fd, const char *name) {
  struct head *j = fd >= 0 && fd < MOST_FILES ? journal_of[fd] : NULL;
  if (!j) { int (*real)(int) = libc_s(name); return real(fd); }
  lock(j);
  int fails = j->fails;
  if (!fails) j->used = 0;
  unlock(j);
  if (fails) errno = fails;
  return fails ? -1 : 0;
}
int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

static int mode_of(int flags, va_list more) { return flags & O_CREAT ? va_arg(more, int) : 0; }
int open(const char *path, int flags, ...) {
  REAL(int, "open", const char *, int, ...);
  va_list more; va_start(more, flags); int mode = mode_of(flags, more); va_end(more);
  return opened(real(path, flags, mode), path);
}
int open64(const char *path, int flags, ...) {
  REAL(int, "open64", const char *, int, ...);
  va_list more; va_start(more, flags); int mode = mode_of(flags, more); va_end(more);
  return opened(real(path, flags, mode), path);
}
int close(int fd) {
  REAL(int, "close", int);
  if (fd >= 0 && fd < MOST_FILES && journal_of[fd]) { munmap(journal_of[fd], ROOM); journal_of[fd] = NULL; }
  return real(fd);
}
