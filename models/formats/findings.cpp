// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/findings.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype findingText = 2000;

QString findingsTr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

QString withoutControls(QString text)
{
    for (QChar &c : text) {
        if (c.unicode() < 0x20 && c != u'\n' && c != u'\t')
            c = c == u'\r' ? u' ' : QChar(0xfffd);
    }
    return text;
}

int severityRank(const QString &severity)
{
    const QStringList order{u"critical"_s, u"high"_s, u"medium"_s, u"low"_s};
    const qsizetype at = order.indexOf(severity);
    return at < 0 ? int(order.size()) : int(at);
}

} // namespace

QString clippedText(const QString &text)
{
    if (text.size() <= findingText)
        return withoutControls(text);
    qsizetype head = findingText / 4, tail = text.size() - findingText * 3 / 4;
    head -= text[head - 1].isHighSurrogate() ? 1 : 0;
    tail += text[tail].isLowSurrogate() ? 1 : 0;
    return withoutControls(text.left(head) + u" … "_s + text.sliced(tail));
}

QString clippedUtf8(QByteArrayView utf8)
{
    // Four bytes a character at most: what lies beyond cannot reach the text that is kept.
    if (utf8.size() <= findingText * 8)
        return clippedText(QString::fromUtf8(utf8));
    QString head = QString::fromUtf8(utf8.first(findingText * 4)).left(findingText / 4);
    QString tail = QString::fromUtf8(utf8.last(findingText * 4)).right(findingText * 3 / 4);
    if (head.back().isHighSurrogate())
        head.chop(1);
    if (tail.front().isLowSurrogate())
        tail.remove(0, 1);
    return withoutControls(head + u" … "_s + tail);
}

bool Findings::count(const QString &task, const QString &mode, const QString &severity)
{
    const auto key = std::pair(task, mode);
    auto at = m_index.constFind(key);
    if (at == m_index.constEnd()) {
        if (m_failures.size() >= modesKept) {
            ++m_modesLeftOut;
            m_last = -1;
            return false;
        }
        at = m_index.insert(key, m_failures.size());
        m_failures.append(EvaluationReport::Failure{task, mode, severity, 0, {}, {}});
    }
    m_last = *at;
    EvaluationReport::Failure &failure = m_failures[m_last];
    ++failure.count;
    if (severityRank(severity) < severityRank(failure.severity))
        failure.severity = severity;
    if (failure.examples.size() < examplesKept && m_examples < examplesInAll)
        return true;
    ++m_examplesLeftOut;
    return false;
}

void Findings::addExample(const EvaluationReport::Example &example)
{
    if (m_last < 0)
        return;
    ++m_examples;
    m_failures[m_last].examples.append(example);
}

void Findings::fail(const QString &task, const QString &mode, const QString &severity, const EvaluationReport::Example &example)
{
    if (count(task, mode, severity))
        addExample(example);
}

void Findings::setOf(const QString &task, const QString &mode, qint64 of)
{
    m_of.insert(std::pair(task, mode), of);
}

void Findings::setSeverities(const QHash<std::pair<QString, QString>, QString> &severities)
{
    for (EvaluationReport::Failure &failure : m_failures)
        failure.severity = severities.value(std::pair(failure.task, failure.mode), failure.severity);
}

bool Findings::countSample()
{
    return ++m_samplesSeen <= samplesKept;
}

void Findings::finish(EvaluationReport &report, WarningList &warnings)
{
    for (EvaluationReport::Failure &failure : m_failures) {
        const auto own = m_of.constFind(std::pair(failure.task, failure.mode));
        const auto whole = m_of.constFind(std::pair(failure.task, QString()));
        if (own != m_of.constEnd())
            failure.of = *own;
        else if (whole != m_of.constEnd())
            failure.of = *whole;
    }
    std::stable_sort(m_failures.begin(), m_failures.end(), [](const auto &a, const auto &b) {
        const int left = severityRank(a.severity), right = severityRank(b.severity);
        return left != right ? left < right : a.count > b.count;
    });
    report.failures += m_failures;
    report.samples += m_samples;
    if (m_samplesSeen > samplesKept)
        warnings.add(u"samplesLeftOut"_s, findingsTr("%1 of %2 samples are kept to look at; all of them were counted.").arg(samplesKept).arg(m_samplesSeen));
    if (m_examplesLeftOut > 0)
        warnings.add(u"examplesLeftOut"_s, findingsTr("%1 failures are counted without their texts; a few of each kind are kept.").arg(m_examplesLeftOut));
    if (m_modesLeftOut > 0)
        warnings.add(u"failuresLeftOut"_s, findingsTr("%1 failures of yet other kinds were left out: there are more than %2 kinds.").arg(m_modesLeftOut).arg(modesKept));
}

} // namespace countersign
