// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "ui/registry/carddiffpage.h"

#include <QMap>
#include <QWidget>

class QPushButton;

namespace countersign {

class Clock;
class DataTable;
class FactTableModel;
class TextLabel;

/// A card as it was at one revision of its record.
struct CardRevision
{
    QString card; ///< the record
    qint64 revision = 0;
    QString action; ///< what was done: "create", "edit", "submit"
    QString who;
    QDateTime at;
    Card body;
};

/// Who changed the card of a version when, and what state it was in; two of them can be compared.
class CardHistory : public QWidget
{
    Q_OBJECT
public:
    explicit CardHistory(QWidget *parent = nullptr);
    /// Newest first. `note` says why the list may not be whole; may be empty.
    void setRevisions(const QList<CardRevision> &revisions, const QMap<QString, QString> &names, const QString &note);
    void setClock(const Clock *clock);
    [[nodiscard]] DataTable *table() const { return m_table; }

signals:
    void compareRequested(const countersign::CardSide &before, const countersign::CardSide &after);

private:
    void compareSelected();
    void updateButton();
    [[nodiscard]] QList<int> selectedRows() const;

    DataTable *m_table;
    FactTableModel *m_model;
    QPushButton *m_compare;
    TextLabel *m_note;
    QList<CardRevision> m_revisions;
};

/// "Revision 3 (approved)".
QString revisionTitle(const CardRevision &revision);

} // namespace countersign
