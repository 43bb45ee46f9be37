/*
 * The few memory functions of <string.h>, and what all code assumes.
 *
 * clang's wasm32 target has no <string.h>, so they are declared here; libc
 * defines them natively and mem.c does for WebAssembly.
 */
#ifndef VESTIBULE_BASE_MEM_H
#define VESTIBULE_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE        __attribute__((warn_unused_result))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

void *memcpy(void *restrict to, const void *restrict from, size_t len);
void *memmove(void *to, const void *from, size_t len);
void *memset(void *to, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);

/* Stop the program when `cond` does not hold: a bug, never a user's mistake.
 * Checked in every build. */
#define REQUIRE(cond) ((cond) ? (void)0 : require_failed(__FILE__, __LINE__, #cond))

_Noreturn void require_failed(const char *file, int line, const char *claim);

#endif
