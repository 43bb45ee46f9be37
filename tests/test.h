/*
 * The test harness: TAP on standard output, one point for each TEST.
 *
 *     TEST(map, finds_what_was_put)
 *     {
 *         CHECK(...);
 *     }
 *
 * Tests register themselves and run in the order they stand in.  A failed CHECK
 * says where and what, and the test goes on; CHECK_OR_STOP leaves the test.
 * TEST_SEED in the environment repeats a random run; an argument runs only the
 * tests whose "group: name" contains it.
 */
#ifndef VESTIBULE_TEST_H
#define VESTIBULE_TEST_H

#include "base/base.h"

/* One registered test, linked into a list before main() begins. */
struct test {
    const char *group;
    const char *name;
    void (*run)(void);
    struct test *next;
};

void test_register(struct test *test);

/* Record a check; all return whether it held. */
bool test_check(bool held, const char *file, int line, const char *claim);
bool test_check_u64(
    uint64_t got, uint64_t wanted, const char *file, int line, const char *claim);
bool test_check_str(str got, str wanted, const char *file, int line, const char *claim);

/* Return a random number below `limit`, or any number; repeatable by TEST_SEED.
 * Every test has its own sequence, the same alone and among others. */
size_t test_random(size_t limit);
uint64_t test_random_u64(void);

#define CHECK(claim) (void)test_check((claim), __FILE__, __LINE__, #claim)

/* Both take what came first, then what was wanted. */
#define CHECK_U64(got, wanted) \
    (void)test_check_u64((got), (wanted), __FILE__, __LINE__, #got)
#define CHECK_STR(got, wanted) \
    (void)test_check_str((got), (wanted), __FILE__, __LINE__, #got)

/* For what the rest of the test stands on. */
#define CHECK_OR_STOP(claim)                                  \
    do {                                                      \
        if (!test_check((claim), __FILE__, __LINE__, #claim)) \
            return;                                           \
    } while (false)

#define TEST(group, name)                                                       \
    static void test_##group##_##name(void);                                    \
    __attribute__((constructor)) static void register_##group##_##name(void)    \
    {                                                                           \
        static struct test test = {#group, #name, test_##group##_##name, NULL}; \
        test_register(&test);                                                   \
    }                                                                           \
    static void test_##group##_##name(void)

#endif
