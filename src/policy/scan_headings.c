/*
 * Headings, which are the citations of what stands below them.
 */
#include "policy/mend.h"
#include "policy/scan_inside.h"

/* The nearest heading above of a lower level than `level`. */
static uint32_t parent_of(const struct scan *out, uint32_t level)
{
    uint32_t at = (uint32_t)out->heading_count;

    if (at == 0)
        return SCAN_NONE;
    at--;
    while (at != SCAN_NONE && out->headings[at].level >= level)
        at = out->headings[at].parent;
    return at;
}

/* "## words", as against words with dashes under them. */
static bool has_number_signs(str line)
{
    size_t at = 0;

    while (at < line.len && line.ptr[at] == ' ')
        at++;
    while (at < line.len && line.ptr[at] == '#')
        at++;
    return at > 0 && line.ptr[at - 1] == '#' &&
        (at == line.len || char_is_space(line.ptr[at]));
}

void scan_heading(struct scanner *s, cmark_node *node)
{
    struct scan *out = s->out;
    struct scan_heading heading = {
        .text = flatten(s->arena, node, HTML_DROPPED),
        .link = flatten_last_link(s->arena, node, false),
        .level = (uint32_t)cmark_node_get_heading_level(node),
        .line = (uint32_t)cmark_node_get_start_line(node),
    };

    heading.short_text = flatten_short(heading.text);
    heading.parent = parent_of(out, heading.level);
    heading.underlined = !has_number_signs(scan_line(s, heading.line));
    if (heading.level == 1 && out->title.len == 0)
        out->title = heading.text;
    out->headings = arena_grow(s->arena, out->headings, out->heading_count,
        &s->heading_capacity, sizeof(heading));
    out->headings[out->heading_count++] = heading;
}

/* Mark a heading and those it stands under; those above a marked one are, too. */
static void mark(const struct scan *out, bool *marks, uint32_t heading)
{
    while (heading != SCAN_NONE && !marks[heading]) {
        marks[heading] = true;
        heading = out->headings[heading].parent;
    }
}

/* The line of dashes or equals signs under a heading's words. */
static uint32_t rule_below(const struct scanner *s, uint32_t line)
{
    for (uint32_t at = line + 1; at <= s->out->line_count; at++) {
        str rule = str_trim(scan_line(s, at));

        if (rule.len > 0 && (str_find_byte(STR("-="), rule.ptr[0], 0) < 2) &&
            str_trim(scan_line(s, at)).ptr[rule.len - 1] == rule.ptr[0])
            return at;
    }
    return line;
}

static void report_rule(struct scanner *s, const struct scan_heading *heading)
{
    uint32_t line = rule_below(s, heading->line);
    str below = str_trim(scan_line(s, line));

    if (below.len > 0 && below.ptr[0] == '=')
        scan_report(s, "P028", scan_line_span(s, line),
            STR("this line of equals signs makes the words above it a heading, and what "
                "stands below cites it"),
            STR("if it is meant, write the heading with # in front"));
    else
        mend_by_empty_line(
            scan_report(s, "P028", scan_line_span(s, line),
                STR("this line of dashes makes the words above it a heading, and what "
                    "stands below cites it"),
                STR("for a rule, leave an empty line above the dashes; for a heading, "
                    "write it with ## in front")),
            s->arena, line);
}

static void report_twin(struct scanner *s, uint32_t line, uint32_t first)
{
    scan_report(s, "P029", scan_line_span(s, line),
        scan_join(s, STR("the heading in line "), scan_number(s, first),
            STR(" has the same text, and both are cited: nobody can tell which is meant")),
        STR("give every heading that rules stand under a text of its own"));
}

void scan_check_headings(struct scanner *s)
{
    const struct scan *out = s->out;
    bool *by_block = ARENA_ARRAY(s->arena, bool, out->heading_count);
    bool *by_any = ARENA_ARRAY(s->arena, bool, out->heading_count);
    struct map seen = {0};

    for (size_t i = 0; i < out->block_count; i++)
        mark(out, by_block, out->blocks[i].heading);
    for (size_t i = 0; i < out->block_count; i++)
        mark(out, by_any, out->blocks[i].heading);
    for (size_t i = 0; i < out->table_count; i++)
        mark(out, by_any, out->tables[i].heading);
    for (uint32_t i = 0; i < out->heading_count; i++) {
        const struct scan_heading *heading = &out->headings[i];
        uint32_t first;

        if (by_any[i] && heading->underlined)
            report_rule(s, heading);
        if (!by_block[i] || heading->short_text.len == 0)
            continue;
        if (map_find(&seen, heading->short_text, &first))
            report_twin(s, heading->line, first);
        else
            map_set(&seen, s->arena, heading->short_text, heading->line);
    }
}
