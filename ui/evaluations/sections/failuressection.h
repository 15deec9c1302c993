// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"

#include <QAbstractTableModel>

class QLineEdit;
class QPushButton;
class QTextEdit;

namespace countersign {

class DataTable;

/// The ways in which a version fails, as rows; narrowed by words.
class FailuresModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Severity, Mode, Task, Often, Examples, Count };
    using QAbstractTableModel::QAbstractTableModel;
    void setFailures(std::shared_ptr<const EvaluationReport> report, std::shared_ptr<const ReportParts> parts);
    void setWords(const QString &words);
    [[nodiscard]] const FailureLine *at(int row) const;
    [[nodiscard]] qsizetype total() const { return m_parts ? m_parts->failures.size() : 0; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void narrow();
    [[nodiscard]] QVariant text(const FailureLine &line, Column column) const;
    std::shared_ptr<const EvaluationReport> m_report;
    std::shared_ptr<const ReportParts> m_parts;
    QList<int> m_rows;
    QString m_words;
};

/// Failure modes by severity and rate, and the examples of the chosen one. Examples from safety evaluations are shown
/// only when somebody asks.
class FailuresSection : public ReportSection
{
    Q_OBJECT
public:
    explicit FailuresSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("failures"); }
    [[nodiscard]] qint64 count() const override;
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] QTextEdit *examples() const { return m_examples; }
    [[nodiscard]] QPushButton *reveal() const { return m_reveal; }

private:
    void showChosen();
    void showExamples(const EvaluationReport::Failure &failure);
    void fitHeight();
    std::shared_ptr<const EvaluationReport> m_report;
    QLineEdit *m_words;
    TextLabel *m_count, *m_heading;
    DataTable *m_table;
    FailuresModel *m_model;
    QPushButton *m_reveal;
    QTextEdit *m_examples;
    int m_revealed = -1; ///< the failure whose delicate examples somebody asked for
};

} // namespace countersign
