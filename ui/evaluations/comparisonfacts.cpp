// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonfacts.h"

#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>

namespace countersign {

using namespace Qt::StringLiterals;

ComparisonFacts::ComparisonFacts(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("What the runs have in common"));
}

QString ComparisonFacts::valueOf(const RunFact &fact) const
{
    //: a fact of two runs that is not the same: "≠ 5 → 0"
    return fact.differs() ? tr("≠ %1 → %2").arg(fact.before, fact.after) : fact.before;
}

void ComparisonFacts::setFacts(const QList<RunFact> &facts)
{
    m_facts = facts;
    QStringList sentences;
    for (const RunFact &fact : facts)
        sentences.append(fact.differs() ? tr("%1 differs: %2, now %3").arg(fact.label, fact.before, fact.after) : tr("%1: %2").arg(fact.label, fact.before));
    setAccessibleDescription(sentences.join(u"; "_s));
    updateGeometry();
    update();
}

/// Lays the facts in lines; paints them with a painter, and finds the one below a point.
int ComparisonFacts::layOut(int width, QPainter *painter, const QPoint *under, int *found) const
{
    const Theme theme = Theme::current();
    const QFont plain = theme.font(), strong = theme.font(TextSize::Body, QFont::DemiBold);
    const QFontMetrics metrics(plain), strongMetrics(strong);
    const int line = metrics.height() + theme.px(4), between = theme.px(16), after = theme.px(5);
    int x = 0, y = 0;
    for (int i = 0; i < m_facts.size(); ++i) {
        const RunFact &fact = m_facts[i];
        const int labelWidth = metrics.horizontalAdvance(fact.label) + after;
        const QFontMetrics &valueMetrics = fact.differs() ? strongMetrics : metrics;
        const QString value = valueMetrics.elidedText(valueOf(fact), Qt::ElideRight, std::max(theme.px(40), width - labelWidth - 1));
        const int all = labelWidth + valueMetrics.horizontalAdvance(value) + 1;
        if (x > 0 && x + all > width) {
            x = 0;
            y += line;
        }
        if (under && QRect(x, y, all, line).contains(*under))
            *found = i;
        if (painter) {
            painter->setFont(plain);
            painter->setPen(theme.color(ColorRole::TextMuted));
            painter->drawText(QRect(x, y, labelWidth, line), int(Qt::AlignLeft | Qt::AlignVCenter), fact.label);
            painter->setFont(fact.differs() ? strong : plain);
            painter->setPen(theme.color(fact.differs() ? ColorRole::CautionText : ColorRole::Text));
            painter->drawText(QRect(x + labelWidth, y, all - labelWidth + 1, line), int(Qt::AlignLeft | Qt::AlignVCenter), value);
        }
        x += all + between;
    }
    return m_facts.isEmpty() ? 0 : y + line;
}

int ComparisonFacts::heightForWidth(int width) const
{
    return layOut(width, nullptr);
}

QSize ComparisonFacts::sizeHint() const
{
    const int width = Theme::current().px(480);
    return {width, heightForWidth(width)};
}

QSize ComparisonFacts::minimumSizeHint() const
{
    return {Theme::current().px(160), 0};
}

void ComparisonFacts::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    layOut(width(), &painter);
}

bool ComparisonFacts::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        int at = -1;
        const QPoint under = help->pos();
        layOut(width(), nullptr, &under, &at);
        const QString text = at < 0 ? QString() : m_facts[at].toolTip.isEmpty() ? valueOf(m_facts[at]) : m_facts[at].toolTip;
        QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(text), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace countersign
