/*
 * Works on a record, for scripts that break something meanwhile.
 *
 *     keeper_peer new DIR
 *     keeper_peer work DIR FIRST COUNT    submit COUNT events, publish, say what came
 *     keeper_peer soon DIR FIRST COUNT    the same, saying it once all are confirmed
 *     keeper_peer check DIR <SAID         hold what was said against what is there
 *
 * `work` says "received NUMBER SEQ LEAF", "refused NUMBER WHY", "published SIZE ROOT" or
 * "unpublished WHY", each at once; it goes on after a refusal.  `check` submits again
 * what was received and what was refused, publishes, and reads as an outsider does.
 */
#include "load.h"

#include "os/os.h"

#include <stdlib.h>

enum { LINE_BYTES_MAX = 1024, SAID_BYTES_MAX = 1 << 20 };

static bool fail(const struct err *err)
{
    struct err ignored;

    (void)os_write(OS_STDERR, err_text(err), &ignored);
    (void)os_write(OS_STDERR, STR("\n"), &ignored);
    return false;
}

/* One write a line: what is said is said, whatever happens next. */
static void say(struct text *line)
{
    struct err err = {0};

    text_add_byte(line, '\n');
    if (!os_write(OS_STDOUT, text_str(line), &err))
        (void)fail(&err);
}

static struct text begin(char buffer[LINE_BYTES_MAX], str word)
{
    struct text line = text_fixed(buffer, LINE_BYTES_MAX);

    text_add(&line, word);
    text_add_byte(&line, ' ');
    return line;
}

static void add_hash(struct text *line, const struct hash *hash)
{
    text_add_byte(line, ' ');
    text_add_base64(line, hash->bytes, HASH_BYTES);
}

/* ---- work ---- */

struct sent {
    uint64_t number;
    bool done;
    struct receipt receipt;
    struct err err;
};

static void submit(struct keeper *keeper, uint64_t number, struct sent *out)
{
    *out = (struct sent){.number = number};
    out->done = load_submit(keeper, number, &out->receipt, &out->err);
}

static void tell(const struct sent *sent)
{
    char buffer[LINE_BYTES_MAX];
    struct text line = begin(buffer, sent->done ? STR("received") : STR("refused"));

    text_add_u64(&line, sent->number);
    text_add_byte(&line, ' ');
    if (sent->done) {
        text_add_u64(&line, sent->receipt.seq);
        add_hash(&line, &sent->receipt.leaf);
    } else {
        text_add(&line, err_text(&sent->err));
    }
    say(&line);
}

static bool publish(struct keeper *keeper)
{
    char buffer[LINE_BYTES_MAX];
    struct arena arena = {0};
    struct publication publication;
    struct err err = {0};
    bool done = keeper_publish(keeper, &arena, &publication, &err);
    struct text line = begin(buffer, done ? STR("published") : STR("unpublished"));

    if (done) {
        text_add_u64(&line, publication.size);
        add_hash(&line, &publication.root);
    } else {
        text_add(&line, err_text(&err));
    }
    say(&line);
    arena_clear(&arena);
    return done;
}

static bool work(str directory, uint64_t first, uint64_t count)
{
    struct keeper_clock clock = load_clock(NULL);
    struct sent sent;
    struct keeper *keeper;
    struct err err = {0};

    if (!keeper_open(directory, &clock, &keeper, &err))
        return fail(&err);
    for (uint64_t number = first; number < first + count; number++) {
        submit(keeper, number, &sent);
        tell(&sent);
    }
    (void)publish(keeper);
    keeper_close(keeper);
    return true;
}

/* Until it is confirmed it may be there or not, as if it had been refused. */
static void tell_early(const struct sent *sent)
{
    struct sent early = {.number = sent->number};

    err_set(&early.err, ERR_IO, STR("not confirmed yet"));
    tell(&early);
}

static void ignore(void *context)
{
    (void)context;
}

static bool work_soon(str directory, uint64_t first, uint64_t count)
{
    struct keeper_clock clock = load_clock(NULL);
    struct arena arena = {0};
    struct sent *all = ARENA_ARRAY(&arena, struct sent, count);
    struct keeper *keeper;
    struct err err = {0};
    uint64_t confirmed;

    if (!keeper_open(directory, &clock, &keeper, &err) ||
        !keeper_defer(keeper, ignore, NULL, &err))
        return fail(&err);
    for (uint64_t i = 0; i < count; i++) {
        submit(keeper, first + i, &all[i]);
        tell_early(&all[i]);
    }
    keeper_defer_end(keeper);
    for (uint64_t i = 0; i < count && keeper_confirmed(keeper, &confirmed, &err); i++)
        tell(&all[i]);
    (void)publish(keeper);
    keeper_close(keeper);
    arena_clear(&arena);
    return true;
}

