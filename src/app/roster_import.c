/*
 * Taking people from OneRoster files: who is known by their id is brought up to date, who
 * is not is added, who was let go goes.
 */
#include "app/one_roster.h"
#include "app/roster_inside.h"

static const str principal = STR_INIT("principal");
static const str users_file = STR_INIT("users.csv");

struct taking {
    struct rota *rota;
    struct arena *arena;
    struct one_roster files;
    struct map known; /* ids of the files, to places in the roster */
    struct rota_imported *out;
};

static const struct roster_person *find_known(const struct taking *t, str id)
{
    uint32_t place;

    return map_find(&t->known, id, &place) ? &t->rota->now.persons[place] : NULL;
}

/* The posts of the files, and those that somebody has from elsewhere. */
static size_t join_posts(const struct taking *t, const struct one_roster_person *from,
    const struct roster_person *known, const struct roster_post **out)
{
    size_t most = from->post_count + (known == NULL ? 0 : known->post_count);
    struct roster_post *posts = ARENA_ARRAY(t->arena, struct roster_post, most);
    size_t count = from->post_count;

    if (count > 0)
        memcpy(posts, from->posts, count * sizeof(*posts));
    for (size_t i = 0; known != NULL && i < known->post_count; i++)
        if (!str_equal(known->posts[i].role, principal))
            posts[count++] = known->posts[i];
    *out = posts;
    return count;
}

/* A row cannot be taken for what is in it: that is told, and the others go on. */
static bool refuse(struct taking *t, uint32_t line, struct err *err)
{
    struct text why = text_in(t->arena);

    if (err->kind != ERR_INVALID && err->kind != ERR_CONFLICT)
        return false;
    text_add(&why, err_text(err));
    *err = (struct err){0};
    one_roster_refuse(t->arena, &t->files, users_file, line, text_str(&why));
    return true;
}

static bool take_contacts(struct taking *t, const struct one_roster_person *from,
    uint64_t person, struct err *err)
{
    const struct {
        enum roster_channel channel;
        str address;
    } rows[] = {{ROSTER_MAIL, from->mail}, {ROSTER_TEXT, from->text},
        {ROSTER_VOICE, from->voice}};
    uint64_t number;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].address.len > 0 &&
            !roster_put_contact(&t->rota->book, person, rows[i].channel,
                rows[i].address, &number, err) &&
            !refuse(t, from->line, err))
            return false;
    return true;
}

static bool take_person(struct taking *t, const struct one_roster_person *from,
    const struct roster_person *known, struct err *err)
{
    struct roster_person person = {.number = known == NULL ? 0 : known->number,
        .name = from->name,
        .login = known == NULL ? (str){0} : known->login,
        .sourced = from->id};
    uint64_t number;

    person.post_count = join_posts(t, from, known, &person.posts);
    if (!roster_put_person(&t->rota->book, &person, &number, err))
        return refuse(t, from->line, err);
    t->out->updated += known != NULL;
    t->out->added += known == NULL;
    return take_contacts(t, from, number, err);
}

static bool take(
    struct taking *t, const struct one_roster_person *from, struct err *err)
{
    const struct roster_person *known = find_known(t, from->id);

    if (known != NULL && known->is_gone)
        return true; /* whoever let them go knew better than an old file */
    if (from->is_gone) {
        t->out->removed += known != NULL;
        return known == NULL ||
            roster_remove_person(&t->rota->book, known->number, err);
    }
    if (from->post_count > 0 || known != NULL)
        return take_person(t, from, known, err);
    t->out->others += !from->is_barred;
    return true;
}

static void say_count(struct rota_change *change, uint64_t count, str what)
{
    char buffer[24];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_u64(&text, count);
    rota_say(change, text_str(&text));
    rota_say(change, what);
}

static void say(struct rota_change *change, const struct rota_imported *out)
{
    rota_say(change, STR("taken from OneRoster files: "));
    say_count(change, out->added, STR(" new, "));
    say_count(change, out->updated, STR(" brought up to date, "));
    say_count(change, out->removed, STR(" gone, "));
    say_count(change, out->refused_count, STR(" rows refused"));
}

static bool take_all(struct taking *t, struct err *err)
{
    const struct roster *now = &t->rota->now;

    for (size_t i = 0; i < now->person_count; i++)
        if (now->persons[i].sourced.len > 0)
            map_set(&t->known, t->arena, now->persons[i].sourced, (uint32_t)i);
    for (size_t i = 0; i < t->files.count; i++)
        if (!take(t, &t->files.persons[i], err))
            return false;
    t->out->schools = t->files.schools;
    t->out->refused = t->files.refused;
    t->out->refused_listed = t->files.refused_listed;
    t->out->refused_count = t->files.refused_count;
    return true;
}

bool rota_import(struct rota *rota, const struct rota_act *act, struct arena *arena,
    str folder, struct rota_imported *out, struct err *err)
{
    struct taking t = {.rota = rota, .arena = arena, .out = out};
    struct rota_change change;
    bool done;

    *out = (struct rota_imported){0};
    if (!one_roster_read(arena, folder, &t.files, err) ||
        !rota_begin(rota, act, &change, err))
        return false;
    done = take_all(&t, err);
    if (done)
        say(&change, out);
    return rota_end(&change, done, err);
}
