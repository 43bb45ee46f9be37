/* The post: letters reach nobody here, so the desk is told at once; none is forgotten. */
#include "app/inside.h"
#include "app/post.h"
#include "calls.h"
#include "door.h"
#include "net/net.h"
#include "test.h"

#include <pthread.h>

static const str worked = STR_INIT("tests/data/worked.md");

struct office {
    struct door d;
    struct calling calling;
    struct notify_settings settings;
    struct notify *notify;
    struct post *post;
    pthread_mutex_t mutex;
    pthread_cond_t rung;
    size_t rings;
    size_t dead; /* contacts of which nothing will come */
};

static void ring(void *context)
{
    struct office *o = context;

    pthread_mutex_lock(&o->mutex);
    o->rings++;
    pthread_cond_signal(&o->rung);
    pthread_mutex_unlock(&o->mutex);
}

static void wrote(void *context)
{
    struct office *o = context;

    if (o->post != NULL)
        post_wrote(o->post);
}

static void heard(void *context, uint64_t contact, str why)
{
    struct office *o = context;

    (void)contact;
    o->dead += why.len > 0;
}

/* A port at which nobody listens. */
static uint16_t dead_port(struct office *o)
{
    int socket;
    uint16_t port = 0;

    CHECK(door_says(
        net_listen(STR("127.0.0.1"), 0, &socket, &port, &o->d.err), &o->d.err));
    net_close(socket);
    return port;
}

static bool open_post(struct office *o)
{
    const struct post_settings settings = {.keeper = o->d.keeper,
        .desk = o->d.desk,
        .notify = o->notify,
        .calling = &o->calling,
        .heard = heard,
        .context = o,
        .ring = ring,
        .ring_context = o};

    return door_says(post_open(&settings, &o->post, &o->d.err), &o->d.err);
}

static bool start(struct office *o)
{
    *o = (struct office){.rings = 0};
    CHECK(pthread_mutex_init(&o->mutex, NULL) == 0);
    CHECK(pthread_cond_init(&o->rung, NULL) == 0);
    if (!door_start(&o->d, worked) || !calls_make(&o->d.arena, &o->calling))
        return false;
    o->calling.wrote = wrote;
    o->calling.context = o;
    o->settings.mail = (struct notify_mail){.server = STR("127.0.0.1"),
        .port = dead_port(o),
        .security = FETCH_PLAIN,
        .has_security = true,
        .from = STR("vestibule@school.example")};
    o->notify = notify_open(&o->d.arena, &o->settings, &o->d.err);
    return door_says(o->notify != NULL, &o->d.err) && open_post(o) &&
        door_says(desk_call_by(o->d.desk, &o->calling, &o->d.err), &o->d.err) &&
        door_open(&o->d) &&
        door_state(&o->d, STR("agency"), STR("ice"), STR("Ana"), STR("desk"));
}

static void finish(struct office *o)
{
    post_close(o->post);
    notify_close(o->notify);
    door_finish(&o->d);
    CHECK(pthread_mutex_destroy(&o->mutex) == 0);
    CHECK(pthread_cond_destroy(&o->rung) == 0);
}

/* Work until so many attempts are recorded. */
static bool work(struct office *o, size_t attempts)
{
    while (door_says(post_work(o->post, &o->d.err), &o->d.err)) {
        if (o->d.visit->attempt_count >= attempts)
            return test_check_u64(
                o->d.visit->attempt_count, attempts, __FILE__, __LINE__, "attempts");
        pthread_mutex_lock(&o->mutex);
        while (o->rings == 0)
            pthread_cond_wait(&o->rung, &o->mutex);
        o->rings = 0;
        pthread_mutex_unlock(&o->mutex);
    }
    return false;
}

static bool pass(struct office *o, int64_t seconds)
{
    o->d.now += seconds;
    return door_says(desk_tick(o->d.desk, &o->d.err), &o->d.err);
}

static const struct visit_attempt *last(const struct office *o)
{
    return &o->d.visit->attempts[o->d.visit->attempt_count - 1];
}

TEST(post, tells_the_desk_at_once_when_nobody_can_be_reached)
{
    struct office o;

    CHECK_OR_STOP(start(&o));
    /* Law by push and text, Safety by text, and at once the principal, by mail. */
    CHECK_OR_STOP(work(&o, 4));
    CHECK_STR(last(&o)->to, STR("Alex Roy"));
    CHECK_STR(last(&o)->result, STR("later"));
    CHECK(visit_lane(o.d.visit, STR("safety_office"))->ladder.instructed);
    CHECK(!visit_lane(o.d.visit, STR("law_department"))->ladder.instructed);
    for (size_t i = 0; i < 3; i++) {
        static const int64_t pauses[] = {5, 15, 60};

        CHECK(pass(&o, pauses[i] - 1) && work(&o, 4 + i));
        CHECK(pass(&o, 1));
        CHECK_OR_STOP(work(&o, i < 2 ? 5 + i : 8));
    }
    /* 80 seconds of trying, then the head, by voice, then the desk. */
    CHECK(visit_lane(o.d.visit, STR("law_department"))->ladder.instructed);
    CHECK(visit_lane(o.d.visit, STR("law_department"))->ladder.instructed_at -
            visit_lane(o.d.visit, STR("law_department"))->mark.at <
        90);
    finish(&o);
}

/* What a process leaves that is killed while letters are out: they are claimed. */
static bool claim_all(struct office *o, str channel)
{
    struct db *db = &o->d.keeper->db;
    const struct store_lease lease = {o->d.now, o->d.now + POST_LEASE_SECONDS, 100};
    struct store_delivery row;
    struct db_query q;
    size_t count = 0;

    if (!db_begin(db, &o->d.err))
        return false;
    q = store_delivery_claim(db, channel, true, &lease);
    while (store_delivery_next(&q, &row))
        count++;
    return db_done(&q, &o->d.err) && db_commit(db, &o->d.err) && count == 1;
}

TEST(post, forgets_nothing_in_a_stop)
{
    struct office o;

    CHECK_OR_STOP(start(&o));
    CHECK_OR_STOP(work(&o, 4));
    CHECK(pass(&o, 5));
    post_close(o.post);
    o.post = NULL;
    CHECK(door_says(claim_all(&o, STR("mail")), &o.d.err));
    CHECK_OR_STOP(door_reopen(&o.d));
    CHECK(door_says(desk_call_by(o.d.desk, &o.calling, &o.d.err), &o.d.err));
    CHECK_OR_STOP(open_post(&o) && work(&o, 5));
    CHECK_STR(last(&o)->to, STR("Alex Roy"));
    CHECK_U64((uint64_t)last(&o)->attempt, 3);
    finish(&o);
}
