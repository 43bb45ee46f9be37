/*
 * What the desk costs: a district's day, all at once, over HTTP.
 *
 *     desk PORT PID DIR DESKS BOARDS SECONDS <SESSIONS
 *
 * A desk does one thing every two seconds: it opens a visit, answers what it is asked,
 * ends the visit, and begins again.  Times are taken from when a thing was to be done,
 * so that a server that falls behind does not hide it, and from the first byte that is
 * sent to the last that is heard; the client shares the machine with the server.
 */
#include "disk.h"
#include "wire.h"

#include "app/app.h"
#include "os/os.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    TOKEN = 64,
    TIMES = 1 << 20,
    ALONE = 40, /* visits of one desk by itself */
    EVENTS = 40 /* told to all boards */
};

static const double pace = 2.0; /* seconds from one act of a desk to the next */

static void must(bool done, const struct err *err)
{
    if (done)
        return;
    fprintf(stderr, "%" STR_FMT "\n", STR_ARG(err_text(err)));
    exit(1);
}

/* ---- times ---- */

struct times {
    double *items;
    size_t count;
};

static void add_time(struct times *times, double seconds)
{
    if (times->items == NULL && (times->items = calloc(TIMES, sizeof(double))) == NULL)
        exit(1);
    if (times->count < TIMES)
        times->items[times->count++] = seconds;
}

static double ms_at(const struct times *times, double part)
{
    return times->count == 0 ? 0
                             : 1000 * disk_quantile(times->items, times->count, part);
}

static void say_times(const char *name, const struct times *times, double aim_ms)
{
    double p99 = ms_at(times, 0.99);

    printf("  %-44s%8.2f ms  half; 99 %% %.1f ms, all %.1f ms; %zu of them", name,
        ms_at(times, 0.5), p99, ms_at(times, 1), times->count);
    if (aim_ms > 0)
        printf(
            "  %s: 99 %% under %.0f ms", p99 < aim_ms ? "reached" : "missed", aim_ms);
    printf("\n");
}

/* ---- a desk ---- */

struct person {
    char token[TOKEN];
    char csrf[TOKEN];
};

/* What is answered to what is asked; to all else: I do not know. */
static const struct {
    const char *fact;
    const char *value;
} answers[] = {{"emergency", "no"}, {"where", "desk"}, {"agency", "ice"},
    {"credentials", "read"}, {"paper", "arrest_warrant"}, {"court", "federal"},
    {"signer", "immigration_judge"}, {"about", "student"}, {"reason", "yes"},
    {"fits", "ours"}, {"copy", "yes"}, {"attachments", "yes"}};

enum doing { OPENING, ASKED, ENDING };

struct desk_load {
    struct wire wire;
    const struct person *person;
    enum doing doing;
    bool is_busy;
    bool is_post;   /* the request that is under way */
    bool was_fact;  /* the thing that is done now */
    bool was_asked; /* the next page asks something */
    double due;     /* when the next thing is to be done */
    double from;    /* when the request was to be sent */
    char visit[32]; /* its id */
    char fact[64];  /* what is asked */
    struct load *load;
};

struct load {
    struct times facts;  /* POST of a fact */
    struct times others; /* POST of an opening or an end */
    struct times pages;  /* GET */
    struct times last;   /* the last answer, to the page that says what to do */
    size_t failures;
    size_t requests;
    bool counts;
};

