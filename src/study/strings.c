/*
 * The texts of a document as a gettext template.
 *
 * Entries stand in document order.  What is said twice in the same context is one
 * entry with two references, as gettext wants it.
 */
#include "study/study.h"

struct entry {
    str kind; /* "fact", "value", ...: the first part of the context */
    str name; /* may be empty */
    str part; /* of a value; may be empty */
    str text;
    uint32_t line;
    uint32_t found;   /* order in which it was found: decides among one line's */
    uint32_t next;    /* entry that is the same, or ENTRY_NONE */
    bool is_repeated; /* printed with an earlier one */
};

#define ENTRY_NONE UINT32_MAX

struct strings {
    struct arena *arena;
    const struct tree *tree;
    struct entry *entries;
    uint32_t count;
    size_t capacity;
};

/* ---- collecting ---- */

static void add(struct strings *s, struct entry entry)
{
    if (entry.text.len == 0)
        return;
    entry.found = s->count;
    entry.next = ENTRY_NONE;
    s->entries =
        arena_grow(s->arena, s->entries, s->count, &s->capacity, sizeof(*s->entries));
    s->entries[s->count++] = entry;
}

static void add_values(
    struct strings *s, str owner, const struct choice *choices, uint32_t count)
{
    for (uint32_t v = 0; v < count; v++)
        add(s,
            (struct entry){.kind = STR("value"),
                .name = owner,
                .part = choices[v].name,
                .text = choices[v].label,
                .line = choices[v].span.line});
}

static void add_named(struct strings *s, str kind, str name, str text, struct span span)
{
    add(s, (struct entry){.kind = kind, .name = name, .text = text, .line = span.line});
}

static void add_declared(struct strings *s)
{
    const struct tree *t = s->tree;

    for (uint32_t i = 1; i < t->role_count; i++)
        add_named(
            s, STR("role"), t->roles[i].name, t->roles[i].label, t->roles[i].span);
    for (uint32_t i = 0; i < t->fact_count; i++) {
        const struct fact *f = &t->facts[i];

        if (f->supplied)
            continue;
        add_named(s, STR("fact"), f->name, f->question, f->span);
        if (f->kind == FACT_CHOICE)
            add_values(s, f->name, f->choices, f->choice_count);
    }
    for (uint32_t i = 0; i < t->outcome_count; i++) {
        const struct outcome *o = &t->outcomes[i];

        add_named(s, STR("outcome"), o->name, o->label, o->span);
        add_values(s, o->name, o->values, o->value_count);
    }
}

static void add_said(struct strings *s)
{
    const struct tree *t = s->tree;

    for (uint32_t i = 0; i < t->duty_count; i++)
        add_named(
            s, STR("duty"), t->duties[i].name, t->duties[i].text, t->duties[i].span);
    for (uint32_t i = 0; i < t->say_count; i++)
        add_named(s, STR("say"), (str){0}, t->says[i].words, t->says[i].span);
    for (uint32_t i = 0; i < t->assume_count; i++)
        add_named(s, STR("assume"), (str){0}, t->assumes[i].why, t->assumes[i].span);
    for (uint32_t i = 0; i < t->property_count; i++)
        add_named(s, t->properties[i].always ? STR("always") : STR("never"), (str){0},
            t->properties[i].name, t->properties[i].span);
}

/* Headings and quotes that a rule or a duty cites. */
static void add_ground(struct strings *s, bool *cited, const struct ground *ground)
{
    const struct scan *scan = &s->tree->scan;
    const struct scan_block *block = &scan->blocks[ground->block];

    for (uint32_t h = ground->heading; h != SCAN_NONE && !cited[h];
         h = scan->headings[h].parent) {
        cited[h] = true;
        add(s,
            (struct entry){.kind = STR("heading"),
                .text = scan->headings[h].text,
                .line = scan->headings[h].line});
    }
    if (!cited[scan->heading_count + ground->block])
        add(s,
            (struct entry){
                .kind = STR("quote"), .text = block->quote, .line = block->fence_line});
    cited[scan->heading_count + ground->block] = true;
}

static void add_grounds(struct strings *s)
{
    const struct tree *t = s->tree;
    bool *cited =
        ARENA_ARRAY(s->arena, bool, t->scan.heading_count + t->scan.block_count);

    for (uint32_t i = 0; i < t->rule_count; i++)
        add_ground(s, cited, &t->rules[i].ground);
    for (uint32_t i = 0; i < t->duty_count; i++)
        add_ground(s, cited, &t->duties[i].ground);
    for (uint32_t i = 0; i < t->say_count; i++)
        add_ground(s, cited, &t->says[i].ground);
}

