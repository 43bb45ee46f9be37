/*
 * Reading trust policies: lines of words, each line by the function of its first.
 */
#include "note/trust.h"

struct reading {
    struct arena *arena;
    const struct hasher *hasher;
    struct trust *out;
    struct map names; /* of witnesses and groups */
    bool has_quorum;
    struct err *err;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Take the next word of a line; false when there is none. */
static bool take_word(str *line, str *word)
{
    size_t start = 0;
    size_t end;

    while (start < line->len && is_blank(line->ptr[start]))
        start++;
    end = start;
    while (end < line->len && !is_blank(line->ptr[end]))
        end++;
    *word = str_slice(*line, start, end);
    *line = str_slice(*line, end, line->len);
    return word->len > 0;
}

static bool wrong(struct reading *reading, str why)
{
    return err_set(reading->err, ERR_INVALID, why);
}

static bool wrong_name(struct reading *reading, str name, str why)
{
    err_set(reading->err, ERR_INVALID, name);
    return err_add(reading->err, why);
}

/* Read a key and perhaps a URL, to the end of the line. */
static bool add_key(struct reading *reading, str *line, int32_t member)
{
    struct trust *out = reading->out;
    struct note_key *key = &out->keys[out->key_count];
    str word;

    if (out->key_count == TRUST_KEYS_MAX)
        return err_set(
            reading->err, ERR_LIMIT, STR("a policy may have 256 logs and witnesses"));
    if (!take_word(line, &word))
        return wrong(reading, STR("a verifier key is missing"));
    if (!note_key_read(reading->hasher, word, key, reading->err))
        return false;
    for (size_t i = 0; i < out->key_count && note_key_is_usable(key); i++)
        if (note_key_is_usable(&out->keys[i]) &&
            (out->owners[i].member == TRUST_NONE) == (member == TRUST_NONE) &&
            memcmp(out->keys[i].public_key, key->public_key, ED25519_KEY_BYTES) == 0)
            return wrong_name(
                reading, key->name, STR(": this key is already that of another line"));
    out->owners[out->key_count] = (struct trust_key){.member = member};
    if (take_word(line, &word))
        out->owners[out->key_count].url = word;
    out->key_count++;
    return !take_word(line, &word) ||
        wrong(reading, STR("there is more on the line than a key and a URL"));
}

/* Read the name of a new witness or group; NULL when it cannot be one. */
static struct trust_member *add_member(struct reading *reading, str *line)
{
    struct trust *trust = reading->out;
    struct trust_member *member = &trust->members[trust->member_count];
    uint32_t ignored;
    str name;