/* A key of version 7 (RFC 9562), as the server's forms have them. */
static void make_key(char out[37])
{
    struct timespec t;
    uint64_t ms;

    (void)clock_gettime(CLOCK_REALTIME, &t);
    ms = (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
    (void)snprintf(out, 37, "%08x-%04x-7%03x-8%03x-%06x%06x",
        (unsigned)(ms >> 16 & 0xffffffff), (unsigned)(ms & 0xffff),
        (unsigned)(rand() & 0xfff), (unsigned)(rand() & 0xfff),
        (unsigned)(rand() & 0xffffff), (unsigned)(rand() & 0xffffff));
}

static void send_request(
    struct desk_load *desk, bool is_post, const char *path, const char *fields)
{
    char body[1024] = "";
    char request[3072];
    char key[37];
    int len;

    if (is_post) {
        make_key(key);
        (void)snprintf(
            body, sizeof(body), "token=%s&key=%s&%s", desk->person->csrf, key, fields);
    }
    len = snprintf(request, sizeof(request),
        "%s %s HTTP/1.1\r\nHost: desk.example\r\nCookie: vestibule-session=%s\r\n%s",
        is_post ? "POST" : "GET", path, desk->person->token,
        is_post ? "Content-Type: application/x-www-form-urlencoded\r\n" : "");
    len += snprintf(request + len, sizeof(request) - (size_t)len,
        is_post ? "Content-Length: %zu\r\n\r\n%s" : "\r\n", strlen(body), body);
    desk->is_post = is_post;
    desk->is_busy = true;
    desk->load->requests++;
    wire_ask(&desk->wire, request, (size_t)len);
}

static const char *answer_to(const char *fact)
{
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (strcmp(answers[i].fact, fact) == 0)
            return answers[i].value;
    return NULL;
}

static void do_next(struct desk_load *desk, double due)
{
    char path[256];
    char fields[256];
    const char *value = answer_to(desk->fact);

    desk->due = desk->from = due;
    desk->was_fact = desk->doing == ASKED;
    if (desk->doing == OPENING) {
        send_request(desk, true, "/visits", "");
        return;
    }
    if (desk->doing == ENDING) {
        (void)snprintf(path, sizeof(path), "/visits/%s/end", desk->visit);
        send_request(desk, true, path, "end=left");
        return;
    }
    (void)snprintf(path, sizeof(path), "/visits/%s/ask/%s", desk->visit, desk->fact);
    (void)snprintf(fields, sizeof(fields),
        value != NULL ? "answer=%s&basis=read" : "answer=&unknown=on%s",
        value != NULL ? value : "");
    send_request(desk, true, path, fields);
}

/* What the page that was led to is. */
static void note_place(struct desk_load *desk, const char *path)
{
    const char *visit = strstr(path, "/visits/");
    const char *ask = strstr(path, "/ask/");

    if (visit == NULL)
        return;
    (void)snprintf(desk->visit, sizeof(desk->visit), "%.*s",
        (int)strcspn(visit + 8, "/?"), visit + 8);
    desk->doing = strstr(path, "/record") != NULL ? OPENING : ENDING;
    if (ask == NULL)
        return;
    desk->doing = ASKED;
    (void)snprintf(
        desk->fact, sizeof(desk->fact), "%.*s", (int)strcspn(ask + 5, "/?"), ask + 5);
}

static void end_doing(struct desk_load *desk, double took)
{
    desk->is_busy = false;
    if (desk->load->counts && desk->was_fact && desk->doing == ENDING)
        add_time(&desk->load->last, took);
}

static void hear(void *context, const struct wire_answer *answer)
{
    struct desk_load *desk = context;
    struct load *load = desk->load;
    double took = disk_now() - desk->from;

    if (load->counts)
        add_time(!desk->is_post  ? &load->pages
                : desk->was_fact ? &load->facts
                                 : &load->others,
            took);
    if (answer->status == 303) {
        note_place(desk, answer->location);
        desk->from = disk_now();
        send_request(desk, false, answer->location, "");
        return;
    }
    if (answer->status != 200) {
        load->failures++;
        desk->doing = OPENING;
    }
    end_doing(desk, disk_now() - desk->due);
}

static void begin(struct desk_load *desk, uint16_t port, const struct person *person,
    struct load *load)
{
    *desk = (struct desk_load){.wire = {.port = port, .heard = hear, .context = desk},
        .person = person,
        .load = load};
}

/* ---- one desk alone ---- */

static void run_alone(uint16_t port, const struct person *person)
{
    struct load load = {.counts = true};
    struct desk_load desk;
    size_t visits = 0;

    begin(&desk, port, person, &load);
    while (visits < ALONE) {
        do_next(&desk, disk_now());
        while (desk.is_busy)
            wire_turn(1);
        visits += desk.doing == OPENING;
    }
    wire_close(&desk.wire);
    printf("one desk by itself, %d visits\n", ALONE);
    say_times("POST a fact, durable", &load.facts, 0);
    say_times("  from the last answer to what to do", &load.last, 50);
    if (load.failures > 0)
        printf("  %zu were not answered as they should be\n", load.failures);
}

/* ---- many desks ---- */

static double processor_of(long pid)
{
    char path[64];
    char line[1024] = "";
    unsigned long user = 0;
    unsigned long system = 0;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
    file = fopen(path, "r");
    if (file == NULL || fgets(line, sizeof(line), file) == NULL)
        exit(1);
    (void)fclose(file);
    (void)sscanf(strrchr(line, ')') + 1,
        " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static void run_desks(uint16_t port, long pid, const struct person *people,
    unsigned count, double seconds)
{
    struct load load = {.counts = false};
    struct desk_load *desks = calloc(count, sizeof(*desks));
    double start = disk_now();
    double warm = start + 2 * pace;
    double worked = 0;
    size_t requests = 0;

    if (desks == NULL)
        exit(1);
    for (unsigned i = 0; i < count; i++) {
        begin(&desks[i], port, &people[i], &load);
        desks[i].due = start - pace + pace * i / count;
    }
    for (double t = start; t < warm + seconds; t = disk_now()) {
        double next = t + 0.1;

        if (!load.counts && t >= warm) {
            load.counts = true;
            worked = processor_of(pid);
            requests = load.requests;
        }
        for (unsigned i = 0; i < count; i++) {
            if (!desks[i].is_busy && desks[i].due + pace <= t)
                do_next(&desks[i], desks[i].due + pace);
            if (!desks[i].is_busy && desks[i].due + pace < next)
                next = desks[i].due + pace;
        }
        wire_turn(next - disk_now());
    }
    worked = (processor_of(pid) - worked) / seconds;
    printf(
        "%u desks, each doing one thing every %.0f s for %.0f s: %.0f facts and %.0f requests a second\n",
        count, pace, seconds, (double)load.facts.count / seconds,
        (double)(load.requests - requests) / seconds);
    say_times("POST a fact, durable", &load.facts, 20);
    say_times("POST an opening or an end", &load.others, 0);
    say_times("GET a page", &load.pages, 0);
    say_times("  from the last answer to what to do", &load.last, 0);
    printf("  %-44s%8.0f %%   of one processor\n", "the server", 100 * worked);
    if (load.failures > 0)
        printf("  %zu were not answered as they should be\n", load.failures);
    for (unsigned i = 0; i < count; i++)
        wire_close(&desks[i].wire);
    free(desks);
}

/* ---- boards ---- */

struct boards {
    double sent;
    size_t heard; /* of the event that is told now */
    size_t open;
    struct times times;
};

struct board_load {
    struct wire wire;
    struct boards *boards;
    bool is_open;
    size_t matched; /* of what is looked for */
};

static const char wanted[] = "event: visit\n";

static void hear_board(void *context, const char *bytes, size_t len)
{
    struct board_load *board = context;
    struct boards *boards = board->boards;

    if (bytes == NULL) {
        boards->open -= board->is_open;
        board->is_open = false;
        return;
    }
    boards->open += !board->is_open;
    board->is_open = true;
    for (size_t i = 0; i < len; i++) {
        board->matched = bytes[i] == wanted[board->matched] ? board->matched + 1
            : bytes[i] == wanted[0]                         ? 1
                                                            : 0;
        if (board->matched < sizeof(wanted) - 1)
            continue;
        board->matched = 0;
        boards->heard++;
        add_time(&boards->times, disk_now() - boards->sent);
    }
}

static void ignore(void *context, const struct wire_answer *answer)
{
    (void)context;
    fprintf(stderr, "a board was refused: %d\n", answer->status);
    exit(1);
}

static void open_boards(uint16_t port, const struct person *people, unsigned count,
    struct boards *boards, struct board_load *all)
{
    for (unsigned i = 0; i < count; i++) {
        char request[512];
        int len = snprintf(request, sizeof(request),
            "GET /board/events HTTP/1.1\r\nHost: desk.example\r\n"
            "Cookie: vestibule-session=%s\r\n\r\n",
            people[i].token);

        all[i] = (struct board_load){.wire = {.port = port,
                                         .said = hear_board,
                                         .heard = ignore,
                                         .context = &all[i]},
            .boards = boards};
        wire_watch(&all[i].wire, request, (size_t)len);
        wire_turn(0);
    }
    for (double until = disk_now() + 60; boards->open < count && disk_now() < until;)
        wire_turn(0.1);
}

/* Until all have heard it, or ten seconds. */
static size_t await(struct boards *boards, size_t before, unsigned count)
{
    double until = disk_now() + 10;

    while (boards->heard - before < count && disk_now() < until)
        wire_turn(0.1);
    return count - (boards->heard - before < count ? boards->heard - before : count);
}

static void run_boards(uint16_t port, long pid, const struct person *people,
    unsigned desks, unsigned count)
{
    struct board_load *all = calloc(count, sizeof(*all));
    struct boards boards = {0};
    struct load load = {0};
    struct desk_load desk;
    size_t lost = 0;
    double opening = disk_now();
    double worked;

    if (all == NULL)
        exit(1);
    open_boards(port, people + desks, count, &boards, all);
    opening = disk_now() - opening;
    begin(&desk, port, people, &load);
    worked = processor_of(pid);
    for (unsigned i = 0; i < EVENTS; i++) {
        size_t before = boards.heard;

        boards.sent = disk_now();
        do_next(&desk, boards.sent);
        lost += await(&boards, before, count);
        while (desk.is_busy)
            wire_turn(0.1);
        if (desk.doing == ENDING)
            desk.doing = OPENING;
    }
    worked = processor_of(pid) - worked;
    printf(
        "%zu boards of the whole district, told of every event; all were open after %.1f s\n",
        boards.open, opening);
    say_times("from sending a fact to its line on a board", &boards.times, 250);
    printf("  %-44s%8.2f ms  of a processor\n", "the server, an event to all",
        1000 * worked / EVENTS);
    printf("  %-44s%8zu\n", "lines that did not come", lost);
    for (unsigned i = 0; i < count; i++)
        wire_close(&all[i].wire);
    free(all);
}

/* ---- all of it ---- */

static void say_disk(const char *folder)
{
    int file = disk_open(folder);
    double median;
    double rate = disk_syncs(file, 1, &median);

    (void)close(file);
    printf("  %-44s%8.2f ms  half; %.0f a second one after another\n",
        "fdatasync of a block, on this disk", 1000 * median, rate);
}

static int run_load(char **words)
{
    uint16_t port = (uint16_t)atoi(words[1]);
    long pid = atol(words[2]);
    unsigned desks = (unsigned)atoi(words[4]);
    unsigned boards = (unsigned)atoi(words[5]);
    struct person *people = calloc(desks + boards, sizeof(*people));
    struct err err = {0};

    must(os_allow_files(desks + boards + 64, &err), &err);
    for (unsigned i = 0; i < desks + boards; i++)
        if (people == NULL || scanf("%63s %63s", people[i].token, people[i].csrf) != 2)
            return 1;
    say_disk(words[3]);
    run_alone(port, people);
    run_desks(port, pid, people, desks, atof(words[6]));
    say_disk(words[3]);
    run_boards(port, pid, people, desks, boards);
    free(people);
    return 0;
}

int main(int count, char **words)
{
    if (count == 7)
        return run_load(words);
    fprintf(stderr, "desk PORT PID DIR DESKS BOARDS SECONDS <SESSIONS\n");
    return 2;
}
