/*
 * Reading sign-in.conf: lines of a word and a value.
 */
#include "app/sign_in_file.h"

#include "os/os.h"
#include "json/json.h"

enum { FILE_MAX = 1 << 16 };

struct reader {
    struct sign_in_file *out;
    uint64_t seen; /* which words stood there: those of `words` that stand once */
};

static bool read_origin(struct reader *r, str value, struct err *err)
{
    return passkey_place(value, &r->out->place, err);
}

/* clang-format off */
static const struct {
    str name;
    bool (*read)(struct reader *r, str value, struct err *err);
} words[] = {
    {STR_INIT("origin"), read_origin},
};
/* clang-format on */

static bool refuse_word(str name, struct err *err)
{
    str names[COUNT_OF(words)];
    size_t near;

    for (size_t i = 0; i < COUNT_OF(words); i++)
        names[i] = words[i].name;
    near = json_nearest(name, names, COUNT_OF(words));
    err_set(err, ERR_INVALID, STR("nobody knows `"));
    err_add(err, name);
    if (near == COUNT_OF(words))
        return err_add(err, STR("` here; docs/sign-in.md has all words"));
    err_add(err, STR("` here; did you mean `"));
    err_add(err, names[near]);
    return err_add(err, STR("`?"));
}

static bool read_line(struct reader *r, str line, struct err *err)
{
    size_t end = str_find_byte(line, ' ', 0);
    str name = str_slice(line, 0, end);
    str value = str_trim(str_slice(line, end, line.len));

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_equal(words[i].name, name))
            continue;
        if (value.len == 0)
            return err_set(err, ERR_INVALID, STR("a value is missing behind the word"));
        if ((r->seen >> i & 1) != 0)
            return err_set(
                err, ERR_INVALID, STR("this stands there twice; remove one of them"));
        r->seen |= (uint64_t)1 << i;
        return words[i].read(r, value, err);
    }
    return refuse_word(name, err);
}

static bool at_line(str path, uint64_t number, struct err *err)
{
    char buffer[24];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add(&text, STR("line "));
    text_add_u64(&text, number);
    err_while(err, text_str(&text));
    return err_while(err, path);
}

bool sign_in_file_read(
    struct arena *arena, str directory, struct sign_in_file *out, struct err *err)
{
    struct reader r = {.out = out};
    struct text path = text_in(arena);
    uint64_t number = 0;
    str rest;
    str line;

    *out = (struct sign_in_file){0};
    text_add(&path, directory);
    text_add(&path, STR("/sign-in.conf"));
    if (!os_read_file(arena, text_str(&path), FILE_MAX, &rest, err)) {
        bool missing = err->kind == ERR_NOT_FOUND;

        if (missing)
            *err = (struct err){0};
        return missing;
    }
    while (str_split(&rest, '\n', &line)) {
        number++;
        line = str_trim(line);
        if (line.len > 0 && line.ptr[0] != '#' && !read_line(&r, line, err))
            return at_line(text_str(&path), number, err);
    }
    return true;
}
