// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/importmodel.h"

#include "formats/importer.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <QTextDocument>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

ChipSpec candidateChip(const ImportCandidate &candidate)
{
    using S = ImportCandidate::State;
    switch (candidate.state) {
    case S::Waiting:
        return chipFor(ChipState::Waiting);
    case S::Reading:
        return {ChipShape::Quarter, Tone::Info, ImportModel::tr("Being read")};
    case S::Understood:
        return chipFor(ChipState::Met, ImportModel::tr("Understood"));
    case S::NotUnderstood:
        return chipFor(ChipState::Failed, ImportModel::tr("Not understood"));
    case S::Importing:
        return {ChipShape::Quarter, Tone::Info, ImportModel::tr("Being sent")};
    case S::Imported:
        return chipFor(ChipState::Verified, ImportModel::tr("Imported"));
    case S::Refused:
        return chipFor(ChipState::Rejected, ImportModel::tr("Refused"));
    }
    return {};
}

QString runWord(EvaluationReport::Completeness completeness)
{
    using C = EvaluationReport::Completeness;
    switch (completeness) {
    case C::Complete:
        return ImportModel::tr("complete");
    case C::Partial:
        return ImportModel::tr("partial");
    case C::Failed:
        return ImportModel::tr("failed");
    case C::Unknown:
        break;
    }
    return ImportModel::tr("not stated");
}

} // namespace

Result<UnderstoodFile> understandPath(const QString &path, const std::stop_token &stop, const std::function<void(qint64, qint64)> &progress)
{
    ImportOptions options;
    options.stop = stop;
    options.progress = progress;
    const auto imported = inspectPath(path, {}, options);
    if (!imported)
        return imported.error();
    UnderstoodFile out;
    const Importer *importer = importerFor(imported->format());
    out.format = importer ? importer->title() : imported->format();
    if (const EvaluationReport *report = imported->report()) {
        out.tool = (report->producer.name + u' ' + report->producer.version).trimmed();
        out.completeness = report->completeness;
        out.results = report->results.size();
        out.subject = report->subject;
        out.warnings = report->warnings;
    } else {
        out.card = true;
    }
    return out;
}

bool ImportCandidate::canBeMapped() const
{
    return state == State::NotUnderstood && !folder && problem.code == Error::Code::Unsupported;
}

void ImportModel::add(const ImportCandidate &candidate)
{
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size()));
    m_rows.append(candidate);
    endInsertRows();
}

void ImportModel::set(int row, const ImportCandidate &candidate)
{
    if (!at(row))
        return;
    m_rows[row] = candidate;
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
}

const ImportCandidate *ImportModel::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows[row] : nullptr;
}

int ImportModel::rowOf(const QString &path) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const ImportCandidate &one) { return one.path == path || one.table == path; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int ImportModel::firstIn(ImportCandidate::State state) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const ImportCandidate &one) { return one.state == state; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int ImportModel::count(ImportCandidate::State state) const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(), [&](const ImportCandidate &one) { return one.state == state; }));
}

int ImportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ImportModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant ImportModel::data(const QModelIndex &index, int role) const
{
    const ImportCandidate *row = at(index.row());
    if (!row)
        return {};
    const auto column = Column(index.column());
    const bool known = !row->understood.format.isEmpty();
    if (role == IdRole)
        return row->path;
    if (column == Column::State && role == ChipRole)
        return QVariant::fromValue(candidateChip(*row));
    if (column == Column::State && (role == CopyRole || role == Qt::AccessibleTextRole))
        return candidateChip(*row).text;
    if (column == Column::Match && role == ToneRole)
        return int(row->differs ? Tone::Caution : Tone::Neutral);
    if (column == Column::Warnings && role == ToneRole)
        return int(row->understood.warnings.isEmpty() ? Tone::Neutral : Tone::Caution);
    if (column == Column::Name && role == SecondaryRole)
        return row->folder ? tr("folder") : QString();
    if (role == Qt::ToolTipRole && (column == Column::Name || column == Column::Match)) {
        const QString text = column == Column::Name ? row->path : row->match;
        return text.isEmpty() ? QVariant() : QVariant(Qt::convertFromPlainText(visibleText(text)));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Column::Name:
        return visibleText(row->name);
    case Column::Format:
        return known ? row->understood.format : QString();
    case Column::Run:
        return known && !row->understood.card ? runWord(row->understood.completeness) : QString();
    case Column::Results:
        return known && !row->understood.card ? formatCount(row->understood.results) : QString();
    case Column::Warnings:
        return known ? formatCount(row->understood.warnings.size()) : QString();
    case Column::Match:
        if (row->canBeMapped())
            return tr("Known to no importer here.");
        return visibleText(row->problem.text.isEmpty() ? row->match : row->problem.text);
    default:
        return {};
    }
}

QVariant ImportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("File"), tr("State"), tr("Recognised as"), tr("Run"), tr("Results"), tr("Warnings"), tr("What it says of this version")};
    return section >= 0 && section < int(std::size(titles)) ? QVariant(titles[section]) : QVariant();
}

} // namespace countersign
