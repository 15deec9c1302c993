// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"

class QLineEdit;

namespace countersign {

class DataTable;
class ResultsModel;

/// Every result by category, with its interval, n, threshold and verdict; any number of them.
class ResultsSection : public ReportSection
{
    Q_OBJECT
public:
    explicit ResultsSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("results"); }
    [[nodiscard]] qint64 count() const override;
    void setRoom(int height) override;
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] QLineEdit *words() const { return m_words; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showCount();
    void fitColumns();
    void fitHeight();
    QLineEdit *m_words;
    TextLabel *m_count, *m_sources, *m_asked;
    DataTable *m_table;
    ResultsModel *m_model;
    QString m_boundsFrom;
    int m_room = 0;
    bool m_judged = false; ///< some result has a threshold or a verdict
};

} // namespace countersign