/* ---- order ---- */

static bool comes_before(const struct entry *a, const struct entry *b)
{
    return a->line != b->line ? a->line < b->line : a->found < b->found;
}

static void sort(struct strings *s)
{
    for (uint32_t i = 1; i < s->count; i++) {
        struct entry entry = s->entries[i];
        uint32_t at = i;

        for (; at > 0 && comes_before(&entry, &s->entries[at - 1]); at--)
            s->entries[at] = s->entries[at - 1];
        s->entries[at] = entry;
    }
}

static bool is_same(const struct entry *a, const struct entry *b)
{
    return str_equal(a->kind, b->kind) && str_equal(a->name, b->name) &&
        str_equal(a->part, b->part) && str_equal(a->text, b->text);
}

/* Chain entries that are the same to the first of them. */
static void join(struct strings *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t last = i;

        if (s->entries[i].is_repeated)
            continue;
        for (uint32_t j = i + 1; j < s->count; j++) {
            if (!is_same(&s->entries[i], &s->entries[j]))
                continue;
            s->entries[last].next = j;
            s->entries[j].is_repeated = true;
            last = j;
        }
    }
}

/* ---- writing ---- */

static void write_escaped(struct text *out, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        if (c == '"' || c == '\\')
            text_add_byte(out, '\\');
        if (c == '\n')
            text_add(out, STR("\\n"));
        else if (c == '\t')
            text_add(out, STR("\\t"));
        else if (c == '\r')
            text_add(out, STR("\\r"));
        else
            text_add_byte(out, c);
    }
}

/* A file's name with white space in it stands between two invisible marks. */
static void write_reference(struct text *out, str file, uint32_t line)
{
    static const char isolate[] = {(char)0xe2, (char)0x81, (char)0xa8};
    static const char pop[] = {(char)0xe2, (char)0x81, (char)0xa9};
    size_t marks = str_find_byte(file, ' ', 0) < file.len ? sizeof(isolate) : 0;

    text_add_byte(out, ' ');
    text_add(out, (str){isolate, marks});
    text_add(out, file);
    text_add(out, (str){pop, marks});
    text_add_byte(out, ':');
    text_add_u64(out, line);
}

static void write_entry(
    const struct strings *s, struct text *out, str file, const struct entry *entry)
{
    text_add(out, STR("\n#:"));
    for (const struct entry *e = entry;; e = &s->entries[e->next]) {
        write_reference(out, file, e->line);
        if (e->next == ENTRY_NONE)
            break;
    }
    text_add(out, STR("\nmsgctxt \""));
    write_escaped(out, entry->kind);
    text_add(out, entry->name.len > 0 ? STR(" ") : STR(""));
    write_escaped(out, entry->name);
    text_add(out, entry->part.len > 0 ? STR(".") : STR(""));
    write_escaped(out, entry->part);
    text_add(out, STR("\"\nmsgid \""));
    write_escaped(out, entry->text);
    text_add(out, STR("\"\nmsgstr \"\"\n"));
}

static void write_header(const struct tree *tree, struct text *out)
{
    text_add(out,
        STR("# What people read in this protocol, to be translated.\n"
            "msgid \"\"\n"
            "msgstr \"\"\n"
            "\"Project-Id-Version: "));
    write_escaped(out, tree->scan.title);
    if (tree->edition.present) {
        text_add(out, tree->scan.title.len > 0 ? STR(" ") : STR(""));
        text_add_date(out, tree->edition.date);
        text_add(out, STR("\\n\"\n\"POT-Creation-Date: "));
        text_add_date(out, tree->edition.date);
        text_add(out, STR(" 00:00+0000"));
    }
    text_add(out,
        STR("\\n\"\n"
            "\"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n\"\n"
            "\"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n\"\n"
            "\"Language-Team: LANGUAGE\\n\"\n"
            "\"Language: \\n\"\n"
            "\"MIME-Version: 1.0\\n\"\n"
            "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
            "\"Content-Transfer-Encoding: 8bit\\n\"\n"));
}

void study_strings(
    struct arena *arena, const struct policy *policy, str file, struct text *out)
{
    struct strings s = {.arena = arena, .tree = &policy->tree};

    add_declared(&s);
    add_said(&s);
    add_grounds(&s);
    sort(&s);
    join(&s);
    write_header(&policy->tree, out);
    for (uint32_t i = 0; i < s.count; i++)
        if (!s.entries[i].is_repeated)
            write_entry(&s, out, file, &s.entries[i]);
}
