// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/counted.h"

namespace countersign {

/// Ragas writes its results as a table: what was asked, found and answered, and a column for each metric. Which column is
/// which is known by name; every other column that holds numbers, or only words like pass and fail, is a metric.
class RagasTable
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    RagasTable(ReportDraft &draft, const QStringList &header);

    /// Whether these columns are Ragas's: at least a question and an answer by one of the names of its versions.
    [[nodiscard]] static Match judge(const QStringList &header);

    /// One row. A cell of which `number` is no text is given as "NaN" or the number's own spelling.
    void add(const QStringList &cells, const QString &pointer);
    void build();
    [[nodiscard]] qint64 rows() const { return m_rows; }

private:
    struct Column
    {
        QString name;
        RunningMean numbers;
        qint64 passed = 0, failed = 0, empty = 0, nan = 0, texts = 0;
    };
    void addMetric(const Column &column);
    void countCell(Column &column, const QString &cell, qint64 &failedHere);

    ReportDraft &m_draft;
    QList<Column> m_columns;
    qsizetype m_question = -1, m_answer = -1, m_reference = -1;
    QList<qsizetype> m_metrics;
    qint64 m_rows = 0, m_ragged = 0;
};

} // namespace countersign
