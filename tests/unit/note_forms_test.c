/* Checkpoints, proof files and requests to witnesses. */
#include "note/note.h"

#include "test.h"

#include "../log.h"
#include "note_desk.h"

/* A root whose text is easy to spell. */
static const str root_text = STR_INIT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

static struct checkpoint checkpoint_of(const struct log *log, uint64_t size)
{
    return (struct checkpoint){
        .origin = STR("school.example/vestibule"),
        .size = size,
        .root = log_root(log, 0, size),
    };
}

static str signed_text(
    struct desk *desk, const struct note_signer *signer, const struct checkpoint *of)
{
    struct text text = text_in(&desk->arena);
    struct text out = text_in(&desk->arena);

    text_add_checkpoint(&text, of);
    note_add_signed(&desk->arena, &out, signer, text_str(&text));
    return text_str(&out);
}

/* As Go's sumdb/note writes it (tests/interop/log.go). */
TEST(checkpoint, the_golden_one_is_equal_to_the_last_byte)
{
    struct note_signer signer;
    struct checkpoint checkpoint;
    struct desk desk;
    struct log log;

    desk_init(&desk);
    log_init(&log, 5);
    signer = desk_signer(&desk, 6, STR("school.example/vestibule"), NOTE_ED25519);
    checkpoint = checkpoint_of(&log, 5);
    CHECK_STR(signed_text(&desk, &signer, &checkpoint),
        STR("school.example/vestibule\n5\nIjnuS+rvJO94u7L07laGhNfoiX6Z0Ao45fjC+A6hZe0=\n\n"
            "\xe2\x80\x94 school.example/vestibule fCVoCZ34s3gUi5dTOxQoO17+CGIN9H2jp/"
            "11e7EcwnBkwqxrBQOqpfqIo7ZT9taE4IZAO8ZS53LB4r91u4GtzWA2VgQ=\n"));
    log_clear(&log);
    desk_clear(&desk);
}