/* ---- check ---- */

static bool read_hash(str text, struct hash *out)
{
    size_t len;

    return base64_read(text, out->bytes, HASH_BYTES, &len) && len == HASH_BYTES;
}

/* What was received must be received again; what was refused may be received now. */
static bool check_submission(struct keeper *keeper, str line, uint64_t *most)
{
    bool was_received = str_starts(line, STR("received "));
    struct receipt receipt = {0};
    struct hash leaf = {{0}};
    struct err err = {0};
    uint64_t number;
    uint64_t seq = 0;
    str word;

    (void)str_split(&line, ' ', &word);
    (void)str_split(&line, ' ', &word);
    REQUIRE(str_to_u64(word, &number));
    if (was_received) {
        (void)str_split(&line, ' ', &word);
        REQUIRE(str_to_u64(word, &seq) && read_hash(line, &leaf));
    }
    if (!load_submit(keeper, number, &receipt, &err))
        return fail(&err);
    *most = receipt.seq > *most ? receipt.seq : *most;
    if (!was_received ||
        (receipt.repeated && receipt.seq == seq && hash_equal(&receipt.leaf, &leaf)))
        return true;
    err_set(&err, ERR_CORRUPT, STR("what was received is not there: "));
    err_add_i64(&err, (int64_t)number);
    return fail(&err);
}

static bool check_beginning(struct outsider *outsider, str line)
{
    struct err err = {0};
    struct hash root;
    uint64_t size;
    str word;

    (void)str_split(&line, ' ', &word);
    (void)str_split(&line, ' ', &word);
    REQUIRE(str_to_u64(word, &size) && read_hash(line, &root));
    return outsider_began(outsider, size, &root, &err) || fail(&err);
}

static bool check_public(str directory, str said, uint64_t size)
{
    struct outsider outsider;
    struct err err = {0};
    bool sound = true;
    str line;

    if (!outsider_open(&outsider, directory, &err))
        return fail(&err);
    if (!outsider_check(&outsider, &err))
        sound = fail(&err);
    if (outsider.checkpoint.size != size) {
        err_set(&err, ERR_CORRUPT, STR("there are more events than were submitted"));
        sound = fail(&err);
    }
    while (sound && str_split(&said, '\n', &line))
        if (str_starts(line, STR("published ")))
            sound = check_beginning(&outsider, line);
    outsider_close(&outsider);
    return sound;
}

static bool check_submissions(struct keeper *keeper, str said, uint64_t *most)
{
    str line;

    while (str_split(&said, '\n', &line))
        if ((str_starts(line, STR("received ")) || str_starts(line, STR("refused "))) &&
            !check_submission(keeper, line, most))
            return false;
    return true;
}

static bool check(str directory)
{
    struct keeper_clock clock = load_clock(NULL);
    struct arena arena = {0};
    struct keeper *keeper = NULL;
    struct err err = {0};
    uint64_t most = 0;
    bool done;
    str said;

    if (!os_read_file(&arena, STR("-"), SAID_BYTES_MAX, &said, &err) ||
        !keeper_open(directory, &clock, &keeper, &err))
        done = fail(&err);
    else
        done = check_submissions(keeper, said, &most) && publish(keeper);
    keeper_close(keeper);
    done = done && check_public(directory, said, most + 1);
    arena_clear(&arena);
    return done;
}

static bool make(str directory)
{
    struct keeper_clock clock = load_clock(NULL);
    struct err err = {0};

    return keeper_create(directory, load_origin, &clock, &err) || fail(&err);
}

int main(int argc, char **argv)
{
    str verb = str_from(argc > 1 ? argv[1] : NULL);
    str directory = str_from(argc > 2 ? argv[2] : NULL);
    uint64_t first;
    uint64_t count;

    if (argc == 3 && str_equal(verb, STR("new")))
        return !make(directory);
    if (argc == 3 && str_equal(verb, STR("check")))
        return !check(directory);
    if (argc == 5 && str_to_u64(str_from(argv[3]), &first) &&
        str_to_u64(str_from(argv[4]), &count)) {
        if (str_equal(verb, STR("work")))
            return !work(directory, first, count);
        if (str_equal(verb, STR("soon")))
            return !work_soon(directory, first, count);
    }
    return 2;
}
