// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/markdown.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// Follows code fences line by line; inside of one nothing is a heading.
class Fences
{
public:
    /// True when `line` belongs to a fenced block (its fences included).
    bool inside(const QString &line)
    {
        static const QRegularExpression fence(u"^ {0,3}(`{3,}|~{3,})(.*)$"_s);
        const QRegularExpressionMatch match = fence.match(line);
        const QString mark = match.captured(1);
        if (m_mark.isEmpty()) {
            if (!match.hasMatch() || (mark[0] == u'`' && match.captured(2).contains(u'`')))
                return false;
            m_mark = mark;
            return true;
        }
        if (match.hasMatch() && mark[0] == m_mark[0] && mark.size() >= m_mark.size() && match.captured(2).trimmed().isEmpty())
            m_mark.clear();
        return true;
    }

private:
    QString m_mark;
};

QString withoutFences(const QString &text)
{
    Fences fences;
    QString out;
    for (const QString &line : text.split(u'\n')) {
        if (!fences.inside(line))
            out += line + u'\n';
    }
    return out;
}

bool isFenceLine(const QString &line)
{
    return line.startsWith(u"---") && line.trimmed() == u"---";
}

void warnOfMisplaced(const QStringList &lines, WarningList &warnings)
{
    static const QRegularExpression member(u"^[A-Za-z_-]+:(\\s|$)"_s);
    for (qsizetype i = 1; i < std::min<qsizetype>(lines.size(), 20); ++i) {
        if (!isFenceLine(lines[i]) || i + 1 >= lines.size() || !member.match(lines[i + 1]).hasMatch())
            continue;
        for (qsizetype end = i + 2; end < lines.size(); ++end) {
            if (isFenceLine(lines[end])) {
                warnings.add(u"frontMatterMisplaced"_s,
                             tr("What looks like front matter does not begin the file and was not read as such."), u"line %1"_s.arg(i + 1));
                return;
            }
        }
    }
}

qsizetype countOf(const QString &text, const QRegularExpression &pattern)
{
    qsizetype count = 0;
    for (auto it = pattern.globalMatch(text); it.hasNext(); it.next())
        ++count;
    return count;
}

} // namespace

QString plainLine(QString line)
{
    static const QRegularExpression tag(u"</?[A-Za-z][^<>]*>"_s), image(u"!\\[([^\\]]*)\\]\\([^)]*\\)"_s),
        link(u"\\[([^\\]]*)\\]\\([^)]*\\)"_s), closing(u"\\s+#+\\s*$"_s), emphasis(u"[*`]|(?<![\\w])_|_(?![\\w])"_s);
    line.truncate(500);
    line.replace(tag, u" "_s);
    line.replace(image, u"\\1"_s);
    line.replace(link, u"\\1"_s);
    line.remove(closing);
    line.remove(emphasis);
    return line.simplified();
}

QList<MarkdownSegment> markdownSegments(const QString &text, int firstLine)
{
    static const QRegularExpression atx(u"^ {0,3}(#{1,6})(?:[ \\t]+(.*))?$"_s), setext(u"^ {0,3}(=+|-{2,})[ \\t]*$"_s),
        notParagraph(u"^\\s*($|[-*+>|#]|\\d+[.)]\\s|    )"_s);
    QList<MarkdownSegment> out{MarkdownSegment{}};
    out.last().line = firstLine;
    Fences fences;
    QString previous; // the paragraph's last line, which a Setext underline turns into a heading
    int number = firstLine - 1;
    for (const QString &line : text.split(u'\n')) {
        ++number;
        const bool code = fences.inside(line);
        const QRegularExpressionMatch hashes = code ? QRegularExpressionMatch() : atx.match(line);
        const QRegularExpressionMatch underline = code || previous.isEmpty() ? QRegularExpressionMatch() : setext.match(line);
        if (hashes.hasMatch()) {
            out.append({int(hashes.capturedLength(1)), plainLine(hashes.captured(2)), line, {}, number});
            previous.clear();
        } else if (underline.hasMatch()) {
            out.last().body.chop(previous.size() + 1);
            out.append({underline.captured(1)[0] == u'=' ? 1 : 2, plainLine(previous), previous + u'\n' + line, {}, number - 1});
            previous.clear();
        } else {
            out.last().body += line + u'\n';
            previous = code || notParagraph.match(line).hasMatch() ? QString() : line;
        }
    }
    return out;
}

