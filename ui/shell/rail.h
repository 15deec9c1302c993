// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/place.h"

#include <QButtonGroup>
#include <QHash>
#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace countersign {

class RailButton;

/// The navigation at the left: places in groups, with counts. Arrows move, Return and Space choose.
class Rail : public QWidget
{
    Q_OBJECT
public:
    explicit Rail(QWidget *parent = nullptr);
    void setPlaces(const QList<PlaceEntry> &places);
    void setCurrent(const QString &id);
    void setBadge(const QString &id, int count, bool urgent);
    void setShortcutText(const QString &id, const QString &shortcut);

signals:
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QVBoxLayout *m_layout;
    QHash<QString, RailButton *> m_buttons;
    QList<RailButton *> m_order;
};

} // namespace countersign
