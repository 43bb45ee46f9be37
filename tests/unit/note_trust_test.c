/* Trust policies: what is read, what is refused, and against all sets of witnesses. */
#include "note/note.h"

#include "test.h"

#include "note_desk.h"

enum { WITNESSES = 6 };

static const str origin = STR_INIT("log.example");

/* A policy's source in which %L is the vkey of the log and %0 to %5 those of the
 * witnesses. */
static str source_of(struct desk *desk, str pattern)
{
    struct text text = text_in(&desk->arena);

    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.ptr[i];
        struct note_signer signer;

        if (c != '%') {
            text_add_byte(&text, c);
            continue;
        }
        c = pattern.ptr[++i];
        signer = c == 'L' ? desk_signer(desk, 7, origin, NOTE_ED25519)
                          : desk_signer(desk, (size_t)(c - '0'), STR("witness.example"),
                                NOTE_COSIGNATURE);
        text_add(&text, desk_vkey(desk, &signer.key));
    }
    return text_str(&text);
}

static bool reads(struct desk *desk, str pattern, struct trust *out, struct err *err)
{
    return trust_read(&desk->arena, &desk->hasher, source_of(desk, pattern), out, err);
}

/* The example of the standard. */
static const str example = STR_INIT("log %L\n"
                                    "\n"
                                    "witness X1 %0\n"
                                    "witness X2 %1 https://x2.example/\n"
                                    "witness X3 %2\n"
                                    "  # two of three\n"
                                    "group X-witnesses 2 X1 X2 X3\n"
                                    "\n"
                                    "\twitness Y1 \t%3\n"
                                    "witness Y2 %4\n"
                                    "witness Y3 %5 \n"
                                    "group Y-witnesses any Y1 Y2 Y3\n"
                                    "\n"
                                    "group X-and-Y all X-witnesses Y-witnesses\n"
                                    "quorum X-and-Y\n");

static size_t bits_of(unsigned set)
{
    size_t count = 0;

    for (; set > 0; set &= set - 1)
        count++;
    return count;
}

