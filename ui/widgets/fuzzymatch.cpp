// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fuzzymatch.h"

#include <vector>

namespace countersign {
namespace {

QChar folded(QChar c)
{
    const QString decomposition = c.decomposition();
    const QChar base = decomposition.isEmpty() || c.decompositionTag() != QChar::Canonical ? c : decomposition.front();
    return base.toCaseFolded();
}

bool startsWord(const QString &text, qsizetype i)
{
    return i == 0 || (!text[i - 1].isLetterOrNumber() && text[i].isLetterOrNumber())
        || (text[i - 1].isLower() && text[i].isUpper());
}

constexpr int impossible = -1'000'000;

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text)
{
    QString wanted;
    for (const QChar c : pattern) {
        if (!c.isSpace())
            wanted += folded(c);
    }
    if (wanted.isEmpty())
        return FuzzyMatch{};
    const qsizetype m = wanted.size();
    const qsizetype n = text.size();
    // Bounds the table: longer texts are not names, longer patterns are not typed.
    if (m > n || m > 64 || n > 512)
        return {};
    // best[i][j]: best score with wanted[i] matched at text[j]; from[i][j]: where wanted[i - 1] stood.
    std::vector<std::vector<int>> best(size_t(m), std::vector<int>(size_t(n), impossible));
    std::vector<std::vector<qsizetype>> from(size_t(m), std::vector<qsizetype>(size_t(n), -1));
    for (qsizetype i = 0; i < m; ++i) {
        int before = impossible;
        qsizetype beforeAt = -1;
        for (qsizetype j = i; j < n; ++j) {
            if (i > 0 && best[size_t(i - 1)][size_t(j - 1)] > before) {
                before = best[size_t(i - 1)][size_t(j - 1)];
                beforeAt = j - 1;
            }
            if (folded(text[j]) != wanted[i])
                continue;
            const int own = 1 + (startsWord(text, j) ? 8 : 0);
            if (i == 0) {
                best[0][size_t(j)] = own - int(std::min<qsizetype>(j, 5));
                continue;
            }
            int score = before > impossible / 2 ? before + own - 2 : impossible;
            qsizetype source = beforeAt;
            const int adjacent = best[size_t(i - 1)][size_t(j - 1)];
            if (adjacent > impossible / 2 && adjacent + own + 6 > score) {
                score = adjacent + own + 6;
                source = j - 1;
            }
            best[size_t(i)][size_t(j)] = score;
            from[size_t(i)][size_t(j)] = source;
        }
    }
    qsizetype end = -1;
    for (qsizetype j = 0; j < n; ++j) {
        if (best[size_t(m - 1)][size_t(j)] > impossible / 2
            && (end < 0 || best[size_t(m - 1)][size_t(j)] > best[size_t(m - 1)][size_t(end)])) {
            end = j;
        }
    }
    if (end < 0)
        return {};
    FuzzyMatch match;
    match.score = best[size_t(m - 1)][size_t(end)] - int(n / 16);
    for (qsizetype i = m - 1, j = end; i >= 0; j = from[size_t(i)][size_t(j)], --i)
        match.positions.prepend(j);
    return match;
}

} // namespace countersign
