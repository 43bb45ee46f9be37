/*
 * What is asked of witnesses, and the judgement in the order of the standard.
 */
#include "note/witness.h"

#include "note/inside.h"

/* clang-format off */
static const struct witness_row rows[WITNESS_ANSWER_COUNT] = {
    [WITNESS_COSIGNS]     = {200, STR_INIT("cosigned")},
    [WITNESS_MALFORMED]   = {400, STR_INIT("the request is malformed, or its old size is larger than the new one")},
    [WITNESS_UNSIGNED]    = {403, STR_INIT("no key that this witness trusts has signed the checkpoint")},
    [WITNESS_UNKNOWN_LOG] = {404, STR_INIT("this witness does not know the log")},
    [WITNESS_STALE]       = {409, STR_INIT("this witness holds another size of the log")},
    [WITNESS_UNPROVEN]    = {422, STR_INIT("the checkpoint is not shown to continue the one that this witness holds")},
};
/* clang-format on */

const struct witness_row *witness_answer_row(enum witness_answer answer)
{
    return &rows[answer];
}

bool witness_find_answer(uint32_t status, enum witness_answer *out)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].status == status) {
            *out = (enum witness_answer)i;
            return true;
        }
    return false;
}

bool witness_request_read(str body, struct witness_request *out, struct err *err)
{
    str rest = body;

    if (!note_take_number(&rest, STR("old"), &out->old_size))
        return err_set(err, ERR_INVALID,
            STR("the first line of the request must be \"old SIZE\""));
    if (!note_take_proof(&rest, &out->proof, err))
        return false;
    out->checkpoint = rest;
    return true;
}

void text_add_witness_request(struct text *text, const struct witness_request *request)
{
    text_add(text, STR("old "));
    text_add_u64(text, request->old_size);
    text_add_byte(text, '\n');
    note_add_proof(text, &request->proof);
    text_add(text, request->checkpoint);
}

/* Whether the new tree continues the one that is held. */
static bool is_shown(const struct hasher *hasher, const struct witness_request *request,
    const struct checkpoint *checkpoint, const struct checkpoint *held)
{
    struct hash empty = hash_empty(hasher);

    if (checkpoint->size == 0 && !hash_equal(&checkpoint->root, &empty))
        return false;
    if (held->size == 0)
        return request->proof.count == 0;
    return merkle_extends(hasher, &request->proof, held->size, &held->root,
        checkpoint->size, &checkpoint->root);
}

enum witness_answer witness_weigh(const struct hasher *hasher,
    const struct witness_request *request, const struct checkpoint *checkpoint,
    const struct checkpoint *held)
{
    if (request->old_size > checkpoint->size)
        return WITNESS_MALFORMED;
    if (request->old_size != held->size)
        return WITNESS_STALE;
    return is_shown(hasher, request, checkpoint, held) ? WITNESS_COSIGNS
                                                       : WITNESS_UNPROVEN;
}

bool witness_size_read(str body, uint64_t *out)
{
    str line;

    return note_take_line(&body, &line) && body.len == 0 && str_to_u64(line, out);
}

void text_add_witness_size(struct text *text, uint64_t size)
{
    text_add_u64(text, size);
    text_add_byte(text, '\n');
}
