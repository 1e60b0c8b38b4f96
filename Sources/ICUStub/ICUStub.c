// Stubs for a static link. Debian's static libxml2 needs ICU (30 MB of character set tables) and LZMA (for compressed
// files). libxml2 itself supports the encodings that XML requires, and reports are parsed from memory, uncompressed. So
// these functions return failures, which libxml2 reports as an unknown encoding.
#include <stddef.h>

enum { failure = 4, unusable = 11 };  // U_FILE_ACCESS_ERROR (ICU's utypes.h), LZMA_PROG_ERROR (lzma/base.h)

// ICU appends its version to each symbol; Debian 12 has version 72.
void *ucnv_open_72(const char *name, int *status) {
  *status = failure;
  return NULL;
}
void ucnv_close_72(void *converter) {}
void UCNV_FROM_U_CALLBACK_STOP_72(void) {}
void UCNV_TO_U_CALLBACK_STOP_72(void) {}
void ucnv_setToUCallBack_72(void *converter, void *new, const void *context, void *old, void *oldContext, int *status) {
  *status = failure;
}
void ucnv_setFromUCallBack_72(void *converter, void *new, const void *context, void *old, void *oldContext, int *status) {
  *status = failure;
}
void ucnv_convertEx_72(void *to, void *from, char **target, const char *targetEnd, const char **source,
                       const char *sourceEnd, void *a, void *b, void *c, void *d, signed char reset, signed char flush,
                       int *status) {
  *status = failure;
}

int lzma_auto_decoder(void *stream, unsigned long long limit, unsigned flags) { return unusable; }
int lzma_properties_decode(void *filter, const void *allocator, const unsigned char *bytes, size_t size) {
  return unusable;
}
int lzma_code(void *stream, int action) { return unusable; }
void lzma_end(void *stream) {}
