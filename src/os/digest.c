/*
 * SHA-256 by OpenSSL.
 */
#include "os/inside.h"

#include <openssl/evp.h>

bool os_sha256(str bytes, uint8_t digest[OS_SHA256_BYTES], struct err *err)
{
    if (EVP_Digest(bytes.ptr, bytes.len, digest, NULL, EVP_sha256(), NULL) == 1)
        return true;
    return err_set(err, ERR_IO,
        STR("OpenSSL cannot compute SHA-256 here; check its configuration"));
}
