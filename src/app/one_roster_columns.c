/*
 * Columns for what Vestibule never keeps: where somebody was born, whose citizen they
 * are, how they came to be in the country.
 *
 * One of them in any file, also in one that is not read, and the folder is refused: a list
 * with them must not lie on a machine of a school's front desk.
 */
#include "app/one_roster.h"

#include "app/inside.h"

enum { HEAD_MAX = 64 * 1024 };

/* Parts of the names of such columns, in small letters without anything between them. */
static const str never[] = {STR_INIT("nationality"), STR_INIT("citizen"),
    STR_INIT("immigra"), STR_INIT("placeofbirth"), STR_INIT("birthplace"),
    STR_INIT("countryofbirth"), STR_INIT("birthcountry"), STR_INIT("stateofbirth"),
    STR_INIT("birthstate"), STR_INIT("cityofbirth"), STR_INIT("birthcity"),
    STR_INIT("countryoforigin"), STR_INIT("nationalorigin"), STR_INIT("visastatus"),
    STR_INIT("visatype"), STR_INIT("aliennumber"), STR_INIT("alienregistration"),
    STR_INIT("refugee"), STR_INIT("asylum")};

static str plain_name(struct arena *arena, str name)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (char_is_upper(c))
            c = (char)(c - 'A' + 'a');
        if (char_is_lower(c))
            text_add_byte(&text, c);
    }
    return text_str(&text);
}

static bool is_never_kept(struct arena *arena, str column)
{
    str plain = plain_name(arena, column);

    for (size_t i = 0; i < COUNT_OF(never); i++)
        if (str_find(plain, never[i], 0) < plain.len)
            return true;
    return str_equal(plain, STR("visa"));
}

static bool deny(str file, str column, struct err *err)
{
    err_set(err, ERR_DENIED, file);
    err_add(err, STR(" has a column \""));
    err_add(err, column);
    return err_add(err,
        STR("\". Vestibule never takes in where somebody was born, their nationality or "
            "their immigration status, so nothing of this folder was read. Export it "
            "without that column, and delete these files"));
}

struct head {
    struct text text;
    bool is_over;
};

/* Keep the first line of a file, piece by piece. */
static void take_head(void *context, str piece)
{
    struct head *head = context;
    size_t end = str_find_byte(piece, '\n', 0);

    if (head->is_over)
        return;
    text_add(&head->text, str_slice(piece, 0, end));
    head->is_over = end < piece.len || head->text.len > HEAD_MAX;
}

static bool check_file(struct arena *arena, str folder, str name, struct err *err)
{
    struct head head = {.text = text_in(arena)};
    struct csv csv;
    bool more;

    if (!os_scan_file(path_join(arena, folder, name), take_head, &head, err))
        return false;
    csv = csv_start(str_trim(text_str(&head.text)));
    if (!csv_next(&csv, arena, &more, err))
        return err_while(err, name);
    for (size_t i = 0; more && i < csv.count; i++)
        if (is_never_kept(arena, csv.cells[i]))
            return deny(name, csv.cells[i], err);
    return true;
}

bool one_roster_check_columns(struct arena *arena, str folder, struct err *err)
{
    const str *names;
    size_t count;

    if (!os_list_folder(arena, folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (str_ends(names[i], STR(".csv")) &&
            !check_file(arena, folder, names[i], err))
            return false;
    return true;
}
