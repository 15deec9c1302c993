// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterbar.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/pillbutton.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace countersign {

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_chipLayout(new QHBoxLayout)
    , m_words(new QLineEdit)
    , m_count(new TextLabel({}, TextSize::Body, ColorRole::TextMuted, QFont::Normal, m_words))
    //: Adds one more filter to a list.
    , m_more(new PillButton(tr("+ Filter")))
    , m_sort(new PillButton({}, PillButton::Look::Plain))
    //: Menu of the filters the person has kept under a name.
    , m_saved(new PillButton(tr("Views"), PillButton::Look::Plain))
{
    const Theme theme = Theme::current();
    //: The field that filters a list by words.
    m_words->setPlaceholderText(tr("Words"));
    m_words->setAccessibleName(tr("Filter by words"));
    m_words->setToolTip(tr("Filter by words (/)"));
    m_words->setMinimumWidth(theme.px(240));
    m_words->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_words->installEventFilter(this);
    m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_chipLayout->setSpacing(theme.px(8));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.px(8), theme.margin(), theme.px(8));
    layout->setSpacing(theme.px(12));
    layout->addWidget(m_words);
    layout->addLayout(m_chipLayout);
    layout->addStretch(1);
    layout->addWidget(m_saved);
    layout->addWidget(m_sort);
    m_chipLayout->addWidget(m_more);
    m_saved->setMenu(new QMenu(m_saved));
    m_sort->setMenu(new QMenu(m_sort));
    m_more->setMenu(new QMenu(m_more));
    m_sort->hide();
    m_more->hide();
    setSavedViews({});
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString &words) {
        FilterState next = m_state;
        next.words = words;
        apply(next);
    });
}

void FilterBar::setFilters(const QList<FilterDefinition> &filters)
{
    m_filters = filters;
    m_added.clear();
    rebuildChips();
}

QMenu *FilterBar::menuFor(const FilterDefinition &filter)
{
    auto *menu = new QMenu(this);
    //: A filter that lets everything through.
    QAction *any = menu->addAction(tr("Any"));
    connect(any, &QAction::triggered, this, [this, filter] { choose(filter, {}); });
    menu->addSeparator();
    for (const FilterOption &option : filter.options) {
        QAction *action = menu->addAction(option.text);
        action->setCheckable(true);
        action->setData(option.id);
        connect(action, &QAction::triggered, this, [this, filter, option] { choose(filter, option.id); });
    }
    connect(menu, &QMenu::aboutToShow, this, [this, menu, id = filter.id] {
        const QStringList chosen = m_state.chosen.value(id);
        for (QAction *action : menu->actions())
            action->setChecked(action->isCheckable() && chosen.contains(action->data().toString()));
    });
    return menu;
}

void FilterBar::rebuildChips()
{
    qDeleteAll(m_chips);
    m_chips.clear();
    m_more->menu()->clear();
    int position = 0;
    for (const FilterDefinition &filter : std::as_const(m_filters)) {
        const bool shown = !filter.optional || m_added.contains(filter.id) || m_state.chosen.contains(filter.id);
        if (!shown) {
            m_more->menu()->addAction(filter.text, this, [this, id = filter.id] {
                m_added << id;
                rebuildChips();
                m_chips[id]->setFocus(Qt::ShortcutFocusReason);
                m_chips[id]->showMenu();
            });
            continue;
        }
        auto *chip = new PillButton({});
        QMenu *menu = menuFor(filter);
        menu->setParent(chip, menu->windowFlags());
        chip->setMenu(menu);
        m_chips.insert(filter.id, chip);
        m_chipLayout->insertWidget(position++, chip);
    }
    m_more->setVisible(!m_more->menu()->isEmpty());
    updateChips();
}

QString FilterBar::textFor(const FilterDefinition &filter) const
{
    const QStringList chosen = m_state.chosen.value(filter.id);
    QStringList words;
    for (const FilterOption &option : filter.options) {
        if (chosen.contains(option.id))
            words << option.text;
    }
    if (words.isEmpty()) {
        //: A filter chip: what it filters by; nothing chosen.
        return tr("%1: any").arg(filter.text);
    }
    if (words.size() > 2) {
        //: A filter chip: what it filters by, and how many options are chosen.
        return tr("%1: %2 chosen").arg(filter.text).arg(words.size());
    }
    //: A filter chip: what it filters by, and the chosen options.
    return tr("%1: %2").arg(filter.text, words.join(u", "_s));
}

