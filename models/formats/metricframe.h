// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/reportdraft.h"

namespace countersign {

/// What Fairlearn's MetricFrame looks like in files: it has no format of its own, so people write its members as JSON or
/// its table of groups as pandas writes tables. This turns both into results: n by group where there is a count, several
/// attributes as intersections, groups under thirty flagged.
class MetricFrame
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit MetricFrame(ReportDraft &draft) : m_draft(draft) {}

    /// Whether a name is one of a metric that MetricFrames hold, or of a count.
    [[nodiscard]] static bool isMetric(const QString &name);
    [[nodiscard]] static bool isCount(const QString &name);
    using Members = QList<std::pair<QString, JsonTree::Node>>;
    /// The members of an object with "by_group", and the attribute it was made for ("" when the file does not say).
    void addFrame(const Members &frame, const QString &attribute);

    /// A table of groups: its columns once, then its rows. The columns before the first metric name the attributes.
    /// False when no column is a metric.
    bool setColumns(const QStringList &columns);
    struct Cell
    {
        QByteArray text;
        bool quoted = false; ///< a JSON string: no number even when it reads like one, except NaN and the like
    };
    void addRow(const QList<Cell> &cells, const QString &pointer);

private:
    void addOverall(JsonTree::Node overall, const QString &attribute);
    void addGroups(JsonTree::Node byGroup, JsonTree::Node overall, const QString &attribute);
    void addGroupTable(JsonTree::Node rows, const QString &attribute);
    void addAggregates(const QString &kind, JsonTree::Node values, const QString &attribute);
    bool addScalar(const QString &name, JsonTree::Node value, const QString &attribute);
    void checkDifference(EvaluationReport::Metric &metric, const QString &base, const QString &attribute);
    void addValue(const QString &metric, JsonTree::Node value, const QString &group, const QString &attribute, std::optional<qint64> n);
    static QList<EvaluationReport::SliceTerm> slice(const QString &group, const QString &attribute);

    ReportDraft &m_draft;
    QStringList m_columns;
    qsizetype m_attributes = 0;
    QHash<QString, QString> m_overall; // text of each overall value, by metric
    // By attribute and metric: the overall value, the groups' smallest and largest and their largest distance to it.
    QHash<QString, double> m_overallValue, m_farthest;
    QHash<QString, std::pair<double, double>> m_range;
};

} // namespace countersign