/* A checkpoint that the log and a set of witnesses have signed. */
static str signed_by(struct desk *desk, bool by_log, unsigned set)
{
    static const str text =
        STR_INIT("log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    struct note_signer log = desk_signer(desk, 7, origin, NOTE_ED25519);
    struct text out = text_in(&desk->arena);

    text_add(&out, text);
    text_add_byte(&out, '\n');
    if (by_log)
        note_add_signature(&desk->arena, &out, &log, text, 0);
    for (size_t w = 0; w < WITNESSES; w++) {
        struct note_signer witness =
            desk_signer(desk, w, STR("witness.example"), NOTE_COSIGNATURE);

        if (set >> w & 1)
            note_add_signature(&desk->arena, &out, &witness, text, 1000 + w);
    }
    return text_str(&out);
}

TEST(trust, the_example_needs_two_of_these_and_one_of_those)
{
    struct trust trust;
    struct desk desk;
    struct err err;

    desk_init(&desk);
    CHECK_OR_STOP(reads(&desk, example, &trust, &err));
    CHECK_U64(trust.key_count, 1 + WITNESSES);
    CHECK_STR(trust.owners[2].url, STR("https://x2.example/"));
    for (unsigned set = 0; set < 1u << WITNESSES; set++) {
        bool wanted = bits_of(set & 7) >= 2 && bits_of(set >> 3) >= 1;
        struct note_seal seals[1 + WITNESSES];
        struct checkpoint checkpoint;
        bool got = trust_open(&desk.arena, &desk.ed25519, &trust,
            signed_by(&desk, true, set), &checkpoint, seals, &err);

        CHECK(got == wanted);
        CHECK(got || (err.kind == ERR_DENIED && err.len > 0));
        CHECK(!got || !seals[1].is_signed || seals[1].time == 1000);
        /* Witnesses alone are not enough, however many. */
        CHECK(!trust_open(&desk.arena, &desk.ed25519, &trust,
            signed_by(&desk, false, set | 1), &checkpoint, seals, &err));
    }
    desk_clear(&desk);
}

TEST(trust, a_log_signs_for_its_own_origin_only)
{
    struct note_seal seals[1];
    struct checkpoint checkpoint;
    struct note_signer other;
    struct trust trust;
    struct desk desk;
    struct text out;
    struct err err;

    desk_init(&desk);
    other = desk_signer(&desk, 7, STR("other.example"), NOTE_ED25519);
    trust = trust_of_log(&desk.arena, &other.key);
    out = text_in(&desk.arena);
    note_add_signed(&desk.arena, &out, &other,
        STR("log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"));
    CHECK(!trust_open(
        &desk.arena, &desk.ed25519, &trust, text_str(&out), &checkpoint, seals, &err));
    CHECK(err.kind == ERR_DENIED);
    out.len = 0;
    note_add_signed(&desk.arena, &out, &other, STR("other.example\nno checkpoint\n"));
    CHECK(!trust_open(
        &desk.arena, &desk.ed25519, &trust, text_str(&out), &checkpoint, seals, &err));
    CHECK(err.kind == ERR_INVALID);
    desk_clear(&desk);
}

TEST(trust, reads_the_simple_ones)
{
    struct trust trust;
    struct desk desk;
    struct err err;

    desk_init(&desk);
    CHECK(reads(&desk, STR("quorum none\n"), &trust, &err));
    CHECK(trust_has_quorum(&trust, NULL));
    CHECK(reads(&desk, STR("witness W %0\nquorum W\nlog %L\n"), &trust, &err));
    CHECK(reads(
        &desk, STR("witness \xe2\x84\xaa %0\nwitness K %1\nquorum K\n"), &trust, &err));
    /* A type that is not verified here: kept, never counted. */
    CHECK(reads(&desk,
        STR("witness P "
            "P+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\nwitness Q "
            "%1\ngroup G any P Q\nquorum G\n"),
        &trust, &err));
    desk_clear(&desk);
}

TEST(trust, says_the_line_that_is_wrong)
{
    static const struct {
        str pattern;
        str message;
    } refused[] = {
        {STR_INIT(""), STR_INIT("no quorum line")},
        {STR_INIT("log %L\n"), STR_INIT("no quorum line")},
        {STR_INIT("quorum none"), STR_INIT("was the file cut?")},
        {STR_INIT("quorum none\nquorum none\n"), STR_INIT("policy, line 2: ")},
        {STR_INIT("quorum\n"), STR_INIT("one name")},
        {STR_INIT("quorum W\nwitness W %0\n"),
            STR_INIT("policy, line 1: W: no witness")},
        {STR_INIT("\n\nlogs %L\n"), STR_INIT("policy, line 3: logs: ")},
        {STR_INIT("log\n"), STR_INIT("a verifier key is missing")},
        {STR_INIT("log abc\n"), STR_INIT("not a verifier key")},
        {STR_INIT("log %L url more\n"), STR_INIT("more on the line")},
        {STR_INIT("log %L\nlog %L\n"), STR_INIT("already that of another")},
        {STR_INIT("witness W %0\nwitness V %0\n"), STR_INIT("already that of another")},
        {STR_INIT("witness W %0\nwitness W %1\n"), STR_INIT("already taken")},
        {STR_INIT("witness none %0\n"), STR_INIT("already taken")},
        {STR_INIT("witness W %L\n"), STR_INIT("key of type 4")},
        {STR_INIT("group G any\n"), STR_INIT("at least one")},
        {STR_INIT("group G\n"), STR_INIT("needs \"all\"")},
        {STR_INIT("group G any none\n"), STR_INIT("none: no witness")},
        {STR_INIT("group G any G\n"), STR_INIT("G: no witness")},
        {STR_INIT("witness W %0\ngroup G any W W\n"), STR_INIT("only once")},
        {STR_INIT("witness W %0\ngroup G 1 W\ngroup H 1 W\n"), STR_INIT("only once")},
        {STR_INIT("witness W %0\ngroup G 0 W\n"), STR_INIT("at least one")},
        {STR_INIT("witness W %0\ngroup G 2 W\n"), STR_INIT("more than it has")},
        {STR_INIT("witness W %0\ngroup G 01 W\n"), STR_INIT("01: a group needs")},
        {STR_INIT("witness W %0\ngroup G most W\n"), STR_INIT("most: a group needs")},
        {STR_INIT("quorum none\r\n"), STR_INIT("control characters")},
        {STR_INIT("# \x7f\nquorum none\n"), STR_INIT("control characters")},
    };
    struct trust trust;
    struct desk desk;

    desk_init(&desk);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct err err = {0};
        str said;

        CHECK(!reads(&desk, refused[i].pattern, &trust, &err));
        CHECK(err.kind == ERR_INVALID);
        said = err_text(&err);
        if (str_find(said, refused[i].message, 0) == said.len)
            CHECK_STR(said, refused[i].message);
    }
    desk_clear(&desk);
}

