// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sectionheader.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>

namespace countersign {

SectionHeader::SectionHeader(Level level, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel(title, level == Level::Page ? TextSize::Display : TextSize::Body, ColorRole::Text,
                            QFont::DemiBold))
    , m_detail(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_chip(new Chip)
    , m_layout(new QHBoxLayout(this))
{
    const Theme theme = Theme::current();
    m_title->setElide(Qt::ElideRight);
    // The name keeps its width and gives way only when the page is narrower than it.
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_detail->setElide(Qt::ElideRight);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(theme.px(10));
    m_layout->addWidget(m_title);
    m_layout->addWidget(m_chip, 0, Qt::AlignVCenter);
    m_layout->addWidget(m_detail, 1);
    m_chip->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void SectionHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

void SectionHeader::setDetail(const QString &detail)
{
    m_detail->setText(detail);
}

void SectionHeader::setChip(const ChipSpec &chip)
{
    m_chip->setChip(chip);
    m_chip->setVisible(chip != ChipSpec());
}

void SectionHeader::addAction(QWidget *button)
{
    m_layout->addWidget(button);
}

} // namespace countersign
