// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardnavigator.h"

#include "ui/registry/cardlook.h"

#include <QEvent>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int sectionRole = Qt::UserRole + 1;

} // namespace

CardNavigator::CardNavigator(const QString &name, QWidget *parent)
    : QListWidget(parent)
{
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setFixedWidth(Theme::current().px(204));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    connect(this, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0 && row < m_entries.size())
            emit chosen(m_entries[row].id);
    });
    // A click on what is chosen already goes there again: the page may have been scrolled away.
    connect(this, &QListWidget::itemClicked, this, [this](QListWidgetItem *item) { emit chosen(item->data(sectionRole).toString()); });
}

void CardNavigator::setEntries(const QList<Entry> &entries)
{
    if (entries == m_entries)
        return;
    const QString was = current();
    const QSignalBlocker blocker(this);
    m_entries = entries;
    clear();
    for (const Entry &entry : entries) {
        auto *item = new QListWidgetItem(registry::shapeIcon(entry.chip, devicePixelRatioF()), entry.title, this);
        item->setData(sectionRole, entry.id);
        item->setSizeHint(QSize(0, Theme::current().px(24)));
        item->setToolTip(Qt::convertFromPlainText(entry.toolTip.isEmpty() ? entry.chip.text : entry.toolTip));
        item->setData(Qt::AccessibleTextRole, u"%1, %2"_s.arg(entry.title, entry.chip.text));
    }
    setCurrent(was);
}

QString CardNavigator::current() const
{
    return currentItem() ? currentItem()->data(sectionRole).toString() : QString();
}

void CardNavigator::setCurrent(const QString &id)
{
    const QSignalBlocker blocker(this);
    for (int i = 0; i < count(); ++i) {
        if (item(i)->data(sectionRole).toString() == id)
            return setCurrentRow(i);
    }
    setCurrentRow(-1);
}

void CardNavigator::changeEvent(QEvent *event)
{
    QListWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    for (int i = 0; i < std::min(count(), int(m_entries.size())); ++i)
        item(i)->setIcon(registry::shapeIcon(m_entries[i].chip, devicePixelRatioF()));
}

} // namespace countersign
