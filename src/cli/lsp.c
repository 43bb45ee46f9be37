/*
 * vestibule lsp: pump standard input through the language server.
 *
 * Answers are written as soon as the messages that have come are handled;
 * documents are compiled when the editor pauses, for as long as compiling took the
 * last time: so a large protocol does not keep requests waiting at every letter.
 */
#include "lsp/lsp.h"

#include "cli/command.h"
#include "os/os.h"

enum { CHUNK = 1 << 16, PATIENCE_MOST_MS = 2000, NS_PER_MS = 1000000 };

struct pump {
    struct lsp lsp;
    char *chunk;
    uint32_t patience_ms;
};

/* Write what the server has to say, and forget it. */
static bool deliver(struct arena *arena, struct text *out, struct err *err)
{
    bool is_written = os_write(OS_STDOUT, text_str(out), err);

    arena_clear(arena);
    return is_written;
}

/* Answer what came.  What was answered before the input went wrong is still told. */
static bool answer(struct pump *pump, str bytes, struct err *err)
{
    struct arena arena = {0};
    struct text out = text_in(&arena);
    bool is_sound = lsp_take(&pump->lsp, bytes, &out, err);
    struct err unwritten = {0};
    bool is_written = deliver(&arena, &out, &unwritten);

    if (is_sound && !is_written)
        *err = unwritten;
    return is_sound && is_written;
}

static bool settle(struct pump *pump, struct err *err)
{
    struct arena arena = {0};
    struct text out = text_in(&arena);
    uint64_t start = os_monotonic_ns();
    uint64_t took_ms;

    lsp_settle(&pump->lsp, &out);
    took_ms = (os_monotonic_ns() - start) / NS_PER_MS;
    if (out.len > 0)
        pump->patience_ms =
            took_ms > PATIENCE_MOST_MS ? PATIENCE_MOST_MS : (uint32_t)took_ms;
    return deliver(&arena, &out, err);
}

/* Read and answer until the editor has gone. */
static bool serve(struct pump *pump, struct err *err)
{
    size_t count;

    while (pump->lsp.phase != LSP_GONE) {
        if (!os_input_ready(pump->patience_ms) && !settle(pump, err))
            return false;
        if (!os_read_input(pump->chunk, CHUNK, &count, err))
            return false;
        if (count == 0)
            return !lsp_is_cut_off(&pump->lsp) ||
                err_set(
                    err, ERR_INVALID, STR("the input ends in the middle of a message"));
        if (!answer(pump, (str){pump->chunk, count}, err))
            return false;
    }
    return true;
}

bool run_lsp(struct session *session, struct err *err)
{
    struct pump pump = {.chunk = arena_alloc(session->arena, 1, CHUNK)};
    bool done;

    if (os_is_terminal(OS_STDIN))
        session_talk(session,
            STR("This is for an editor, which starts it by itself: see docs/editor.md."));
    if (!session_flush(session, err))
        return false;
    lsp_init(&pump.lsp, program_version());
    done = serve(&pump, err);
    session->status = pump.lsp.was_shut ? STATUS_YES : STATUS_NO;
    lsp_clear(&pump.lsp);
    return done;
}