TEST(checkpoint, reads_the_example)
{
    static const str text = STR_INIT("example.com/behind-the-sofa\n20852163\n"
                                     "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
    struct arena arena = {0};
    struct text again = text_in(&arena);
    struct checkpoint checkpoint;
    struct err err;

    CHECK(checkpoint_read(text, &checkpoint, &err));
    CHECK_STR(checkpoint.origin, STR("example.com/behind-the-sofa"));
    CHECK_U64(checkpoint.size, 20852163);
    CHECK_U64(checkpoint.root.bytes[0], 0x0a);
    CHECK_U64(checkpoint.extensions.len, 0);
    text_add_checkpoint(&again, &checkpoint);
    CHECK_STR(text_str(&again), text);
    arena_clear(&arena);
}

TEST(checkpoint, keeps_extensions_and_compares_without)
{
    struct checkpoint a;
    struct checkpoint b;
    struct desk desk;
    struct err err;

    desk_init(&desk);
    CHECK(checkpoint_read(
        desk_join(&desk, STR("o\n0\n"), root_text, STR("\n")), &a, &err));
    CHECK(checkpoint_read(
        desk_join(&desk, STR("o\n0\n"), root_text, STR("\none\ntwo\n")), &b, &err));
    CHECK_STR(b.extensions, STR("one\ntwo\n"));
    CHECK(checkpoint_equal(&a, &b));
    b.size = 1;
    CHECK(!checkpoint_equal(&a, &b));
    b = a;
    b.origin = STR("p");
    CHECK(!checkpoint_equal(&a, &b));
    desk_clear(&desk);
}

TEST(checkpoint, refuses_what_is_malformed)
{
    struct checkpoint checkpoint;
    struct desk desk;
    str refused[16];
    size_t count = 0;
    struct err err;

    desk_init(&desk);
    refused[count++] = STR("");
    refused[count++] = STR("o\n");
    refused[count++] = STR("o\n1\n");
    refused[count++] = desk_join(&desk, STR("\n1\n"), root_text, STR("\n"));
    refused[count++] = desk_join(&desk, STR("o\n01\n"), root_text, STR("\n"));
    refused[count++] = desk_join(&desk, STR("o\n+1\n"), root_text, STR("\n"));
    refused[count++] = desk_join(&desk, STR("o\n1 \n"), root_text, STR("\n"));
    refused[count++] = desk_join(&desk, STR("o\n\n"), root_text, STR("\n"));
    refused[count++] =
        desk_join(&desk, STR("o\n4611686018427387905\n"), root_text, STR("\n"));
    refused[count++] = desk_join(&desk, STR("o\n1\n"), root_text, STR(""));
    refused[count++] = desk_join(&desk, STR("o\n1\n"), root_text, STR("\nx"));
    refused[count++] = desk_join(&desk, STR("o\n1\n"), root_text, STR("\n\n"));
    refused[count++] = desk_join(&desk, STR("o\n1\n"), root_text, STR("\nx\n\ny\n"));
    refused[count++] = STR("o\n1\nAAAA\n");
    refused[count++] = desk_join(&desk, STR("o\n1\n"),
        STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="), STR("\n"));
    refused[count++] = desk_join(&desk, STR("o\r\n1\r\n"), root_text, STR("\r\n"));
    for (size_t i = 0; i < count; i++) {
        CHECK(!checkpoint_read(refused[i], &checkpoint, &err));
        CHECK(err.kind == ERR_INVALID);
    }
    CHECK(checkpoint_read(
        desk_join(&desk, STR("o\n4611686018427387904\n"), root_text, STR("\n")),
        &checkpoint, &err));
    desk_clear(&desk);
}

TEST(proof, a_file_comes_back_and_proves)
{
    struct note_signer signer;
    struct trust trust;
    struct desk desk;
    struct log log;
    struct hash_source hashes;
    struct err err;

    desk_init(&desk);
    log_init(&log, 300);
    hashes = log_hashes(&log);
    signer = desk_signer(&desk, 0, STR("school.example/vestibule"), NOTE_ED25519);
    trust = trust_of_log(&desk.arena, &signer.key);
    for (uint64_t index = 0; index < 300; index += 37) {
        struct checkpoint at = checkpoint_of(&log, 300);
        struct proof_file file = {.index = index};
        struct text text = text_in(&desk.arena);
        struct checkpoint checkpoint;
        struct note_seal seals[1];
        struct proof_file back;

        file.checkpoint = signed_text(&desk, &signer, &at);
        file.has_extra = index % 2 == 1;
        file.extra = file.has_extra ? STR("not \x00 vouched for") : STR("");
        CHECK(merkle_prove_inclusion(
            &log.hasher, &hashes, index, 300, &file.proof, &err));
        text_add_proof_file(&text, &file);
        CHECK(proof_file_read(&desk.arena, text_str(&text), &back, &err));
        CHECK_STR(back.extra, file.extra);
        CHECK(back.has_extra == file.has_extra);
        CHECK(trust_open(&desk.arena, &desk.ed25519, &trust, back.checkpoint,
            &checkpoint, seals, &err));
        CHECK(merkle_includes(&log.hasher, &back.proof, back.index, checkpoint.size,
            &log.leaves[index], &checkpoint.root));
        for (size_t len = 0; len < text.len; len++) {
            bool is_read = proof_file_read(
                &desk.arena, str_slice(text_str(&text), 0, len), &back, &err);

            CHECK(!is_read ||
                !trust_open(&desk.arena, &desk.ed25519, &trust, back.checkpoint,
                    &checkpoint, seals, &err));
        }
    }
    log_clear(&log);
    desk_clear(&desk);
}

TEST(proof, refuses_what_is_malformed)
{
    static const str refused[] = {
        STR_INIT(""),
        STR_INIT("c2sp.org/tlog-proof@v2\nindex 0\n\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\nindex 00\n\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\nindex 0\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\nindex  0\n\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\n\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\nextra AA=\nindex 0\n\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n"),
        STR_INIT("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n"),
    };
    struct proof_file file;
    struct desk desk;
    struct text text;
    struct err err;

    desk_init(&desk);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        CHECK(!proof_file_read(&desk.arena, refused[i], &file, &err));
        CHECK(err.kind == ERR_INVALID);
    }
    /* 63 hashes are read, 64 are not. */
    text = text_in(&desk.arena);
    text_add(&text, STR("c2sp.org/tlog-proof@v1\nindex 0\n"));
    for (int i = 0; i <= MERKLE_PROOF_MAX; i++) {
        str whole = desk_join(&desk, text_str(&text), STR("\n"), STR("note"));

        CHECK(proof_file_read(&desk.arena, whole, &file, &err));
        CHECK_U64(file.proof.count, (uint64_t)i);
        CHECK_STR(file.checkpoint, STR("note"));
        text_add(&text, root_text);
        text_add_byte(&text, '\n');
    }
    CHECK(!proof_file_read(&desk.arena,
        desk_join(&desk, text_str(&text), STR("\n"), STR("")), &file, &err));
    desk_clear(&desk);
}

/* Ask a witness that holds `held_size` leaves; `spoil` what is wrong. */
struct ask {
    uint64_t held_size;
    uint64_t old_size;
    uint64_t size;
    bool wrong_root;
    bool wrong_proof;
    enum witness_answer wanted;
};

static enum witness_answer answer_to(struct log *log, const struct ask *ask)
{
    struct checkpoint held = checkpoint_of(log, ask->held_size);
    struct checkpoint checkpoint = checkpoint_of(log, ask->size);
    struct hash_source hashes = log_hashes(log);
    struct witness_request request = {.old_size = ask->old_size};
    struct witness_request back;
    struct text body = text_in(&log->arena);
    struct err err;

    if (ask->old_size > 0 && ask->old_size <= ask->size)
        CHECK(merkle_prove_extension(
            &log->hasher, &hashes, ask->old_size, ask->size, &request.proof, &err));
    if (ask->wrong_proof)
        request.proof.hashes[request.proof.count++] = held.root;
    if (ask->wrong_root)
        checkpoint.root.bytes[31] ^= 1;
    text_add_witness_request(&body, &request);
    CHECK(witness_request_read(text_str(&body), &back, &err));
    CHECK_U64(back.old_size, request.old_size);
    return witness_weigh(&log->hasher, &back, &checkpoint, &held);
}

TEST(witness, weighs_as_the_standard_says)
{
    /* clang-format off */
    static const struct ask asks[] = {
        {0,  0,  10, false, false, WITNESS_COSIGNS},
        {0,  0,  0,  false, false, WITNESS_COSIGNS},
        {10, 10, 20, false, false, WITNESS_COSIGNS},
        {10, 10, 10, false, false, WITNESS_COSIGNS}, /* a fresh time */
        {10, 20, 10, false, false, WITNESS_MALFORMED},
        {10, 0,  20, false, false, WITNESS_STALE},
        {10, 9,  20, false, false, WITNESS_STALE},
        {10, 11, 20, false, false, WITNESS_STALE},
        {20, 10, 10, false, false, WITNESS_STALE},
        {10, 10, 20, true,  false, WITNESS_UNPROVEN},
        {10, 10, 20, false, true,  WITNESS_UNPROVEN},
        {10, 10, 10, true,  false, WITNESS_UNPROVEN}, /* a split view */
        {10, 10, 10, false, true,  WITNESS_UNPROVEN},
        {0,  0,  10, false, true,  WITNESS_UNPROVEN},
        {0,  0,  0,  true,  false, WITNESS_UNPROVEN},
    };
    /* clang-format on */
    struct log log;

    log_init(&log, 20);
    for (size_t i = 0; i < COUNT_OF(asks); i++)
        CHECK_U64(answer_to(&log, &asks[i]), asks[i].wanted);
    log_clear(&log);
}

TEST(witness, answers_have_their_status)
{
    enum witness_answer answer;

    for (int i = 0; i < WITNESS_ANSWER_COUNT; i++) {
        const struct witness_row *row = witness_answer_row((enum witness_answer)i);

        CHECK(row->words.len > 0);
        CHECK(witness_find_answer(row->status, &answer) && (int)answer == i);
    }
    CHECK(!witness_find_answer(500, &answer));
}

TEST(witness, refuses_malformed_bodies)
{
    static const str refused[] = {
        STR_INIT(""),
        STR_INIT("old\n\n"),
        STR_INIT("old 01\n\n"),
        STR_INIT("old 1\n"),
        STR_INIT("new 1\n\n"),
        STR_INIT("old 1\nAAAA\n\n"),
        STR_INIT("old 1\r\n\r\n"),
    };
    static const str sizes[] = {
        STR_INIT(""),
        STR_INIT("5"),
        STR_INIT("05\n"),
        STR_INIT("5\n\n"),
        STR_INIT("5\r\n"),
        STR_INIT("-5\n"),
    };
    struct witness_request request;
    struct arena arena = {0};
    struct text text = text_in(&arena);
    uint64_t size;
    struct err err;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        CHECK(!witness_request_read(refused[i], &request, &err));
        CHECK(err.kind == ERR_INVALID);
    }
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        CHECK(!witness_size_read(sizes[i], &size));
    text_add_witness_size(&text, 20852014);
    CHECK(witness_size_read(text_str(&text), &size) && size == 20852014);
    arena_clear(&arena);
}

