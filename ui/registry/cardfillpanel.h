// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"
#include "formats/cards/cardfacts.h"

#include <QAbstractTableModel>
#include <QWidget>

class QPushButton;

namespace countersign {

class DataTable;
class TextLabel;

/// One thing that the registry or an evaluation could fill in.
struct CardProposal
{
    QString section;
    bool group = false;
    CardContent::Field field; ///< of a group: its kind, and its facts in one line
    CardContent::Group made;
    bool accepted = true;
};
/// What autofill() would add to the card, piece by piece.
QList<CardProposal> proposalsFor(const CardContent &card, const CardFacts &facts);
/// The card with the accepted ones.
CardContent withProposals(CardContent card, const QList<CardProposal> &proposals);

class CardProposalsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Take, Section, Fact, Value, Source, Count };
    using QAbstractTableModel::QAbstractTableModel;
    void setProposals(QList<CardProposal> proposals, const QMap<QString, QString> &evaluations);
    [[nodiscard]] const QList<CardProposal> &proposals() const { return m_proposals; }
    [[nodiscard]] int acceptedCount() const;
    void toggle(int row);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void acceptedChanged();

private:
    QList<CardProposal> m_proposals;
    QMap<QString, QString> m_evaluations;
};

/// What could be filled in, fact by fact with its source, to take or to leave. Space toggles a line.
class CardFillPanel : public QWidget
{
    Q_OBJECT
public:
    explicit CardFillPanel(QWidget *parent = nullptr);
    void show(const CardContent &card, const CardFacts &facts, const QMap<QString, QString> &evaluations);
    using QWidget::show;
    [[nodiscard]] DataTable *table() const { return m_table; }

signals:
    void accepted(const QList<countersign::CardProposal> &proposals);
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow();

    DataTable *m_table;
    CardProposalsModel *m_model;
    TextLabel *m_title;
    QPushButton *m_take;
};

} // namespace countersign
