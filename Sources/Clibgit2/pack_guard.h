#ifndef GATEHOUSE_CLIBGIT2_PACK_GUARD_H
#define GATEHOUSE_CLIBGIT2_PACK_GUARD_H

#include <fcntl.h>
#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// libgit2 1.5 follows a delta to its base without counting, so it never ends for objects of a pack that are deltas of
// each other. The guard of a pack is asked before the pack: it refuses such an object and answers "not here" for any other.

/// Git writes chains of at most 4095 deltas (git-pack-objects, --depth).
enum { gatehouse_longest_delta_chain = 1 << 16 };

/// A libgit2 backend that has no objects. `index` and `pack` are the mapped files, which PackIndex has checked.
typedef struct {
  git_odb_backend parent;
  const unsigned char *index, *pack;
  size_t index_size, pack_size;
} gatehouse_pack_guard;

static inline uint32_t gatehouse_number(const unsigned char *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/// The offset of an object in the pack, by the binary search of libgit2 (gitformat-pack, "pack-*.idx files"); 0 when the
/// index does not have it.
static inline size_t gatehouse_offset_in_pack(const gatehouse_pack_guard *guard, const unsigned char *id) {
  int is_first = gatehouse_number(guard->index) != 0xff744f63;
  const unsigned char *fan_out = guard->index + (is_first ? 0 : 8), *entries = fan_out + 1024;
  size_t count = gatehouse_number(fan_out + 4 * 255), stride = is_first ? 24 : 20;
  size_t low = id[0] ? gatehouse_number(fan_out + 4 * (id[0] - 1)) : 0, high = gatehouse_number(fan_out + 4 * id[0]);
  if (high > count || (size_t)(entries - guard->index) + count * (is_first ? 24 : 28) > guard->index_size) return 0;
  while (low < high) {
    size_t middle = (low + high) / 2;
    const unsigned char *entry = entries + middle * stride;
    int order = memcmp(entry + (is_first ? 4 : 0), id, 20);
    if (order > 0) high = middle;
    if (order < 0) low = middle + 1;
    if (order != 0) continue;
    if (is_first) return gatehouse_number(entry);
    size_t offset = gatehouse_number(entries + count * 24 + middle * 4);
    if (offset < 0x80000000) return offset;
    const unsigned char *large = entries + count * 28 + (offset - 0x80000000) * 8;
    if (large + 8 > guard->index + guard->index_size) return 0;
    return (size_t)gatehouse_number(large) << 32 | gatehouse_number(large + 4);
  }
  return 0;
}

/// Whether the deltas of an object end at a whole object, or at something that libgit2 refuses itself.
static inline int gatehouse_deltas_end(const gatehouse_pack_guard *guard, const unsigned char *id) {
  size_t at = gatehouse_offset_in_pack(guard, id);
  for (int length = 0; length < gatehouse_longest_delta_chain; length++) {
    // What reaches beyond the pack is refused by libgit2.
    if (at == 0 || at >= guard->pack_size) return 1;
    const unsigned char *next = guard->pack + at, *end = guard->pack + guard->pack_size;
    int kind = *next >> 4 & 7;
    if (kind != 6 && kind != 7) return 1;
    while (*next++ & 0x80)
      if (next == end) return 1;
    if (kind == 7) {
      if (end - next < 20) return 1;
      at = gatehouse_offset_in_pack(guard, next);
      continue;
    }
    if (next == end) return 1;
    size_t back = *next & 0x7f;
    while (*next++ & 0x80) {
      if (next == end) return 1;
      back = (back + 1) << 7 | (*next & 0x7f);
    }
    if (back == 0 || back >= at) return 1;
    at -= back;
  }
  return 0;
}

static inline int gatehouse_guard_answer(git_odb_backend *backend, const git_oid *id) {
  if (gatehouse_deltas_end((const gatehouse_pack_guard *)backend, id->id)) return GIT_ENOTFOUND;
  git_error_set_str(GIT_ERROR_ODB, "an object of a pack is a delta without an end");
  return GIT_ERROR;
}

static inline int gatehouse_guard_read(void **data, size_t *size, git_object_t *kind, git_odb_backend *backend,
                                       const git_oid *id) {
  (void)data, (void)size, (void)kind;
  return gatehouse_guard_answer(backend, id);
}

static inline int gatehouse_guard_header(size_t *size, git_object_t *kind, git_odb_backend *backend,
                                         const git_oid *id) {
  (void)size, (void)kind;
  return gatehouse_guard_answer(backend, id);
}

static inline void gatehouse_guard_free(git_odb_backend *backend) {
  gatehouse_pack_guard *guard = (gatehouse_pack_guard *)backend;
  if (guard->index) munmap((void *)guard->index, guard->index_size);
  if (guard->pack) munmap((void *)guard->pack, guard->pack_size);
  free(guard);
}

/// The bytes of a file; null when it cannot be mapped.
static inline const unsigned char *gatehouse_map(const char *path, size_t *size) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;
  void *bytes = MAP_FAILED;
  if (file >= 0 && fstat(file, &status) == 0 && status.st_size > 0) {
    *size = (size_t)status.st_size;
    bytes = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0);
  }
  if (file >= 0) close(file);
  return bytes == MAP_FAILED ? NULL : (const unsigned char *)bytes;
}

/// Adds the guard of a pack to a database. Returns 0, or -1 when a file
/// cannot be mapped.
static inline int gatehouse_guard_pack(git_odb *database, const char *index, const char *pack) {
  gatehouse_pack_guard *guard = calloc(1, sizeof *guard);
  if (!guard || git_odb_init_backend(&guard->parent, GIT_ODB_BACKEND_VERSION) < 0) return free(guard), -1;
  guard->parent.read = gatehouse_guard_read;
  guard->parent.read_header = gatehouse_guard_header;
  guard->parent.free = gatehouse_guard_free;
  guard->index = gatehouse_map(index, &guard->index_size);
  guard->pack = gatehouse_map(pack, &guard->pack_size);
  if (!guard->index || !guard->pack || git_odb_add_backend(database, &guard->parent, 3) < 0)
    return gatehouse_guard_free(&guard->parent), -1;
  return 0;
}

#endif
