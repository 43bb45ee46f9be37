/*
 * pages_peer FOLDER: write a sample of every page into files, to be looked at and judged.
 *
 * What people could type stands in them as badly as they could type it; a page FOLDER
 * has its assets beside it, so that a browser shows it as it is.
 */
#include "os/os.h"
#include "web/pages.h"
#include "web/web.h"

/* What a hostile hand would type into every field. */
static const str hostile = STR_INIT("<b title='a\" onclick=x'>&amp;</b>");

static str folder;
static struct arena arena;

static const struct tongue tongues[] = {
    {.code = STR_INIT("en"), .name = STR_INIT("English"), .is_rightward = true},
    {.code = STR_INIT("es"), .name = STR_INIT("Espa\xc3\xb1ol"), .is_rightward = true}};

static struct frame_view frame_of(str title)
{
    return (struct frame_view){.title = title,
        .code = STR("en"),
        .direction = STR("ltr"),
        .tongues = tongues,
        .tongue_count =
            str_equal(title, STR("About Vestibule")) ? COUNT_OF(tongues) : 1,
        .path = STR("/about"),
        .assets = STR("./"),
        .exercise = str_equal(title, STR("Board")),
        .school = STR("Hamline Elementary School"),
        .person = STR("Ana Ruiz"),
        .edition = STR("2026-07-01"),
        .digest = STR(
            "sha256:b86d6e14929b32e491c3ae291887a044ad87f37450fb1d63e9f6f4fd4d417be4")};
}

static void put(str name, str bytes)
{
    struct text path = text_in(&arena);
    struct err err = {0};

    text_add(&path, folder);
    text_add_byte(&path, '/');
    text_add(&path, name);
    REQUIRE(os_write_file(text_str(&path), bytes, &err));
}

static struct html fresh(void)
{
    size_t count;

    return (struct html){text_in(&arena), tongue_rows(&count)};
}

static const struct form_view form = {
    STR_INIT("/visits/1/answer"), STR_INIT("token"), STR_INIT("key")};

static const struct choice_view bases[] = {
    {.value = STR_INIT("read"), .label = STR_INIT("I read it"), .is_chosen = true},
    {.value = STR_INIT("told"), .label = STR_INIT("They said so")},
    {.value = STR_INIT("inferred"), .label = STR_INIT("I think so")},
};

static void question(bool wrong)
{
    static const struct choice_view choices[] = {
        {STR_INIT("none"), STR_INIT("None: a parent, a vendor or another visitor"), {0},
            false},
        {STR_INIT("police"),
            STR_INIT("Chicago Police, or another city, county or state force"), {0},
            false},
        {STR_INIT("dhs"),
            STR_INIT("Department of Homeland Security, and no part of it by name"),
            STR_INIT("The card says these words and nothing more."), true},
        {STR_INIT("ice"), STR_INIT("Immigration and Customs Enforcement (ICE)"), {0},
            false},
    };
    static const struct link_view mistakes[] = {
        {STR_INIT("#answer"), STR_INIT("Choose an answer, or \"I do not know\"")},
        {STR_INIT("#basis"), STR_INIT("Say how you know")}};
    struct question_view view = {.frame = frame_of(STR("Which agency?")),
        .mistakes = {mistakes, wrong ? COUNT_OF(mistakes) : 0},
        .form = form,
        .back = STR("/visits/1"),
        .progress = STR("Question 2"),
        .question = STR("Which agency does the credential name?"),
        .hint = STR("If you could not read it: which do they name?"),
        .why = STR("Each agency needs another paper."),
        .choices = choices,
        .choice_count = COUNT_OF(choices),
        .bases = bases,
        .basis_count = COUNT_OF(bases)};
    struct html html = fresh();

    view.frame.is_wrong = wrong;
    view.answer_mistake = wrong ? mistakes[0].words : (str){0};
    view.basis_mistake = wrong ? mistakes[1].words : (str){0};
    view_question(&html, &view);
    put(wrong ? STR("question_wrong.html") : STR("question.html"),
        text_str(&html.text));
}

static void typed(void)
{
    struct question_view view = {.frame = frame_of(STR("How many?")),
        .form = form,
        .question = STR("On what day was the paper signed?"),
        .kind = ANSWER_DATE,
        .is_unknown = true};
    struct html html = fresh();

    view_question(&html, &view);
    put(STR("typed.html"), text_str(&html.text));
}

