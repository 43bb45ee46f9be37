/*
 * What replay is held against: every line of standard input parsed as JSON, and no more.
 */
#include <jansson.h>
#include <stdio.h>

int main(void)
{
    static char line[1 << 16];
    size_t lines = 0;

    while (fgets(line, sizeof(line), stdin) != NULL) {
        json_t *value = json_loads(line, JSON_REJECT_DUPLICATES, NULL);

        if (value == NULL)
            return 1;
        json_decref(value);
        lines++;
    }
    printf("%zu\n", lines);
    return 0;
}
