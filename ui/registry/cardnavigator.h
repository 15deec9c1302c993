// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/chip.h"

#include <QListWidget>

namespace countersign {

/// The sections of a card by name, each with the shape of its state. Moving in it chooses.
class CardNavigator : public QListWidget
{
    Q_OBJECT
public:
    struct Entry
    {
        QString id, title;
        ChipSpec chip;
        QString toolTip;
        bool operator==(const Entry &) const = default;
    };
    explicit CardNavigator(const QString &name, QWidget *parent = nullptr);
    /// What was chosen stays chosen. Emits nothing.
    void setEntries(const QList<Entry> &entries);
    [[nodiscard]] QString current() const;
    /// Emits nothing.
    void setCurrent(const QString &id);

signals:
    void chosen(const QString &id);

protected:
    void changeEvent(QEvent *event) override;

private:
    QList<Entry> m_entries;
};

} // namespace countersign
