/*
 * The test harness: a list of tests, a count of failed checks, a random sequence.
 * This and the programs' main() are the only places with file-scope state.
 */
#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct test *first;
static struct test **last = &first;
static unsigned failures; /* in the test that runs now */
static uint64_t seed;
static uint64_t sequence;

void test_register(struct test *test)
{
    *last = test;
    last = &test->next;
}

bool test_check(bool held, const char *file, int line, const char *claim)
{
    if (!held) {
        failures++;
        fprintf(stderr, "# %s:%d: does not hold: %s\n", file, line, claim);
    }
    return held;
}

bool test_check_u64(
    uint64_t got, uint64_t wanted, const char *file, int line, const char *claim)
{
    bool held = test_check(got == wanted, file, line, claim);

    if (!held)
        fprintf(
            stderr, "#      got %" PRIu64 "\n#   wanted %" PRIu64 "\n", got, wanted);
    return held;
}

/* Print text on lines that all begin with '#', so that it cannot look like TAP. */
static void print_text(const char *title, str text)
{
    fprintf(stderr, "#   %s \"", title);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n')
            fputs("\n#           ", stderr);
        else
            fputc(text.ptr[i], stderr);
    }
    fputs("\"\n", stderr);
}

bool test_check_str(str got, str wanted, const char *file, int line, const char *claim)
{
    bool held = got.len == wanted.len &&
        (got.len == 0 || memcmp(got.ptr, wanted.ptr, got.len) == 0);

    test_check(held, file, line, claim);
    if (!held) {
        print_text("   got", got);
        print_text("wanted", wanted);
    }
    return held;
}

/* splitmix64: a counter, well stirred. */
uint64_t test_random_u64(void)
{
    uint64_t z = sequence += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

size_t test_random(size_t limit)
{
    return limit == 0 ? 0 : (size_t)(test_random_u64() % limit);
}

/* The run's seed mixed with the test's name (FNV-1a). */
static uint64_t sequence_for(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325u ^ seed;

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 0x100000001b3u;
    return hash;
}

/* Run every chosen test, or only count them; returns how many failed (or are). */
static unsigned each_test(const char *chosen, bool run)
{
    unsigned number = 0;
    unsigned failed = 0;
    char title[256];

    for (const struct test *test = first; test != NULL; test = test->next) {
        (void)snprintf(title, sizeof title, "%s: %s", test->group, test->name);
        if (chosen != NULL && strstr(title, chosen) == NULL)
            continue;
        number++;
        if (!run)
            continue;
        failures = 0;
        sequence = sequence_for(title);
        test->run();
        printf("%sok %u - %s\n", failures == 0 ? "" : "not ", number, title);
        failed += failures != 0;
    }
    return run ? failed : number;
}

int main(int argc, char **argv)
{
    const char *chosen = argc > 1 ? argv[1] : NULL;
    const char *given = getenv("TEST_SEED");

    seed = given != NULL ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    printf("# TEST_SEED=%" PRIu64 "\n1..%u\n", seed, each_test(chosen, false));
    if (each_test(chosen, true) == 0)
        return 0;
    fprintf(stderr, "# repeat with TEST_SEED=%" PRIu64 "\n", seed);
    return 1;
}
