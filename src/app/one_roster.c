/*
 * Reading orgs.csv, users.csv and roles.csv, by the names of their columns.
 */
#include "app/one_roster.h"

#include "app/inside.h"

enum {
    FILE_BYTES_MAX = 256 * 1024 * 1024,
    COLUMNS_MAX = 12,
    NO_COLUMN = CSV_CELLS_MAX
};

/* ---- files with a first line that names the columns ---- */

struct table {
    struct arena *arena;
    str file;
    struct csv csv;
    size_t width;           /* cells of the first line */
    size_t at[COLUMNS_MAX]; /* of each column that is wanted */
};

static str cell(const struct table *table, size_t column)
{
    size_t at = table->at[column];

    return at < table->csv.count ? str_trim(table->csv.cells[at]) : (str){0};
}

static bool find_columns(
    struct table *table, const str *names, size_t count, size_t needed, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        table->at[i] = NO_COLUMN;
        for (size_t k = 0; k < table->csv.count; k++)
            if (str_equal(str_trim(table->csv.cells[k]), names[i]))
                table->at[i] = k;
        if (table->at[i] < NO_COLUMN || i >= needed)
            continue;
        err_set(err, ERR_INVALID, table->file);
        err_add(err, STR(": the first line has no column "));
        return err_add(err, names[i]);
    }
    return true;
}

/* Open a file; its first `needed` columns must be there. */
static bool table_open(struct table *table, str folder, str file, const str *names,
    size_t count, size_t needed, struct err *err)
{
    str text;
    bool more;

    table->file = file;
    if (!os_read_file(table->arena, path_join(table->arena, folder, file),
            FILE_BYTES_MAX, &text, err))
        return false;
    table->csv = csv_start(text);
    if (!csv_next(&table->csv, table->arena, &more, err))
        return err_while(err, file);
    table->width = more ? table->csv.count : 0;
    table->csv.count = table->width;
    return find_columns(table, names, count, needed, err);
}

static bool table_next(struct table *table, bool *more, struct err *err)
{
    if (!csv_next(&table->csv, table->arena, more, err))
        return err_while(err, table->file);
    if (!*more || table->csv.count == table->width)
        return true;
    err_set(err, ERR_INVALID, table->file);
    err_add(err, STR(": line "));
    err_add_i64(err, table->csv.line);
    err_add(err, STR(" has "));
    err_add_i64(err, (int64_t)table->csv.count);
    err_add(err, STR(" cells, and the first line "));
    return err_add_i64(err, (int64_t)table->width);
}

void one_roster_refuse(
    struct arena *arena, struct one_roster *of, str file, uint32_t line, str why)
{
    of->refused_count++;
    if (of->refused_listed == ROTA_REFUSED_MAX)
        return;
    if (of->refused == NULL)
        of->refused = ARENA_ARRAY(arena, struct rota_refused, ROTA_REFUSED_MAX);
    of->refused[of->refused_listed++] = (struct rota_refused){file, line, why};
}

/* ---- what is read ---- */

struct reading {
    struct arena *arena;
    struct one_roster *out;
    str folder;
    struct map orgs; /* ids of schools, to places in `schools` */
    str *schools;
    size_t school_count, school_room;
    struct map users; /* ids of persons, to their places */
    size_t person_room;
    bool has_roles; /* users.csv says them itself: OneRoster 1.1 */
};

static bool is_deleted(str status)
{
    return str_equal(status, STR("tobedeleted")) ||
        str_equal(status, STR("tobeDeleted"));
}

static bool read_orgs(struct reading *r, struct err *err)
{
    enum { ID, NAME, TYPE, STATUS };
    static const str names[] = {
        STR_INIT("sourcedId"), STR_INIT("name"), STR_INIT("type"), STR_INIT("status")};
    struct table table = {.arena = r->arena};
    bool more = false;
    bool done;

    if (!table_open(
            &table, r->folder, STR("orgs.csv"), names, COUNT_OF(names), STATUS, err))
        return false;
    while ((done = table_next(&table, &more, err)) && more) {
        if (!str_equal(cell(&table, TYPE), STR("school")) ||
            is_deleted(cell(&table, STATUS)))
            continue;
        r->schools = arena_grow(
            r->arena, r->schools, r->school_count, &r->school_room, sizeof(str));
        map_set(&r->orgs, r->arena, cell(&table, ID), (uint32_t)r->school_count);
        r->schools[r->school_count++] = cell(&table, NAME);
    }
    r->out->schools = r->school_count;
    return done;
}

/* ---- roles ---- */

enum meaning { OTHER, LEADER, HEAD, BARRED };

static enum meaning meaning_of(str role)
{
    static const struct {
        str role;
        enum meaning meaning;
    } rows[] = {
        {STR_INIT("student"), BARRED},
        {STR_INIT("parent"), BARRED},
        {STR_INIT("guardian"), BARRED},
        {STR_INIT("relative"), BARRED},
        {STR_INIT("principal"), HEAD},
        {STR_INIT("administrator"), LEADER},
        {STR_INIT("siteAdministrator"), LEADER},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_equal(rows[i].role, role))
            return rows[i].meaning;
    return OTHER;
}

