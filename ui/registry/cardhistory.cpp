// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardhistory.h"

#include "ui/registry/cardlook.h"
#include "ui/registry/versiontables.h"
#include "ui/registry/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

QString actionWord(const QString &action)
{
    if (action == "create"_L1)
        return CardHistory::tr("imported");
    if (action == "edit"_L1 || action == "update"_L1)
        return CardHistory::tr("edited");
    if (action == "submit"_L1)
        return CardHistory::tr("submitted for review");
    if (action == "approve"_L1)
        return CardHistory::tr("approved");
    if (action == "return"_L1)
        return CardHistory::tr("returned to its author");
    if (action == "archive"_L1)
        return CardHistory::tr("archived");
    return action;
}

} // namespace

QString revisionTitle(const CardRevision &revision)
{
    //: %1 is a number, %2 the state: "Revision 3 (approved)"
    return CardHistory::tr("Revision %1 (%2)").arg(revision.revision).arg(cardStatusWord(revision.body.status));
}

CardHistory::CardHistory(QWidget *parent)
    : QWidget(parent)
    , m_table(new DataTable(tr("History of the card")))
    , m_model(new FactTableModel({tr("Revision"), tr("What was done"), tr("State"), tr("By"), tr("Sections"), tr("Missing"), tr("File"), tr("When")}, m_table))
    , m_compare(new QPushButton(tr("Compare")))
    , m_note(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
{
    const Theme theme = Theme::current();
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEmptyState(tr("The card has no history yet: it has not been imported or written."));
    m_note->setElide(Qt::ElideRight);
    m_compare->setToolTip(tr("Shows what differs between the two chosen lines, or between the chosen one and the newest. Hold Ctrl to choose two."));
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_note, 1);
    bar->addWidget(m_compare);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CardHistory::updateButton);
    connect(m_compare, &QPushButton::clicked, this, &CardHistory::compareSelected);
    connect(m_table, &QTableView::activated, this, &CardHistory::compareSelected);
    updateButton();
}

void CardHistory::setClock(const Clock *clock)
{
    m_table->setColumns({{nullptr, 64},
                         {nullptr, 150, true},
                         {new ChipDelegate, 132},
                         {nullptr, 130},
                         {new NumberDelegate, 70, false, Qt::AlignRight},
                         {new NumberDelegate, 66, false, Qt::AlignRight},
                         {nullptr, 120},
                         {new RelativeTimeDelegate(clock), 64}});
}

void CardHistory::setRevisions(const QList<CardRevision> &revisions, const QMap<QString, QString> &names, const QString &note)
{
    m_revisions = revisions;
    m_note->setText(note);
    QList<FactTableModel::Row> rows;
    for (const CardRevision &revision : revisions) {
        const Card &body = revision.body;
        rows.append({u"%1/%2"_s.arg(revision.card).arg(revision.revision),
                     {},
                     body.status == Card::Archived,
                     {{QString::number(revision.revision)},
                      {actionWord(revision.action)},
                      {{}, {}, cardChip(body.status)},
                      {names.value(revision.who, revision.who)},
                      {formatCount(body.sectionCount)},
                      {formatCount(body.missing.size())},
                      {body.fileName.isEmpty() ? body.format : body.fileName, {}, {}, {}, body.raw},
                      {{}, {}, {}, revision.at, {}}}});
    }
    m_model->setRows(rows);
    if (!m_table->currentIndex().isValid())
        m_table->selectRow(0);
    updateButton();
}

QList<int> CardHistory::selectedRows() const
{
    QList<int> out;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        out.append(row.row());
    std::sort(out.begin(), out.end());
    if (out.size() == 1 && out.first() > 0)
        out.prepend(0);
    return out;
}

void CardHistory::updateButton()
{
    const QList<int> rows = selectedRows();
    m_compare->setEnabled(rows.size() == 2);
    m_compare->setText(rows.size() == 2 && rows.first() == 0 && m_table->selectionModel()->selectedRows().size() == 1 ? tr("Compare with the newest")
                                                                                                                      : tr("Compare"));
}

void CardHistory::compareSelected()
{
    const QList<int> rows = selectedRows();
    if (rows.size() != 2)
        return;
    const CardRevision &after = m_revisions[rows.first()], &before = m_revisions[rows.last()];
    emit compareRequested({revisionTitle(before), before.body.content}, {revisionTitle(after), after.body.content});
}

} // namespace countersign
