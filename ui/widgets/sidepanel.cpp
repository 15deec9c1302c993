// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sidepanel.h"

#include "ui/widgets/theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace countersign {

SidePanel::SidePanel(QWidget *parent)
    : QWidget(parent)
    , m_body(new QVBoxLayout(this))
{
    const Theme theme = Theme::current();
    setFixedWidth(theme.px(336));
    m_body->setContentsMargins(theme.px(17), theme.px(14), theme.px(16), theme.px(14));
    m_body->setSpacing(theme.px(10));
}

void SidePanel::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::Surface));
    painter.fillRect(0, 0, 1, height(), theme.color(ColorRole::Border));
}

} // namespace countersign
