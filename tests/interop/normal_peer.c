/*
 * Says of each line of standard input whether a new text may be spelt so: `yes` or `no`.
 */
#include "os/os.h"
#include "record/record.h"

static const str yes = STR_INIT("yes\n");
static const str no = STR_INIT("no\n");

int main(void)
{
    const struct record_field *field =
        record_find_field(RECORD_FACT_STATED, STR("words"));
    struct arena arena = {0};
    struct text answers = text_in(&arena);
    struct err err;
    str rest;
    str line;

    if (!os_read_file(&arena, STR("-"), 1 << 28, &rest, &err)) {
        (void)os_write(OS_STDERR, err_text(&err), &err);
        return 1;
    }
    while (str_split(&rest, '\n', &line)) {
        struct arena scratch = {0};
        struct json_value value = record_text_value(line);
        struct record_mistakes mistakes = {0};

        if (line.len > 0)
            text_add(&answers,
                record_check_new_value(&scratch, field, &value, &mistakes) ? yes : no);
        arena_clear(&scratch);
    }
    if (!os_write(OS_STDOUT, text_str(&answers), &err))
        return 1;
    arena_clear(&arena);
    return 0;
}
