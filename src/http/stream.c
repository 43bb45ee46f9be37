/*
 * Streams of events: what is said is kept until the client takes it.
 *
 * A stream that has nothing to send rests, and costs the loop nothing; saying something
 * wakes it.  The library does not notice that a resting client went away, so a heartbeat
 * writes to it now and then, and whoever is refused for want of room has those looked
 * at who may have gone.
 */
#include "http/exchange.h"

enum { TAKE_MAX = 4096 };

/* ---- taking ---- */

static size_t pending(const struct http_stream *stream)
{
    return stream->said.len - stream->taken;
}

/* The signature is the library's. */
static ssize_t take(void *cls, uint64_t position, char *buffer, size_t max)
{
    struct http_slot *slot = cls;
    struct http_stream *stream = &slot->stream;
    size_t count = pending(stream) < max ? pending(stream) : max;

    (void)position;
    if (slot->cut)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (count == 0 && stream->is_ending)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (count == 0) {
        stream->is_resting = true;
        MHD_suspend_connection(slot->connection);
        return 0;
    }
    memcpy(buffer, stream->said.ptr + stream->taken, count);
    stream->taken += count;
    stream->has_moved = true;
    if (pending(stream) == 0)
        stream->taken = stream->said.len = 0;
    return (ssize_t)count;
}

struct MHD_Response *http_stream_response(struct http_slot *slot)
{
    return MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, TAKE_MAX, take, slot, NULL);
}

void http_stream_wake(struct http_stream *stream)
{
    if (!stream->is_resting)
        return;
    stream->is_resting = false;
    stream->slot->server->resumed = true;
    MHD_resume_connection(stream->slot->connection);
}

/* ---- opening ---- */

/* Cut those streams of an address (empty: all) whose clients have gone: the others have
 * nothing to say.  Returns how many are left. */
static uint32_t count_streams(struct http_server *server, str peer)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < server->settings.limits.connections; i++) {
        struct http_slot *slot = &server->slots[i];

        if (!slot->stream.is_open || slot->cut ||
            (peer.len > 0 && !str_equal(slot->request.peer, peer)))
            continue;
        if (net_wait(slot->socket, NULL, 0))
            http_slot_cut(slot);
        else
            count++;
    }
    return count;
}

static bool has_room(struct http_server *server, str peer)
{
    const struct http_limits *limits = &server->settings.limits;

    return !server->stopping &&
        (server->streams.open < limits->streams ||
            count_streams(server, (str){0}) < limits->streams) &&
        (limits->streams_per_address >= limits->streams ||
            count_streams(server, peer) < limits->streams_per_address);
}

bool http_stream_open(const struct http_request *request, struct http_answer *answer,
    const struct http_stream_owner *owner)
{
    struct http_stream *stream = request->stream;
    struct http_server *server = stream->slot->server;

    REQUIRE(!stream->is_open);
    if (!has_room(server, request->peer)) {
        http_refuse(answer, 503, STR("Too many are watching; load the page again."));
        http_set(answer, STR("Retry-After"), STR("15"));
        return false;
    }
    *stream = (struct http_stream){.slot = stream->slot,
        .owner = *owner,
        .is_open = true,
        .said = text_in(request->arena)};
    server->streams.open++;
    answer->status = 200;
    answer->is_stream = true;
    http_set(answer, STR("Content-Type"), STR("text/event-stream"));
    /* A proxy that gathers answers would keep the events to itself. */
    http_set(answer, STR("X-Accel-Buffering"), STR("no"));
    return true;
}

void http_stream_close(struct http_stream *stream)
{
    if (!stream->is_open)
        return;
    stream->slot->server->streams.open--;
    if (stream->owner.ended != NULL)
        stream->owner.ended(stream->owner.context);
    *stream = (struct http_stream){.slot = stream->slot};
}

/* ---- saying ---- */

/* Make room for so many bytes more; false: the client has fallen behind, and is cut. */
static bool make_room(struct http_stream *stream, size_t bytes)
{
    struct http_server *server = stream->slot->server;

    if (stream->slot->cut || stream->is_ending)
        return false;
    if (bytes > server->settings.limits.stream_bytes - pending(stream)) {
        server->streams.cut++;
        http_slot_cut(stream->slot);
        return false;
    }
    if (stream->taken > 0)
        memmove(stream->said.ptr, stream->said.ptr + stream->taken, pending(stream));
    stream->said.len = pending(stream);
    stream->taken = 0;
    return true;
}

static void add_line(struct text *said, str name, str value)
{
    text_add(said, name);
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] != '\r')
            text_add_byte(said, value.ptr[i]);
        if (value.ptr[i] == '\n')
            text_add(said, name);
    }
    text_add_byte(said, '\n');
}

/* The most that an event takes, written down. */
static size_t size_of(const struct http_event *event)
{
    size_t size = event->id.len + event->name.len + event->data.len +
        sizeof("id: \nevent: \ndata: \n\n");

    for (size_t i = 0; i < event->data.len; i++)
        size += event->data.ptr[i] == '\n' ? sizeof("data: ") : 0;
    return size;
}

void http_stream_say(struct http_stream *stream, const struct http_event *event)
{
    REQUIRE(stream->is_open && http_is_token(event->name) && http_can_set(event->id));
    if (!make_room(stream, size_of(event)))
        return;
    stream->slot->server->streams.events++;
    if (event->id.len > 0)
        add_line(&stream->said, STR("id: "), event->id);
    add_line(&stream->said, STR("event: "), event->name);
    add_line(&stream->said, STR("data: "), event->data);
    text_add_byte(&stream->said, '\n');
    http_stream_wake(stream);
}

void http_stream_end(struct http_stream *stream)
{
    REQUIRE(stream->is_open);
    stream->is_ending = true;
    http_stream_wake(stream);
}

/* ---- living ---- */

void http_stream_beat(struct http_stream *stream)
{
    struct http_server *server = stream->slot->server;
    str beat = STR(":\n\n");

    if (pending(stream) > 0 && !stream->has_moved) {
        server->streams.cut++;
        http_slot_cut(stream->slot);
        return;
    }
    stream->has_moved = false;
    http_slot_arm(stream->slot, HTTP_STREAMING, server->settings.limits.beat_seconds);
    if (stream->owner.goes_on != NULL && !stream->owner.goes_on(stream->owner.context))
        http_stream_end(stream);
    else if (pending(stream) == 0 && make_room(stream, beat.len)) {
        text_add(&stream->said, beat);
        http_stream_wake(stream);
    }
}