static void ask(void)
{
    static const struct field_view fields[] = {{.name = STR_INIT("name"),
                                                   .label = STR_INIT("Your name"),
                                                   .value = STR_INIT("ana")},
        {.name = STR_INIT("secret"), .label = STR_INIT("Your password")}};
    struct ask_view view = {.frame = frame_of(STR("Sign in")),
        .form = form,
        .title = STR("Sign in"),
        .fields = fields,
        .field_count = COUNT_OF(fields),
        .button = STR("Sign in")};
    struct html html = fresh();

    view_ask(&html, &view);
    put(STR("ask.html"), text_str(&html.text));
}

static const struct moment_view moments[] = {
    {STR_INIT("11:15:20"), STR_INIT("2025-01-24T11:15:20-06:00"),
        STR_INIT("Two people are at the desk"), {0}, STR_INIT("Front desk"), TONE_PLAIN,
        {0}},
    {STR_INIT("11:15:48"), STR_INIT("2025-01-24T11:15:48-06:00"),
        STR_INIT("Wait at the desk"),
        STR_INIT("The paper has to be read by the Law Department."), {0}, TONE_WAIT,
        {0}},
    {STR_INIT("11:16:05"), STR_INIT("2025-01-24T11:16:05-06:00"),
        STR_INIT("Law Department called"), STR_INIT("Nobody has answered yet."),
        STR_INIT("Front desk"), TONE_NO, {0}},
    {STR_INIT("11:19:31"), STR_INIT("2025-01-24T11:19:31-06:00"),
        STR_INIT("Law Department has it"), STR_INIT("The paper is no judge's warrant."),
        STR_INIT("Law Department"), TONE_YES, {0}},
    {STR_INIT("11:24:00"), STR_INIT("2025-01-24T11:24:00-06:00"), STR_INIT("They left"),
        {0}, STR_INIT("Front desk"), TONE_PLAIN, {0}},
};

static const struct row_view rows[] = {
    {STR_INIT("Which agency does the credential name?"),
        STR_INIT("Department of Homeland Security"), STR_INIT("I read it, 11:15"),
        STR_INIT("/visits/1/agency"), {0}},
    {STR_INIT("Did they show official credentials?"), STR_INIT("Too briefly to read"),
        STR_INIT("I saw it, 11:15"), STR_INIT("/visits/1/credentials"), {0}},
    {STR_INIT("Which paper do they have?"), STR_INIT("I do not know"), {0},
        STR_INIT("/visits/1/paper"), {0}},
};

/* The parts on one page, as the page of a visit has them. */
static void visit(enum tone tone, str word, str words, str name)
{
    static const str says[] = {
        STR_INIT("Thank you. Please wait here while I make a call."),
        STR_INIT(
            "I will make a copy for our Law Department. I cannot let you in on this form.")};
    struct frame_view frame = frame_of(word);
    struct verdict_view verdict = {
        tone, word, words, says, says, COUNT_OF(says), {0}, {0}};
    struct banner_view banner = {
        STR("Law Department"), STR("Ms. Ortiz is reading the paper now.")};
    struct summary_view summary = {STR("What you said"), rows, COUNT_OF(rows)};
    struct timeline_view timeline = {STR("What happened"), moments, COUNT_OF(moments)};
    struct html html = fresh();

    view_head(&html, &frame);
    view_verdicts(&html, &(struct verdicts_view){&verdict, 1});
    view_banner(&html, &banner);
    view_timeline(&html, &timeline);
    view_summary(&html, &summary);
    view_foot(&html, &frame);
    put(name, text_str(&html.text));
}

static void board(void)
{
    static const str columns[] = {
        STR_INIT("School"), STR_INIT("Since"), STR_INIT("Agency"), STR_INIT("Answer")};
    static const str cells[][4] = {
        {STR_INIT("Hamline Elementary"), STR_INIT("11:15"),
            STR_INIT("Homeland Security"), STR_INIT("Wait at the desk")},
        {STR_INIT("Pulaski International"), STR_INIT("11:02"),
            STR_INIT("Chicago Police"), STR_INIT("Wait at the desk")},
        {STR_INIT("Lincoln Park High"), STR_INIT("10:40"), STR_INIT("Child protection"),
            STR_INIT("Let them in")}};
    const struct board_row_view lines[] = {
        {cells[0], STR("/visits/1"), TONE_NO, STR("Nobody has answered")},
        {cells[1], STR("/visits/2"), TONE_WAIT, STR("Law is reading")},
        {cells[2], STR("/visits/3"), TONE_YES, STR("Done")}};
    struct frame_view frame = frame_of(STR("Board"));
    struct board_view view = {STR("Open visits"), columns, COUNT_OF(columns), lines,
        COUNT_OF(lines), STR("No visit is open.")};
    struct html html = fresh();

    view_head(&html, &frame);
    view_board(&html, &view);
    view_foot(&html, &frame);
    put(STR("board.html"), text_str(&html.text));
}

