// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"
#include "base/result.h"
#include "ui/widgets/chip.h"

#include <QAbstractTableModel>

#include <functional>
#include <stop_token>

namespace countersign {

/// What a file or folder was understood as, before it is imported.
struct UnderstoodFile
{
    bool card = false;
    QString format; ///< the importer's title
    QString tool;
    EvaluationReport::Completeness completeness = EvaluationReport::Completeness::Unknown;
    qint64 results = 0;
    EvaluationReport::Subject subject;
    QList<EvaluationReport::Warning> warnings;
};
/// Any thread. `progress` is called on it with the bytes read and the whole size (-1 when unknown).
Result<UnderstoodFile> understandPath(const QString &path, const std::stop_token &stop, const std::function<void(qint64, qint64)> &progress);

/// One file or folder on its way in.
struct ImportCandidate
{
    enum class State { Waiting, Reading, Understood, NotUnderstood, Importing, Imported, Refused };
    QString path;  ///< what is imported; of a mapped table the archive with its mapping
    QString table; ///< the table itself, when it was mapped
    QString name;
    bool folder = false;
    State state = State::Waiting;
    UnderstoodFile understood;
    Error problem;
    QString match; ///< whether it speaks of the chosen version, as a sentence
    bool differs = false;

    /// A file that no importer knew can be mapped by hand.
    [[nodiscard]] bool canBeMapped() const;
};

class ImportModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Name, State, Format, Run, Results, Warnings, Match, Count };
    using QAbstractTableModel::QAbstractTableModel;
    void add(const ImportCandidate &candidate);
    void set(int row, const ImportCandidate &candidate);
    [[nodiscard]] const ImportCandidate *at(int row) const;
    [[nodiscard]] int rowOf(const QString &path) const;
    [[nodiscard]] int firstIn(ImportCandidate::State state) const;
    [[nodiscard]] int count(ImportCandidate::State state) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<ImportCandidate> m_rows;
};

} // namespace countersign
