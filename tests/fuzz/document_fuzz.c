/* Any bytes as a protocol: diagnostics or an image, never a crash. */
#include "policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct arena arena = {0};
    struct diags diags = {0};
    struct policy policy;

    if (policy_compile(&arena, (str){(const char *)bytes, len}, &diags, &policy))
        REQUIRE(policy.image.len > 0);
    else
        REQUIRE(diags.errors > 0);
    policy_clear(&policy);
    arena_clear(&arena);
    return 0;
}
