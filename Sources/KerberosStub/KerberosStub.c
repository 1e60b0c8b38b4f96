// Stubs for a static link. Debian's static libgit2 needs Kerberos, of which Debian ships no static library. Gatehouse
// opens no network connections, so these functions are never called; if one were, it would return a failure.
#include <stddef.h>

enum { failure = 13 << 16 };  // GSS_S_FAILURE, RFC 2744 §3.9.1

const void *GSS_C_NT_HOSTBASED_SERVICE = NULL;

#define REFUSE(name) unsigned int name(void) { return failure; }
REFUSE(gss_import_name)
REFUSE(gss_release_name)
REFUSE(gss_init_sec_context)
REFUSE(gss_delete_sec_context)
REFUSE(gss_release_buffer)
REFUSE(gss_display_status)
REFUSE(gss_indicate_mechs)
REFUSE(gss_release_oid_set)
