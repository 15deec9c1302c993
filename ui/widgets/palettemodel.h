// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/commandpalette.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QStyledItemDelegate>

namespace countersign {

/// The rows of the command palette: matching actions by score and last use, then records.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { DetailRole = Qt::UserRole + 1, PositionsRole, ShortcutRole, ReasonRole };

    PaletteModel(ActionRegistry *registry, QSettings *settings, QObject *parent);
    void setPattern(const QString &pattern);
    /// Only actions that hold while this place is in front, in their own order; null: all, the ones used last first.
    void setPlace(const QWidget *place);
    void setRecords(const QList<PaletteEntry> &records);
    /// Remembers the action as used last and gives its id, or the record's.
    struct Choice
    {
        QString id;
        bool isAction = false;
        bool enabled = true;
    };
    [[nodiscard]] Choice choose(int row);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row
    {
        PaletteEntry entry;
        QString shortcut;
        QString reason;
        QList<qsizetype> positions;
        int score = 0;
        bool isAction = false;
        bool enabled = true;
    };
    void rebuild();

    ActionRegistry *m_registry;
    QSettings *m_settings;
    QString m_pattern;
    QPointer<const QWidget> m_place;
    QList<PaletteEntry> m_records;
    QList<Row> m_rows;
};

/// Name with the matched letters underlined, muted detail, shortcut at the right.
class PaletteDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace countersign
