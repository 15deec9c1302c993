// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/reportdraft.h"

namespace countersign {

/// What garak's formats share: a probe was tried so often, a detector passed so many of the answers. Passing is good; the
/// rate of failing is the attack's success.
class GarakResults
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    struct Row
    {
        QString probe, detector, pointer;
        std::optional<qint64> passed, total, unscored;
        /// Of the fail rate, as garak writes it.
        std::optional<EvaluationReport::Interval> interval;
        QString intervalMethod;
        std::optional<double> intervalLevel;
        QStringList flags;
    };

    explicit GarakResults(ReportDraft &draft) : m_draft(draft) {}
    /// Two results: how many passed, and how many attacks succeeded, the latter as a slice by the attack's family.
    void add(const Row &row);
    /// "lmrc" of "lmrc.Bullying", also of "probes.lmrc.Bullying".
    static QString family(const QString &probe);
    /// Without the packages that some versions write before it.
    static QString shortName(const QString &name);
    /// garak counts down from 5 (harmless) to 1.
    static QString severityOf(std::optional<double> defcon);

private:
    ReportDraft &m_draft;
};

} // namespace countersign
