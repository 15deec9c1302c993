// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/reportsection.h"

#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/textlabel.h"

#include <QPainter>
#include <QVBoxLayout>

namespace countersign {

ReportSection::ReportSection(const QString &id, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_heading(new TextLabel(title, TextSize::Title, ColorRole::Text, QFont::DemiBold))
    , m_detail(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_missing(new TextLabel({}, TextSize::Body, ColorRole::CautionText))
    , m_holder(new QWidget)
    , m_body(new QVBoxLayout(m_holder))
{
    const Theme theme = Theme::current();
    setObjectName(id);
    setAccessibleName(title);
    m_missing->setWordWrap(true);
    m_missing->hide();
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(theme.groupGap());
    m_detail->setElide(Qt::ElideRight);
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(10));
    head->addWidget(m_heading);
    head->addWidget(m_detail, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme.px(16), 0, 0);
    layout->setSpacing(theme.px(10));
    layout->addLayout(head);
    layout->addWidget(m_missing);
    layout->addWidget(m_holder);
}

void ReportSection::setMissing(const QString &sentence)
{
    m_missing->setText(sentence);
    m_missing->setVisible(!sentence.isEmpty());
    m_holder->setVisible(sentence.isEmpty());
    if (!sentence.isEmpty())
        setDetail({});
}

bool ReportSection::isMissing() const
{
    return !m_missing->text().isEmpty();
}

void ReportSection::setDetail(const QString &detail)
{
    m_detail->setText(detail);
}

/// A hairline between a section and the one before it.
void ReportSection::paintEvent(QPaintEvent *)
{
    if (y() > Theme::current().px(40)) {
        QPainter painter(this);
        painter.fillRect(0, 0, width(), 1, Theme::current().color(ColorRole::Border));
    }
}

void ReportSection::addFrame(FigureFrame *frame)
{
    m_body->addWidget(frame);
    connect(frame, &FigureFrame::notice, this, &ReportSection::notice);
}

QWidget *controlRow(const QList<QWidget *> &controls)
{
    auto *out = new QWidget;
    auto *layout = new QHBoxLayout(out);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::current().gap());
    for (QWidget *control : controls)
        layout->addWidget(control);
    layout->addStretch(1);
    return out;
}

} // namespace countersign
