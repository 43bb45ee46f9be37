/*
 * What libc gives natively and WebAssembly lacks.
 *
 * clang knows these loops and would turn each into a call to the very function it
 * stands in; no_builtin forbids that.  Calls with a known small size never get
 * here: clang writes them out in place.
 */
#include "base/mem.h"

#ifdef __wasm__

_Noreturn void require_failed(const char *file, int line, const char *claim)
{
    (void)file;
    (void)line;
    (void)claim;
    __builtin_trap();
}

__attribute__((no_builtin)) void *memcpy(
    void *restrict to, const void *restrict from, size_t len)
{
    unsigned char *t = to;
    const unsigned char *f = from;
    size_t i = 0;

    for (uint64_t word; i + sizeof(word) <= len; i += sizeof(word)) {
        __builtin_memcpy(&word, f + i, sizeof(word));
        __builtin_memcpy(t + i, &word, sizeof(word));
    }
    for (; i < len; i++)
        t[i] = f[i];
    return to;
}

__attribute__((no_builtin)) void *memmove(void *to, const void *from, size_t len)
{
    unsigned char *t = to;
    const unsigned char *f = from;

    /* Upwards or downwards, so that no byte is overwritten before it is read. */
    if ((uintptr_t)to <= (uintptr_t)from) {
        for (size_t i = 0; i < len; i++)
            t[i] = f[i];
    } else {
        for (size_t i = len; i-- > 0;)
            t[i] = f[i];
    }
    return to;
}

__attribute__((no_builtin)) void *memset(void *to, int byte, size_t len)
{
    unsigned char *t = to;
    uint64_t word = (unsigned char)byte * 0x0101010101010101u;
    size_t i = 0;

    for (; i + sizeof(word) <= len; i += sizeof(word))
        __builtin_memcpy(t + i, &word, sizeof(word));
    for (; i < len; i++)
        t[i] = (unsigned char)byte;
    return to;
}

__attribute__((no_builtin)) int memcmp(const void *a, const void *b, size_t len)
{
    const unsigned char *x = a;
    const unsigned char *y = b;

    for (size_t i = 0; i < len; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

#endif