/* Random groups over the witnesses, against counting by the definition. */
struct member {
    size_t parts[WITNESSES * 2];
    size_t count;
    size_t needed;
};

static bool holds(const struct member *members, size_t member, unsigned set)
{
    size_t votes = 0;

    if (member < WITNESSES)
        return set >> member & 1;
    for (size_t i = 0; i < members[member].count; i++)
        votes += holds(members, members[member].parts[i], set);
    return votes >= members[member].needed;
}

static void add_name(struct text *text, size_t member)
{
    text_add(text, STR(" n"));
    text_add_u64(text, member);
}

/* Put members that are in no group yet into new groups, until few are left. */
static size_t add_groups(struct text *text, struct member *members)
{
    size_t loose[WITNESSES * 2];
    size_t loose_count = WITNESSES;
    size_t next = WITNESSES;

    for (size_t i = 0; i < WITNESSES; i++)
        loose[i] = i;
    while (loose_count > 1 && test_random(8) > 0) {
        struct member *group = &members[next];

        *group = (struct member){.count = 0};
        for (size_t left = 1 + test_random(3); left > 0 && loose_count > 0; left--) {
            size_t at = test_random(loose_count);

            group->parts[group->count++] = loose[at];
            loose[at] = loose[--loose_count];
        }
        group->needed = 1 + test_random(group->count);
        text_add(text, STR("group"));
        add_name(text, next);
        text_add_byte(text, ' ');
        text_add_u64(text, group->needed);
        for (size_t i = 0; i < group->count; i++)
            add_name(text, group->parts[i]);
        text_add_byte(text, '\n');
        if (next + 1 == WITNESSES * 2)
            return next + 1;
        loose[loose_count++] = next++;
    }
    return next;
}

TEST(trust, counts_as_the_definition_does)
{
    struct desk desk;
    struct err err;

    desk_init(&desk);
    for (int round = 0; round < 100; round++) {
        struct member members[WITNESSES * 2];
        struct text text = text_in(&desk.arena);
        struct trust trust;
        size_t quorum;

        for (size_t w = 0; w < WITNESSES; w++) {
            text_add(&text, STR("witness"));
            add_name(&text, w);
            text_add(&text, STR(" %"));
            text_add_u64(&text, w);
            text_add_byte(&text, '\n');
        }
        quorum = test_random(add_groups(&text, members));
        text_add(&text, STR("quorum"));
        add_name(&text, quorum);
        text_add_byte(&text, '\n');
        CHECK_OR_STOP(reads(&desk, text_str(&text), &trust, &err));
        for (unsigned set = 0; set < 1u << WITNESSES; set++) {
            struct note_seal seals[WITNESSES];

            for (size_t w = 0; w < WITNESSES; w++)
                seals[w] = (struct note_seal){.is_signed = set >> w & 1};
            CHECK(trust_has_quorum(&trust, seals) == holds(members, quorum, set));
        }
    }
    desk_clear(&desk);
}
