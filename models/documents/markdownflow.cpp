// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/markdownflow.h"

#include "documents/papertext.h"

#include <cmark.h>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostMarkdown = 64 * 1024; // the parser is quadratic on some hostile texts
constexpr double textSize = 9;

QString literal(cmark_node *node)
{
    return QString::fromUtf8(cmark_node_get_literal(node));
}

/// Walks a document once, without recursion, and sets each block as it ends.
class MarkdownWalk
{
public:
    MarkdownWalk(PageFlow &flow, double indent) : m_flow(flow), m_indent(indent) {}

    void run(cmark_node *root)
    {
        const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> iter(cmark_iter_new(root), cmark_iter_free);
        for (cmark_event_type event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE && !m_flow.stopped(); event = cmark_iter_next(iter.get())) {
            cmark_node *node = cmark_iter_get_node(iter.get());
            if (event == CMARK_EVENT_ENTER)
                enter(node);
            else
                leave(node);
        }
    }

private:
    void add(const QString &text, bool mono = false, Ink ink = Ink::Text)
    {
        m_runs.append({paperText(text), ink, m_strong > 0, mono, m_emphasis > 0});
    }

    void enter(cmark_node *node)
    {
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT:
            return add(literal(node));
        case CMARK_NODE_CODE:
            return add(literal(node), true);
        case CMARK_NODE_HTML_INLINE:
            return add(literal(node), true, Ink::Muted);
        case CMARK_NODE_SOFTBREAK:
            // The rows of a table are lines of one paragraph to CommonMark.
            return add(!m_runs.isEmpty() && m_runs.first().text.startsWith(u'|') ? u"\n"_s : u" "_s);
        case CMARK_NODE_LINEBREAK:
            return add(u"\n"_s);
        case CMARK_NODE_EMPH:
            ++m_emphasis;
            return;
        case CMARK_NODE_STRONG:
            ++m_strong;
            return;
        case CMARK_NODE_IMAGE:
            return add(documentTr("[image: "), false, Ink::Muted);
        case CMARK_NODE_BLOCK_QUOTE:
            m_depth = std::min(m_depth + 1, 8);
            return;
        case CMARK_NODE_ITEM:
            m_depth = std::min(m_depth + 1, 8);
            m_bullet = bulletOf(node);
            return;
        case CMARK_NODE_CODE_BLOCK:
        case CMARK_NODE_HTML_BLOCK:
            add(literal(node).trimmed(), true, cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK ? Ink::Muted : Ink::Text);
            return put();
        case CMARK_NODE_THEMATIC_BREAK:
            return m_flow.space(6);
        default:
            return;
        }
    }

    void leave(cmark_node *node)
    {
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_EMPH:
            --m_emphasis;
            return;
        case CMARK_NODE_STRONG:
            --m_strong;
            return;
        case CMARK_NODE_LINK:
            return add(u" (%1)"_s.arg(QString::fromUtf8(cmark_node_get_url(node))), false, Ink::Muted);
        case CMARK_NODE_IMAGE:
            return add(u" %1]"_s.arg(QString::fromUtf8(cmark_node_get_url(node))), false, Ink::Muted);
        case CMARK_NODE_HEADING:
            for (PaperRun &run : m_runs)
                run.bold = true;
            m_flow.space(4);
            return put();
        case CMARK_NODE_PARAGRAPH:
            return put();
        case CMARK_NODE_BLOCK_QUOTE:
        case CMARK_NODE_ITEM:
            m_depth = std::max(m_depth - 1, 0);
            m_bullet.clear();
            return;
        default:
            return;
        }
    }

    static QString bulletOf(cmark_node *item)
    {
        cmark_node *list = cmark_node_parent(item);
        if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST)
            return u"•  "_s;
        int number = cmark_node_get_list_start(list);
        // Counting back is quadratic for long lists; beyond a few hundred the number is left out.
        int steps = 0;
        for (cmark_node *before = cmark_node_previous(item); before && ++steps < 300; before = cmark_node_previous(before))
            ++number;
        return steps < 300 ? u"%1.  "_s.arg(number) : u"–  "_s;
    }

    void put()
    {
        if (!m_bullet.isEmpty())
            m_runs.prepend({m_bullet});
        m_bullet.clear();
        if (!m_runs.isEmpty())
            m_flow.paragraph(m_runs, textSize, m_indent + 12 * m_depth);
        m_runs.clear();
    }

    PageFlow &m_flow;
    double m_indent;
    PaperRuns m_runs;
    QString m_bullet;
    int m_strong = 0, m_emphasis = 0, m_depth = 0;
};

} // namespace

void flowMarkdown(PageFlow &flow, const QString &markdown, double indent)
{
    if (markdown.size() > mostMarkdown) {
        for (const QString &paragraph : paperText(markdown).split(u"\n\n"_s, Qt::SkipEmptyParts))
            flow.paragraph(plainRuns(paragraph), textSize, indent);
        return;
    }
    const QByteArray utf8 = markdown.toUtf8();
    const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> root(
        cmark_parse_document(utf8.constData(), size_t(utf8.size()), CMARK_OPT_DEFAULT), cmark_node_free);
    if (root)
        MarkdownWalk(flow, indent).run(root.get());
}

} // namespace countersign
