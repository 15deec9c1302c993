// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardfillpanel.h"

#include "domain/carddiff.h"
#include "formats/cards/cardlabels.h"
#include "ui/registry/cardlook.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

QList<CardProposal> proposalsFor(const CardContent &card, const CardFacts &facts)
{
    QList<CardProposal> out;
    const CardContent filled = autofill(card, facts);
    for (const CardContent::Section &section : filled.sections) {
        const CardContent::Section *was = card.section(section.id);
        for (const CardContent::Field &field : section.fields) {
            if (!field.source.isEmpty() && !(was && was->fields.contains(field)))
                out.append({section.id, false, field, {}, true});
        }
        for (const CardContent::Group &group : section.groups) {
            if (!group.fields.isEmpty() && !group.fields.first().source.isEmpty() && !(was && was->groups.contains(group)))
                out.append({section.id, true, {group.kind, {}, groupLine(group), group.fields.first().source}, group, true});
        }
    }
    return out;
}

CardContent withProposals(CardContent card, const QList<CardProposal> &proposals)
{
    for (const CardProposal &proposal : proposals) {
        if (!proposal.accepted)
            continue;
        CardContent::Section &section = card.sectionForWriting(proposal.section);
        if (proposal.group)
            section.groups.append(proposal.made);
        else
            section.fields.append(proposal.field);
    }
    card.settle();
    return card;
}

void CardProposalsModel::setProposals(QList<CardProposal> proposals, const QMap<QString, QString> &evaluations)
{
    beginResetModel();
    m_proposals = std::move(proposals);
    m_evaluations = evaluations;
    endResetModel();
    emit acceptedChanged();
}

int CardProposalsModel::acceptedCount() const
{
    return int(std::count_if(m_proposals.begin(), m_proposals.end(), [](const CardProposal &proposal) { return proposal.accepted; }));
}

void CardProposalsModel::toggle(int row)
{
    if (row < 0 || row >= m_proposals.size())
        return;
    m_proposals[row].accepted = !m_proposals[row].accepted;
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    emit acceptedChanged();
}

int CardProposalsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_proposals.size());
}

int CardProposalsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant CardProposalsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CardProposal &proposal = m_proposals[index.row()];
    const auto column = Column(index.column());
    if (role == MutedRole)
        return !proposal.accepted;
    if (role == IdRole)
        return QString::number(index.row());
    if (role == ChipRole && column == Column::Take) {
        //: whether something is to be filled in
        return QVariant::fromValue(proposal.accepted ? chipFor(ChipState::Met, tr("fill in")) : ChipSpec{ChipShape::Circle, Tone::Neutral, tr("leave")});
    }
    const bool toolTip = role == Qt::ToolTipRole;
    if (role != Qt::DisplayRole && !toolTip)
        return {};
    QString text;
    switch (column) {
    case Column::Take:
        text = proposal.accepted ? tr("fill in") : tr("leave");
        break;
    case Column::Section:
        text = sectionTitle(proposal.section);
        break;
    case Column::Fact:
        text = proposal.group ? kindWord(proposal.field.id) : proposal.field.label;
        break;
    case Column::Value:
        text = visibleText(proposal.field.value);
        break;
    case Column::Source:
        text = sourceWords(proposal.field.source, m_evaluations);
        break;
    case Column::Count:
        break;
    }
    return toolTip ? Qt::convertFromPlainText(text) : text.simplified();
}

QVariant CardProposalsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const QStringList names{tr("Fill in?"), tr("Section"), tr("Fact"), tr("Value"), tr("Source")};
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(names.value(section)) : QVariant();
}

CardFillPanel::CardFillPanel(QWidget *parent)
    : QWidget(parent)
    , m_table(new DataTable(tr("What could be filled in")))
    , m_model(new CardProposalsModel(m_table))
    , m_title(new TextLabel({}, TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_take(new QPushButton)
{
    const Theme theme = Theme::current();
    m_table->setModel(m_model);
    m_table->setColumns({{new ChipDelegate, 84}, {nullptr, 150}, {nullptr, 130}, {nullptr, 200, true}, {nullptr, 190}});
    m_table->setEmptyState(tr("There is nothing to fill in: the card says all that the registry and the evaluations know."));
    m_table->setToolTip(tr("Space or a click on the first column takes a line or leaves it."));
    m_table->installEventFilter(this);
    m_title->setElide(Qt::ElideRight);
    setButtonKind(m_take, ButtonKind::Primary);
    auto *cancel = new QPushButton(tr("Back"));
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_title, 1);
    bar->addWidget(cancel);
    bar->addWidget(m_take);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    connect(m_model, &CardProposalsModel::acceptedChanged, this, &CardFillPanel::follow);
    connect(m_take, &QPushButton::clicked, this, [this] { emit accepted(m_model->proposals()); });
    connect(cancel, &QPushButton::clicked, this, &CardFillPanel::cancelled);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == int(CardProposalsModel::Column::Take))
            m_model->toggle(index.row());
    });
}

void CardFillPanel::show(const CardContent &card, const CardFacts &facts, const QMap<QString, QString> &evaluations)
{
    m_model->setProposals(proposalsFor(card, facts), evaluations);
    if (m_model->rowCount() > 0)
        m_table->selectRow(0);
    m_table->setFocus();
}

void CardFillPanel::follow()
{
    m_title->setText(tr("The registry and the evaluations know %n thing(s) that the card does not say", nullptr, m_model->rowCount()));
    m_take->setText(tr("Fill in %1").arg(m_model->acceptedCount()));
    m_take->setEnabled(m_model->acceptedCount() > 0);
}

bool CardFillPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space) {
        m_model->toggle(m_table->currentIndex().row());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace countersign
