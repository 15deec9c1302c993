// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/reportdata.h"

#include <QWidget>

class QComboBox;

namespace countersign {

class ComparisonModel;
class DataTable;
class TextLabel;

/// This evaluation beside one of another version: choose, and what got worse stands first.
class ComparisonTab : public QWidget
{
    Q_OBJECT
public:
    explicit ComparisonTab(QWidget *parent = nullptr);
    void setOthers(const QList<ReportData::Other> &others, const QString &version);
    void showComparison(const Result<QList<Comparison>> &comparisons);
    [[nodiscard]] QString chosen() const;
    void choose(const QString &id);

signals:
    void compareRequested(const QString &id, const QString &report);

private:
    void ask();
    QComboBox *m_others;
    TextLabel *m_summary;
    DataTable *m_table;
    ComparisonModel *m_model;
    QList<ReportData::Other> m_list;
};

} // namespace countersign