static void about(void)
{
    const struct row_view program[] = {{.key = STR("Version"), .value = STR("0.1.0")}};
    const struct row_view edition[] = {
        {.key = STR("Edition"), .value = STR("2026-07-01")},
        {.key = STR("Digest"), .value = frame_of(STR("")).digest}};
    const struct protocol_view protocols[] = {
        {STR("entry"), STR("Chicago Public Schools: who may come in"),
            {{0}, edition, COUNT_OF(edition)}}};
    struct about_view view = {frame_of(STR("About Vestibule")),
        {{0}, program, COUNT_OF(program)}, protocols, COUNT_OF(protocols)};
    struct html html = fresh();

    view_about(&html, &view);
    put(STR("about.html"), text_str(&html.text));
}

/* Every value of every page is what nobody should type; the language is written from
 * right to left. */
static void hostile_pages(void)
{
    struct choice_view choices[] = {{hostile, hostile, hostile, true}};
    struct link_view links[] = {{hostile, hostile}};
    struct row_view one[] = {{hostile, hostile, hostile, hostile, hostile}};
    struct moment_view moment[] = {
        {hostile, hostile, hostile, hostile, hostile, TONE_NO, hostile}};
    struct board_row_view line[] = {{&hostile, hostile, TONE_NO, hostile}};
    struct tongue several[2] = {{.code = hostile, .name = hostile}};
    struct frame_view frame = {.title = hostile,
        .tongues = several,
        .tongue_count = 2,
        .path = hostile,
        .code = hostile,
        .assets = hostile,
        .school = hostile,
        .person = hostile,
        .edition = hostile,
        .digest = hostile};
    struct form_view bad = {hostile, hostile, hostile};
    struct question_view question_bad = {.frame = frame,
        .mistakes = {links, 1},
        .answer_mistake = hostile,
        .basis_mistake = hostile,
        .form = bad,
        .back = hostile,
        .progress = hostile,
        .question = hostile,
        .hint = hostile,
        .why = hostile,
        .choices = choices,
        .choice_count = 1,
        .value = hostile,
        .bases = choices,
        .basis_count = 1};
    struct field_view field = {.name = hostile, .label = hostile, .value = hostile};
    struct ask_view ask_bad = {.frame = frame,
        .mistakes = {links, 1},
        .form = bad,
        .title = hostile,
        .fields = &field,
        .field_count = 1,
        .button = hostile};
    struct error_view error = {frame, 404, hostile};
    struct html html = fresh();

    view_question(&html, &question_bad);
    question_bad.kind = ANSWER_NUMBER;
    view_question(&html, &question_bad);
    view_ask(&html, &ask_bad);
    view_error(&html, &error);
    view_head(&html, &frame);
    view_verdicts(&html,
        &(struct verdicts_view){&(struct verdict_view){TONE_NO, hostile, hostile,
                                    &hostile, &hostile, 1, hostile, hostile},
            1});
    view_banner(&html, &(struct banner_view){hostile, hostile});
    view_timeline(&html, &(struct timeline_view){hostile, moment, 1});
    view_summary(&html, &(struct summary_view){hostile, one, 1});
    view_board(&html, &(struct board_view){hostile, &hostile, 1, line, 1, hostile});
    view_foot(&html, &frame);
    put(STR("hostile"), text_str(&html.text));
}

int main(int argc, char **argv)
{
    REQUIRE(argc == 2);
    folder = str_from(argv[1]);
    for (size_t i = 0; i < web_assets.count; i++)
        put(web_assets.items[i].name, web_assets.items[i].bytes);
    question(false);
    question(true);
    typed();
    ask();
    visit(TONE_WAIT, STR("Wait at the desk"),
        STR("Nobody goes further until the Law Department has read the paper."),
        STR("wait.html"));
    visit(
        TONE_YES, STR("Let them in"), STR("Somebody goes with them."), STR("yes.html"));
    visit(TONE_NO, STR("Do not let them in"), STR("This form is no judge's warrant."),
        STR("no.html"));
    board();
    about();
    hostile_pages();
    arena_clear(&arena);
    return 0;
}
