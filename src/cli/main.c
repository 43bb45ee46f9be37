/*
 * The program's entry: words in, status out.
 */
#include "cli/command.h"
#include "os/os.h"

int main(int argc, char **argv)
{
    struct arena arena = {0};
    size_t count = argc > 1 ? (size_t)argc - 1 : 0;
    str *words = ARENA_ARRAY(&arena, str, count);
    enum status status;

    for (size_t i = 0; i < count; i++)
        words[i] = str_from(argv[i + 1]);
    os_prepare(STATUS_BUG);
    status = cli_run(&arena, words, count);
    arena_clear(&arena);
    return (int)status;
}