void FilterBar::updateChips()
{
    for (const FilterDefinition &filter : std::as_const(m_filters)) {
        if (PillButton *chip = m_chips.value(filter.id)) {
            chip->setText(textFor(filter));
            chip->setActive(m_state.chosen.contains(filter.id));
            chip->updateGeometry();
        }
    }
    for (const FilterOption &sort : std::as_const(m_sorts)) {
        if (sort.id == m_state.sort || (m_state.sort.isEmpty() && sort.id == m_sorts.first().id))
            m_sort->setText(sort.text);
    }
    m_sort->updateGeometry();
}

void FilterBar::choose(const FilterDefinition &filter, const QString &option)
{
    FilterState next = m_state;
    QStringList &chosen = next.chosen[filter.id];
    if (option.isEmpty())
        chosen.clear();
    else if (chosen.contains(option))
        chosen.removeAll(option);
    else if (filter.several)
        chosen << option;
    else
        chosen = {option};
    if (chosen.isEmpty())
        next.chosen.remove(filter.id);
    apply(next);
}

void FilterBar::apply(const FilterState &state)
{
    if (state == m_state)
        return;
    m_state = state;
    updateChips();
    emit changed(m_state);
}

void FilterBar::setState(const FilterState &state)
{
    FilterState known;
    known.words = state.words;
    for (const FilterDefinition &filter : std::as_const(m_filters)) {
        QStringList chosen;
        for (const FilterOption &option : filter.options) {
            if (state.chosen.value(filter.id).contains(option.id) && (filter.several || chosen.isEmpty()))
                chosen << option.id;
        }
        if (!chosen.isEmpty())
            known.chosen.insert(filter.id, chosen);
    }
    for (const FilterOption &sort : std::as_const(m_sorts))
        known.sort = sort.id == state.sort ? sort.id : known.sort;
    {
        const QSignalBlocker blocker(m_words);
        m_words->setText(known.words);
    }
    const bool differs = known != m_state;
    m_state = known;
    rebuildChips();
    if (differs)
        emit changed(m_state);
}

void FilterBar::setSorts(const QList<FilterOption> &sorts)
{
    m_sorts = sorts;
    m_sort->menu()->clear();
    for (const FilterOption &sort : sorts) {
        m_sort->menu()->addAction(sort.text, this, [this, id = sort.id] {
            FilterState next = m_state;
            next.sort = id == m_sorts.first().id ? QString() : id;
            apply(next);
        });
    }
    m_sort->setVisible(!sorts.isEmpty());
    //: How a list is sorted.
    m_sort->setToolTip(tr("Order of the list"));
    updateChips();
}

void FilterBar::setSavedViews(const QMap<QString, FilterState> &views)
{
    m_views = views;
    m_saved->menu()->clear();
    for (auto it = views.cbegin(); it != views.cend(); ++it)
        m_saved->menu()->addAction(it.key(), this, [this, state = it.value()] { setState(state); });
    if (!views.isEmpty())
        m_saved->menu()->addSeparator();
    //: Keeps the filters of a list under a name.
    m_saved->menu()->addAction(tr("Save this view…"), this, [this] { emit saveViewRequested(m_state); });
    //: Removes every filter of a list.
    m_saved->menu()->addAction(tr("Clear all filters"), this, [this] { setState({}); });
}

void FilterBar::setResultCount(qint64 shown, qint64 total, bool about)
{
    QString text = formatCount(shown);
    if (total >= 0 && about) {
        //: How many rows a filter leaves, of about how many.
        text = tr("%1 of about %2").arg(text, formatCount(total));
    } else if (total >= 0 && total != shown) {
        //: How many rows a filter leaves, of how many.
        text = tr("%1 of %2").arg(text, formatCount(total));
    }
    m_count->setText(text);
    m_words->setAccessibleDescription(text);
    placeCount();
}

void FilterBar::placeCount()
{
    const Theme theme = Theme::current();
    const QSize size = m_count->sizeHint();
    m_count->setGeometry(m_words->width() - size.width() - theme.px(9), (m_words->height() - size.height()) / 2,
                         size.width(), size.height());
    m_words->setTextMargins(0, 0, m_count->text().isEmpty() ? 0 : size.width() + theme.px(10), 0);
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words && event->type() == QEvent::Resize)
        placeCount();
    if (watched == m_words && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            emit leaveRequested();
            return true;
        }
        if (key == Qt::Key_Escape && !m_words->text().isEmpty()) {
            m_words->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::Surface));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(ColorRole::Border));
}

void FilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeCount();
}

} // namespace countersign