static const str barred_words =
    STR_INIT("a student or somebody of a family; the roster has nobody but staff");

/* Somebody leads a school; what is no school is passed over. */
static void lead(
    struct reading *r, struct one_roster_person *person, str org, bool is_head)
{
    uint32_t place;

    if (!map_find(&r->orgs, org, &place))
        return;
    for (size_t i = 0; i < person->post_count; i++)
        if (str_equal(person->posts[i].school, r->schools[place])) {
            person->posts[i].is_head = person->posts[i].is_head || is_head;
            return;
        }
    person->posts = arena_grow(r->arena, person->posts, person->post_count,
        &person->post_room, sizeof(*person->posts));
    person->posts[person->post_count++] =
        (struct roster_post){STR("principal"), r->schools[place], is_head};
}

/* ---- people ---- */

enum { ID, GIVEN, FAMILY, STATUS, ENABLED, MAIL, SMS, PHONE, ROLE, ORGS };

static const str user_columns[] = {STR_INIT("sourcedId"), STR_INIT("givenName"),
    STR_INIT("familyName"), STR_INIT("status"), STR_INIT("enabledUser"),
    STR_INIT("email"), STR_INIT("sms"), STR_INIT("phone"), STR_INIT("role"),
    STR_INIT("orgSourcedIds")};

static void add_user(struct reading *r, const struct table *table, enum meaning meaning)
{
    struct one_roster *out = r->out;
    struct one_roster_person *person;
    struct text name = text_in(r->arena);
    str orgs = cell(table, ORGS);
    str org;

    text_add(&name, cell(table, GIVEN));
    text_add(&name, cell(table, GIVEN).len > 0 ? STR(" ") : STR(""));
    text_add(&name, cell(table, FAMILY));
    out->persons = arena_grow(
        r->arena, out->persons, out->count, &r->person_room, sizeof(*out->persons));
    person = &out->persons[out->count];
    *person = (struct one_roster_person){.id = cell(table, ID),
        .name = str_trim(text_str(&name)),
        .mail = cell(table, MAIL),
        .text = cell(table, SMS),
        .voice = cell(table, PHONE),
        .is_gone = is_deleted(cell(table, STATUS)) ||
            str_equal(cell(table, ENABLED), STR("false")),
        .line = table->csv.line};
    while (meaning != OTHER && str_split(&orgs, ',', &org))
        lead(r, person, str_trim(org), meaning == HEAD);
    map_set(&r->users, r->arena, person->id, (uint32_t)out->count);
    out->count++;
}

static bool read_users(struct reading *r, struct err *err)
{
    struct table table = {.arena = r->arena};
    bool more = false;
    bool done;
    uint32_t known;

    if (!table_open(&table, r->folder, STR("users.csv"), user_columns,
            COUNT_OF(user_columns), STATUS, err))
        return false;
    r->has_roles = table.at[ROLE] < NO_COLUMN;
    while ((done = table_next(&table, &more, err)) && more) {
        enum meaning meaning = meaning_of(cell(&table, ROLE));

        if (meaning == BARRED)
            one_roster_refuse(
                r->arena, r->out, table.file, table.csv.line, barred_words);
        else if (cell(&table, ID).len == 0)
            one_roster_refuse(r->arena, r->out, table.file, table.csv.line,
                STR("it has no sourcedId"));
        else if (map_find(&r->users, cell(&table, ID), &known))
            one_roster_refuse(r->arena, r->out, table.file, table.csv.line,
                STR("its sourcedId stands on an earlier line, too"));
        else
            add_user(r, &table, meaning);
    }
    return done;
}

/* Roles of OneRoster 1.2; a leader may also be somebody's parent. */
static bool read_roles(struct reading *r, struct err *err)
{
    enum { USER, WHAT, ORG, STATE };
    static const str names[] = {STR_INIT("userSourcedId"), STR_INIT("role"),
        STR_INIT("orgSourcedId"), STR_INIT("status")};
    struct table table = {.arena = r->arena};
    bool more = false;
    bool done;

    if (!table_open(
            &table, r->folder, STR("roles.csv"), names, COUNT_OF(names), STATE, err))
        return false;
    while ((done = table_next(&table, &more, err)) && more) {
        enum meaning meaning = meaning_of(cell(&table, WHAT));
        uint32_t place;

        if (is_deleted(cell(&table, STATE)))
            continue;
        if (meaning == BARRED)
            one_roster_refuse(
                r->arena, r->out, table.file, table.csv.line, barred_words);
        if (!map_find(&r->users, cell(&table, USER), &place))
            continue;
        if (meaning == BARRED)
            r->out->persons[place].is_barred = true;
        else if (meaning != OTHER)
            lead(r, &r->out->persons[place], cell(&table, ORG), meaning == HEAD);
    }
    return done;
}

bool one_roster_read(
    struct arena *arena, str folder, struct one_roster *out, struct err *err)
{
    struct reading r = {.arena = arena, .out = out, .folder = folder};

    *out = (struct one_roster){0};
    return one_roster_check_columns(arena, folder, err) && read_orgs(&r, err) &&
        read_users(&r, err) && (r.has_roles || read_roles(&r, err));
}
