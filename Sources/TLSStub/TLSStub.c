// Stubs for a static link: Mbed TLS without connections and certificates, of which libgit2 needs these functions. libgit2 reads
// and decodes all certificates of the host each time it starts, which takes a tenth of the time of a check before a commit.
// Gatehouse opens no network connections; if it did, each would be refused here.
#include <stddef.h>

enum { failure = -0x6C00 };  // MBEDTLS_ERR_SSL_INTERNAL_ERROR

#define NOTHING(name) void name(void) {}
#define REFUSE(name) int name(void) { return failure; }

// libgit2 does not start without a configuration and a cipher.
int mbedtls_ssl_config_defaults(void) { return 0; }
int mbedtls_ssl_get_ciphersuite_id(void) { return 1; }
NOTHING(mbedtls_ssl_config_init)
NOTHING(mbedtls_ssl_config_free)
NOTHING(mbedtls_ssl_conf_authmode)
NOTHING(mbedtls_ssl_conf_ca_chain)
NOTHING(mbedtls_ssl_conf_ciphersuites)
NOTHING(mbedtls_ssl_conf_min_version)
NOTHING(mbedtls_ssl_conf_rng)

NOTHING(mbedtls_x509_crt_init)
NOTHING(mbedtls_x509_crt_free)
REFUSE(mbedtls_x509_crt_parse_file)
REFUSE(mbedtls_x509_crt_parse_path)
REFUSE(mbedtls_x509_crt_verify_info)

NOTHING(mbedtls_ssl_init)
NOTHING(mbedtls_ssl_free)
NOTHING(mbedtls_ssl_set_bio)
REFUSE(mbedtls_ssl_setup)
REFUSE(mbedtls_ssl_set_hostname)
REFUSE(mbedtls_ssl_handshake)
REFUSE(mbedtls_ssl_read)
REFUSE(mbedtls_ssl_write)
REFUSE(mbedtls_ssl_close_notify)
const void *mbedtls_ssl_get_peer_cert(void) { return NULL; }
unsigned int mbedtls_ssl_get_verify_result(void) { return 0xFFFFFFFF; }
