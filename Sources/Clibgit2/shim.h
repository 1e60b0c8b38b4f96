#ifndef GATEHOUSE_CLIBGIT2_SHIM_H
#define GATEHOUSE_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <zlib.h>

#include "pack_guard.h"

// git_libgit2_opts is variadic, and Swift cannot call a variadic function.

/// Sets the maximum size of a packed object in bytes; larger ones are refused before they are unpacked (Debian's
/// libgit2 from 1.5.1+ds-1+deb12u2 on).
static inline int gatehouse_limit_packed_objects(size_t bytes) {
  return git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECT_SIZE, bytes);
}

/// Disables the configuration files of one level, so that settings of the user and the machine have no effect.
static inline int gatehouse_search_nothing(git_config_level_t level) {
  return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
}

/// A libgit2 backend for loose objects; its functions are in LooseStore.swift.
typedef struct {
  git_odb_backend parent;
  char *folder;
} gatehouse_loose_store;

/// Decompresses at most `room` bytes. Sets `came` to the number of bytes written, `ended` to whether the stream ended
/// there, and `trailing` to whether bytes follow its end. Returns 0, or -1 when the stream is damaged. Lengths must fit
/// in 32 bits.
static inline int gatehouse_inflate(const unsigned char *from, size_t length, unsigned char *into, size_t room,
                                    size_t *came, int *ended, int *trailing) {
  z_stream stream = {0};
  if (inflateInit(&stream) != Z_OK) return -1;
  stream.next_in = (z_const Bytef *)from;
  stream.avail_in = (uInt)length;
  stream.next_out = into;
  stream.avail_out = (uInt)room;
  int result = inflate(&stream, Z_FINISH);
  *came = room - stream.avail_out;
  *ended = result == Z_STREAM_END;
  *trailing = stream.avail_in > 0;
  inflateEnd(&stream);
  // Z_BUF_ERROR means that the output buffer or the input was too short, which the caller handles.
  return result == Z_STREAM_END || result == Z_OK || result == Z_BUF_ERROR ? 0 : -1;
}

/// Compresses bytes into at most `room` bytes. Returns the number of bytes written, or 0 when there is not enough room.
static inline size_t gatehouse_deflate(const unsigned char *from, size_t length, unsigned char *into, size_t room) {
  uLongf written = room;
  return compress2(into, &written, from, length, Z_BEST_SPEED) == Z_OK ? written : 0;
}

/// The most bytes that `gatehouse_deflate` may write.
static inline size_t gatehouse_deflate_bound(size_t length) { return compressBound(length); }

#endif
