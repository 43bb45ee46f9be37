/*
 * Reading a file of settings: each line finds its row.
 */
#include "app/conf.h"

#include "os/os.h"
#include "json/json.h"

struct reader {
    const struct conf *conf;
    unsigned part;             /* the last that was begun */
    bool seen[CONF_WORDS_MAX]; /* which words stood there: those of parts, in this */
};

/* A new part may have all of its words again. */
static void begin_part(struct reader *r, unsigned part)
{
    r->part = part;
    for (size_t i = 0; i < r->conf->word_count; i++)
        if (r->conf->words[i].belongs != 0)
            r->seen[i] = false;
}

/* Say behind which words it would be in its place. */
static bool misplaced(const struct conf *conf, unsigned parts, struct err *err)
{
    bool is_first = true;

    err_set(err, ERR_INVALID, STR("this does not belong here; put it behind "));
    for (size_t i = 0; i < conf->word_count; i++) {
        if ((conf->words[i].begins & parts) == 0)
            continue;
        err_add(err, is_first ? STR("`") : STR(" or `"));
        err_add(err, conf->words[i].name);
        err_add(err, STR("`"));
        is_first = false;
    }
    return false;
}

static bool unknown(const struct conf *conf, str name, struct err *err)
{
    str names[CONF_WORDS_MAX];
    size_t near;

    for (size_t i = 0; i < conf->word_count; i++)
        names[i] = conf->words[i].name;
    near = json_nearest(name, names, conf->word_count);
    err_set(err, ERR_INVALID, STR("nobody knows `"));
    err_add(err, name);
    if (near == conf->word_count) {
        err_add(err, STR("` here; "));
        err_add(err, conf->manual);
        return err_add(err, STR(" has all words"));
    }
    err_add(err, STR("` here; did you mean `"));
    err_add(err, names[near]);
    return err_add(err, STR("`?"));
}

/* Find the row of a word where we are; the number of rows when there is none.  `*parts`
 * are those in which it could stand. */
static size_t find_row(const struct reader *r, str name, unsigned *parts)
{
    *parts = 0;
    for (size_t i = 0; i < r->conf->word_count; i++) {
        const struct conf_word *word = &r->conf->words[i];

        if (!str_equal(word->name, name))
            continue;
        if (word->belongs == 0 || (word->belongs & r->part) != 0)
            return i;
        *parts |= word->belongs;
    }
    return r->conf->word_count;
}

static bool read_line(struct reader *r, str line, struct err *err)
{
    size_t end = str_find_byte(line, ' ', 0);
    str name = str_slice(line, 0, end);
    str value = str_trim(str_slice(line, end, line.len));
    unsigned parts;
    size_t row = find_row(r, name, &parts);
    const struct conf_word *word = &r->conf->words[row];

    if (row == r->conf->word_count)
        return parts != 0 ? misplaced(r->conf, parts, err)
                          : unknown(r->conf, name, err);
    if (value.len == 0)
        return err_set(err, ERR_INVALID, STR("a value is missing behind the word"));
    if (r->seen[row] && !word->is_repeated)
        return err_set(
            err, ERR_INVALID, STR("this stands there twice; remove one of them"));
    r->seen[row] = true;
    if (word->begins != 0)
        begin_part(r, word->begins);
    return word->read(r->conf->into, value, err);
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

bool conf_read(const struct conf *conf, str source, struct err *err)
{
    struct reader r = {.conf = conf};
    uint64_t number = 0;
    str line;

    REQUIRE(conf->word_count <= CONF_WORDS_MAX);
    while (str_split(&source, '\n', &line)) {
        number++;
        line = str_trim(line);
        if (line.len > 0 && line.ptr[0] != '#' && !read_line(&r, line, err))
            return at_line(conf->path, number, err);
    }
    return true;
}

bool conf_read_file(struct arena *arena, str path, str *out, struct err *err)
{
    *out = (str){0};
    if (os_read_file(arena, path, CONF_BYTES_MAX, out, err))
        return true;
    if (err->kind != ERR_NOT_FOUND)
        return false;
    *err = (struct err){0};
    return true;
}

str conf_path(struct arena *arena, str directory, str name)
{
    struct text path = text_in(arena);

    if (!str_starts(name, STR("/"))) {
        text_add(&path, directory);
        text_add_byte(&path, '/');
    }
    text_add(&path, name);
    return text_str(&path);
}

bool conf_read_secret(
    struct arena *arena, str directory, str name, str *out, struct err *err)
{
    str path = conf_path(arena, directory, name);
    str secret;

    if (!os_require_private(path, err) ||
        !os_read_file(arena, path, CONF_SECRET_MAX, &secret, err))
        return false;
    *out = str_trim(secret);
    return out->len > 0 ||
        err_set(err, ERR_INVALID, STR("the file of the secret is empty"));
}
