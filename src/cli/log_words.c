/*
 * What the commands on records take and say: numbers, the time, values in words.
 */
#include "cli/log.h"

#include "os/os.h"

static int64_t now(void *context)
{
    (void)context;
    return os_now();
}

struct keeper_clock log_clock(void)
{
    return (struct keeper_clock){now, NULL};
}

bool log_number(str word, str what, uint64_t *out, struct err *err)
{
    if (str_to_u64(word, out))
        return true;
    err_set(err, ERR_USAGE, word);
    err_add(err, STR(": give "));
    return err_add(err, what);
}

/* ---- values in words ---- */

static void add_items(struct text *text, const struct json_value *value)
{
    for (size_t i = 0; i < value->count; i++) {
        text_add(text, i > 0 ? STR(", ") : STR(""));
        if (value->kind == JSON_IS_OBJECT) {
            text_add(text, value->names[i]);
            text_add(text, STR(" = "));
        }
        text_add_shown(text, &value->items[i]);
    }
    if (value->count == 0)
        text_add(text, STR("none"));
}

void text_add_shown(struct text *text, const struct json_value *value)
{
    switch (value->kind) {
    case JSON_IS_TEXT:
        text_add(text, value->text);
        break;
    case JSON_IS_BOOL:
        text_add(text, value->truth ? STR("yes") : STR("no"));
        break;
    case JSON_IS_INTEGER:
        text_add_i64(text, value->integer);
        break;
    case JSON_IS_ARRAY:
    case JSON_IS_OBJECT:
        add_items(text, value);
        break;
    default:
        text_add(text, STR("not known"));
    }
}