void warnOfMarkup(const QString &text, WarningList &warnings)
{
    static const QRegularExpression tag(u"<(?![A-Za-z][A-Za-z0-9+.-]*:|[^\\s<>@]+@)[A-Za-z][^<>\\n]*>"_s),
        active(u"(?i)<(script|iframe|object|embed|style|form|svg|meta|link|base)\\b|\\son[a-z]+\\s*="_s),
        image(u"!\\[[^\\]\\n]{0,1000}\\]\\(\\s*<?\\s*(?:https?:)?//|<img\\b[^<>]{0,1000}\\bsrc\\s*=\\s*[\"']?\\s*(?:https?:)?//"_s,
              QRegularExpression::CaseInsensitiveOption),
        scheme(u"(?:\\]\\(\\s*<?|\\]:\\s*<?|\\b(?:href|src|action)\\s*=\\s*[\"']?|<)[\\s\\x00-\\x20]*([A-Za-z][A-Za-z0-9+.-]*):"_s);
    const QString prose = withoutFences(text);
    if (const qsizetype tags = countOf(prose, tag))
        warnings.add(u"html"_s, tr("%1 HTML tags are shown as text.").arg(tags));
    if (const qsizetype hits = countOf(prose, active))
        warnings.add(u"activeHtml"_s, tr("%1 pieces of HTML that would run, embed or hide something.").arg(hits));
    if (const qsizetype images = countOf(prose, image))
        warnings.add(u"remoteImages"_s, tr("%1 remote images are not loaded.").arg(images));
    qsizetype odd = 0;
    for (auto it = scheme.globalMatch(prose); it.hasNext();) {
        const QString name = it.next().captured(1).toLower();
        odd += name != u"http" && name != u"https" && name != u"mailto";
    }
    if (odd)
        warnings.add(u"unsafeLinks"_s, tr("%1 links lead elsewhere than to a web page.").arg(odd));
    qsizetype bidi = 0, controls = 0;
    for (QChar c : text) {
        const char16_t u = c.unicode();
        bidi += (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069) || u == 0x200e || u == 0x200f || u == 0x061c;
        controls += (u < 0x20 && u != '\n' && u != '\t' && u != '\f') || u == 0x7f || (u >= 0x80 && u < 0xa0);
    }
    if (bidi)
        warnings.add(u"bidi"_s, tr("%1 characters change the reading direction; the text may not be what it looks like.").arg(bidi));
    if (controls)
        warnings.add(u"controlCharacters"_s, tr("%1 control characters.").arg(controls));
}

FrontMatter splitFrontMatter(const QString &text, WarningList &warnings)
{
    FrontMatter out;
    out.body = text;
    qsizetype start = 0;
    while (start < text.size() && (text[start] == u'\n' || text[start] == u' ' || text[start] == u'\t'))
        ++start;
    const QStringList lines = text.sliced(start).split(u'\n');
    if (!isFenceLine(lines.first())) {
        warnOfMisplaced(lines, warnings);
        return out;
    }
    const int before = int(QStringView(text).left(start).count(u'\n'));
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (!isFenceLine(lines[i]))
            continue;
        out.found = true;
        out.yaml = lines.mid(1, i - 1).join(u'\n') + u'\n';
        out.yamlLine = before + 2;
        out.body = lines.mid(i + 1).join(u'\n');
        out.bodyLine = before + int(i) + 2;
        return out;
    }
    warnings.add(u"frontMatterNotClosed"_s, tr("The front matter has no end, so the file was read without one."), u"line 1"_s);
    return out;
}

bool isPlaceholder(const QString &text)
{
    static const QRegularExpression marks(u"^[\\s\\[\\](){}<>*_`.:…-]+|[\\s\\[\\](){}<>*_`.:…-]+$"_s),
        known(u"^(more information needed|information needed|more information (coming|to come).*|noassertion|no assertion|todo\\b.*|tbd|tba|"
              "to be (done|determined|added|completed|announced|filled).*|fill (me )?in.*|optional|n/?a|not available|no description available|"
              "needs? more information|coming soon|placeholder|xxx+|\\?+|describe .* here)$"_s,
              QRegularExpression::CaseInsensitiveOption),
        templated(u"^\\s*\\{\\{.*\\}\\}\\s*$"_s);
    if (text.size() > 200)
        return false;
    if (templated.match(text).hasMatch())
        return true;
    const QString core = QString(text).remove(marks).simplified();
    return core.isEmpty() || known.match(core).hasMatch();
}

QString meaningfulText(const QString &markdown)
{
    static const QRegularExpression comment(u"<!--.*?(-->|$)"_s, QRegularExpression::DotMatchesEverythingOption),
        label(u"^\\s*(?:[-*+]\\s+)?\\*\\*[^*\\n]{1,80}\\*\\*:?"_s), heading(u"^\\s*#{1,6}(\\s|$)"_s);
    QStringList kept;
    for (const QString &line : QString(markdown).remove(comment).split(u'\n')) {
        // "- **Developed by:** [More Information Needed]" says nothing; "**Developed by** us" does.
        QString rest = line;
        const bool labelled = label.match(line).hasMatch();
        if (labelled)
            rest.remove(label);
        if (heading.match(line).hasMatch() || isPlaceholder(rest))
            continue;
        kept.append(line);
    }
    return kept.join(u'\n').trimmed();
}

} // namespace countersign