    if (trust->member_count == TRUST_MEMBERS_MAX) {
        err_set(
            reading->err, ERR_LIMIT, STR("a policy may have 256 witnesses and groups"));
        return NULL;
    }
    if (!take_word(line, &name)) {
        wrong(reading, STR("a name is missing"));
        return NULL;
    }
    if (str_equal(name, STR("none")) || map_find(&reading->names, name, &ignored)) {
        wrong_name(reading, name, STR(": this name is already taken"));
        return NULL;
    }
    map_set(&reading->names, reading->arena, name, (uint32_t)trust->member_count++);
    *member = (struct trust_member){.name = name, .group = TRUST_NONE};
    return member;
}

static bool read_log(struct reading *reading, str line)
{
    return add_key(reading, &line, TRUST_NONE);
}

static bool read_witness(struct reading *reading, str line)
{
    struct trust_member *member = add_member(reading, &line);

    if (member == NULL ||
        !add_key(reading, &line, (int32_t)(member - reading->out->members)))
        return false;
    member->needed = member->count = 1;
    if (reading->out->keys[reading->out->key_count - 1].type == NOTE_ED25519)
        return wrong(reading,
            STR("a witness needs a key of type 4 (cosignature), not one that signs "
                "notes"));
    return true;
}

/* Find a name that stands on an earlier line than `before`. */
static bool find_member(
    struct reading *reading, str name, uint32_t before, uint32_t *member)
{
    if (map_find(&reading->names, name, member) && *member < before)
        return true;
    return wrong_name(reading, name,
        STR(": no witness or group of this name is defined on a line before"));
}

/* Make the members that are named on a line those of a group. */
static bool add_members(struct reading *reading, str line, struct trust_member *group)
{
    uint32_t self = (uint32_t)(group - reading->out->members);
    uint32_t member;
    str name;

    while (take_word(&line, &name)) {
        if (!find_member(reading, name, self, &member))
            return false;
        if (reading->out->members[member].group != TRUST_NONE)
            return wrong_name(reading, name,
                STR(": it is already a member; it may be one only once"));
        reading->out->members[member].group = (int32_t)self;
        group->count++;
    }
    return true;
}

static bool read_group(struct reading *reading, str line)
{
    struct trust_member *group = add_member(reading, &line);
    uint64_t needed = 0;
    str rule;

    if (group == NULL)
        return false;
    if (!take_word(&line, &rule))
        return wrong(reading, STR("a group needs \"all\", \"any\" or a number"));
    if (!add_members(reading, line, group))
        return false;
    if (str_equal(rule, STR("any")))
        needed = 1;
    else if (str_equal(rule, STR("all")))
        needed = group->count;
    else if (!str_to_u64(rule, &needed))
        return wrong_name(
            reading, rule, STR(": a group needs \"all\", \"any\" or a number here"));
    if (needed == 0 || needed > group->count)
        return wrong(reading,
            STR("a group must need at least one of its members and "
                "cannot need more than it has"));
    group->needed = (uint32_t)needed;
    return true;
}

static bool read_quorum(struct reading *reading, str line)
{
    uint32_t member;
    str name;
    str more;

    if (reading->has_quorum)
        return wrong(reading, STR("there may be one quorum line only"));
    reading->has_quorum = true;
    if (!take_word(&line, &name) || take_word(&line, &more))
        return wrong(reading, STR("a quorum is one name, or \"none\""));
    if (str_equal(name, STR("none")))
        return true;
    if (!find_member(reading, name, TRUST_MEMBERS_MAX, &member))
        return false;
    reading->out->quorum = (int32_t)member;
    return true;
}

struct statement {
    str word;
    bool (*read)(struct reading *reading, str line);
};

/* clang-format off */
static const struct statement statements[] = {
    {STR_INIT("log"),     read_log},
    {STR_INIT("witness"), read_witness},
    {STR_INIT("group"),   read_group},
    {STR_INIT("quorum"),  read_quorum},
};
/* clang-format on */

static bool read_line(struct reading *reading, str line)
{
    str word;

    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];

        if ((c < ' ' && c != '\t') || c == 0x7f)
            return wrong(reading, STR("control characters may not stand here"));
    }
    if (!take_word(&line, &word) || word.ptr[0] == '#')
        return true;
    for (size_t i = 0; i < COUNT_OF(statements); i++)
        if (str_equal(word, statements[i].word))
            return statements[i].read(reading, line);
    return wrong_name(
        reading, word, STR(": a line begins with log, witness, group or quorum"));
}

static bool at_line(size_t number, struct err *err)
{
    struct err inner = *err;

    err_set(err, inner.kind, STR("policy, line "));
    err_add_i64(err, (int64_t)number);
    err_add(err, STR(": "));
    return err_add(err, err_text(&inner));
}

static void init(struct arena *arena, struct trust *out)
{
    *out = (struct trust){
        .keys = ARENA_ARRAY(arena, struct note_key, TRUST_KEYS_MAX),
        .owners = ARENA_ARRAY(arena, struct trust_key, TRUST_KEYS_MAX),
        .members = ARENA_ARRAY(arena, struct trust_member, TRUST_MEMBERS_MAX),
        .quorum = TRUST_NONE,
    };
}

bool trust_read(struct arena *arena, const struct hasher *hasher, str source,
    struct trust *out, struct err *err)
{
    struct reading reading = {.arena = arena, .hasher = hasher, .out = out, .err = err};
    size_t number = 0;
    str line;

    if (source.len > TRUST_BYTES_MAX)
        return err_set(err, ERR_LIMIT, STR("a policy may have 256 KiB"));
    if (source.len > 0 && !str_ends(source, STR("\n")))
        return err_set(err, ERR_INVALID,
            STR("the last line of the policy has no end; was the file cut?"));
    init(arena, out);
    while (str_split(&source, '\n', &line)) {
        number++;
        if (!read_line(&reading, line))
            return at_line(number, err);
    }
    if (!reading.has_quorum)
        return err_set(err, ERR_INVALID,
            STR("the policy has no quorum line; write \"quorum none\" to do without "
                "witnesses"));
    return true;
}

struct trust trust_of_log(struct arena *arena, const struct note_key *log)
{
    struct trust trust;

    init(arena, &trust);
    trust.keys[0] = *log;
    trust.owners[0] = (struct trust_key){.member = TRUST_NONE};
    trust.key_count = 1;
    return trust;
}