/* The body of the standard's example, whose keys are not known. */
TEST(witness, reads_the_example)
{
    static const str body = STR_INIT(
        "old 20852014\n"
        "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
        "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
        "\n"
        "example.com/behind-the-sofa\n"
        "20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        "\n"
        "\xe2\x80\x94 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+"
        "ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "\xe2\x80\x94 example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXn"
        "ZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n");
    static const str answer = STR_INIT(
        "\xe2\x80\x94 witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJ"
        "bR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==\n"
        "\xe2\x80\x94 witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWp"
        "W7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==\n");
    struct witness_request request;
    struct checkpoint checkpoint;
    struct arena arena = {0};
    struct text again = text_in(&arena);
    struct note note;
    struct err err;

    CHECK(witness_request_read(body, &request, &err));
    CHECK_U64(request.old_size, 20852014);
    CHECK_U64(request.proof.count, 4);
    CHECK(note_read(request.checkpoint, &note, &err));
    CHECK_U64(note.count, 2);
    CHECK_U64(note.signatures[0].key_id, 0x033de0ae);
    CHECK(checkpoint_read(note.text, &checkpoint, &err));
    CHECK_U64(checkpoint.size, 20852163);
    text_add_witness_request(&again, &request);
    CHECK_STR(text_str(&again), body);
    CHECK(note_read_signatures(answer, &note, &err));
    CHECK_U64(note.count, 2);
    CHECK(!note_read_signatures(STR(""), &note, &err));
    arena_clear(&arena);
}
