// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/resultlines.h"

#include <QAbstractTableModel>

#include <stop_token>

namespace countersign {

/// The results of one report by category. Lines are made and filtered on workers; a late answer is dropped.
class ResultsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Task, Metric, Bar, Value, N, Threshold, Verdict, Count };
    using QAbstractTableModel::QAbstractTableModel;
    ~ResultsModel() override;

    void setLines(std::shared_ptr<const QList<ResultLine>> lines);
    void setWords(const QString &words);
    [[nodiscard]] const ResultLine *at(int row) const;
    /// Results shown and results there are, without headings.
    [[nodiscard]] int shown() const { return m_shown; }
    [[nodiscard]] int total() const { return m_total; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    void filtered();

private:
    void refilter();
    void show(QList<ResultLine> lines);
    [[nodiscard]] static QVariant text(const ResultLine &line, Column column);
    [[nodiscard]] static QVariant secondary(const ResultLine &line, Column column);
    [[nodiscard]] static QVariant toolTip(const ResultLine &line, Column column);

    std::shared_ptr<const QList<ResultLine>> m_all = std::make_shared<QList<ResultLine>>();
    QList<ResultLine> m_lines;
    QString m_words;
    std::stop_source m_job;
    quint64 m_generation = 0;
    int m_shown = 0, m_total = 0;
};

} // namespace countersign
