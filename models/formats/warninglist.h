// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <QHash>

namespace countersign {

/// Collects an import's warnings. A file with a million equal faults must not make a million warnings: after twenty of
/// a code the rest is counted and told in one line.
class WarningList
{
public:
    void add(const QString &code, const QString &message, const QString &pointer = {});
    [[nodiscard]] QList<EvaluationReport::Warning> take();

private:
    QList<EvaluationReport::Warning> m_list;
    QHash<QString, qint64> m_counts;
    QStringList m_order;
};

} // namespace countersign
