// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardmissingline.h"

#include "ui/registry/cardlook.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QMenu>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

CardMissingLine::CardMissingLine(QWidget *parent)
    : QWidget(parent), m_layout(new QHBoxLayout(this)), m_count(new TextLabel)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::current().gap());
    m_layout->addWidget(m_count);
    m_layout->addStretch(1);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void CardMissingLine::show(int filled, const QStringList &missing, const QMap<QString, QStringList> &asked)
{
    QStringList ordered = missing;
    std::stable_partition(ordered.begin(), ordered.end(), [&](const QString &id) { return asked.contains(id); });
    if (filled == m_filled && ordered == m_missing && asked == m_asked)
        return;
    m_filled = filled;
    m_missing = ordered;
    m_asked = asked;
    m_fitting = -1;
    rebuild();
}

void CardMissingLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    rebuild();
}

void CardMissingLine::rebuild()
{
    const Theme theme = Theme::current();
    const int all = int(cardSections().size());
    //: how complete a card is
    const QString count = m_missing.isEmpty() ? tr("%1 of %2 sections, nothing is missing").arg(m_filled).arg(all)
                                              : tr("%1 of %2 sections. Missing:").arg(m_filled).arg(all);
    // As many names as there is room for, and one place for the others.
    int room = width() - QFontMetrics(theme.font()).horizontalAdvance(count) - theme.px(64);
    int fitting = 0;
    for (const QString &id : std::as_const(m_missing)) {
        room -= QFontMetrics(theme.font()).horizontalAdvance(sectionTitle(id)) + theme.gap() + theme.px(8);
        if (room < 0)
            break;
        ++fitting;
    }
    if (fitting == m_fitting && m_links)
        return;
    m_fitting = fitting;
    m_count->setText(count);
    m_count->setRole(std::any_of(m_missing.begin(), m_missing.end(), [this](const QString &id) { return m_asked.contains(id); }) ? ColorRole::NegativeText
                                                                                                                                   : ColorRole::TextMuted);
    if (m_links)
        m_links->deleteLater();
    m_links = new QWidget;
    auto *row = new QHBoxLayout(m_links);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.gap());
    for (const QString &id : m_missing.mid(0, fitting)) {
        auto *link = new LinkButton(sectionTitle(id));
        link->setAccessibleName(tr("Missing: %1").arg(sectionTitle(id)));
        link->setToolTip(m_asked.contains(id) ? askedSentence(m_asked.value(id)) : tr("Goes to this section."));
        connect(link, &QAbstractButton::clicked, this, [this, id] { emit chosen(id); });
        row->addWidget(link);
    }
    if (const QStringList rest = m_missing.mid(fitting); !rest.isEmpty()) {
        auto *more = new LinkButton(tr("%n more", nullptr, int(rest.size())));
        more->setToolTip(tr("Lists the other missing sections."));
        auto *menu = new QMenu(more);
        for (const QString &id : rest)
            menu->addAction(sectionTitle(id), this, [this, id] { emit chosen(id); });
        connect(more, &QAbstractButton::clicked, more, [more, menu] { menu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
        row->addWidget(more);
    }
    m_layout->insertWidget(1, m_links);
}

} // namespace countersign
