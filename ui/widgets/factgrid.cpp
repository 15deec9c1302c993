// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/factgrid.h"

#include "ui/widgets/linkbutton.h"
#include "ui/widgets/textlabel.h"

#include <QGridLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace countersign {

FactGrid::FactGrid(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this))
{
    const Theme theme = Theme::current();
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(theme.px(16));
    m_layout->setVerticalSpacing(theme.px(6));
    m_layout->setColumnStretch(1, 1);
}

void FactGrid::clear()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void FactGrid::addWidget(const QString &label, QWidget *value)
{
    const int row = m_layout->rowCount();
    auto *name = new TextLabel(label, TextSize::Body, ColorRole::TextMuted);
    name->setMinimumWidth(Theme::current().px(88));
    // A long label must not squeeze the values of all the others.
    name->setMaximumWidth(Theme::current().px(160));
    name->setElide(Qt::ElideRight);
    name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    name->setBuddy(value);
    m_layout->addWidget(name, row, 0, Qt::AlignTop);
    m_layout->addWidget(value, row, 1);
}

void FactGrid::addFact(const QString &label, const QString &value, const QString &toolTip)
{
    auto *text = new TextLabel(value.isEmpty() ? u"—"_s : value);
    text->setElide(Qt::ElideRight);
    text->setToolTip(toolTip.toHtmlEscaped());
    addWidget(label, text);
}

void FactGrid::addDigest(const QString &label, const QString &digest)
{
    auto *text = new TextLabel(digest);
    text->setMonospace(true);
    text->setElide(Qt::ElideMiddle);
    addWidget(label, text);
}

void FactGrid::addLink(const QString &label, const QString &text, const QString &target)
{
    auto *link = new LinkButton(text);
    connect(link, &LinkButton::clicked, this, [this, target] { emit linkActivated(target); });
    addWidget(label, link);
}

FactLine::FactLine(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FactLine::setFacts(const QList<Fact> &facts)
{
    m_facts = facts;
    QStringList words;
    for (const Fact &fact : facts)
        words << u"%1 %2%3"_s.arg(fact.label, fact.value, fact.after);
    setAccessibleName(words.join(u", "_s));
    updateGeometry();
    update();
}

QSize FactLine::sizeHint() const
{
    return {Theme::current().px(360), heightForWidth(Theme::current().px(360))};
}

QSize FactLine::minimumSizeHint() const
{
    return {Theme::current().px(120), Theme::current().px(20)};
}

int FactLine::heightForWidth(int width) const
{
    return layOut(width, nullptr);
}

int FactLine::layOut(int width, QPainter *painter) const
{
    const Theme theme = Theme::current();
    const QFont plain = theme.font();
    const QFont strong = theme.font(TextSize::Body, QFont::Medium);
    const QFontMetrics plainMetrics(plain);
    const QFontMetrics strongMetrics(strong);
    const int line = theme.px(22);
    int x = 0;
    int y = 0;
    const auto draw = [&](const QString &text, const QFont &font, const QFontMetrics &metrics, ColorRole role) {
        const int advance = metrics.horizontalAdvance(text);
        if (painter && !text.isEmpty()) {
            painter->setFont(font);
            painter->setPen(theme.color(role));
            painter->drawText(QRect(x, y, std::max(0, width - x), line), int(Qt::AlignVCenter | Qt::TextSingleLine),
                              metrics.elidedText(text, Qt::ElideRight, std::max(0, width - x)));
        }
        x += advance;
    };
    for (const Fact &fact : m_facts) {
        const QString label = fact.label.isEmpty() ? QString() : fact.label + u' ';
        const int whole = plainMetrics.horizontalAdvance(label) + strongMetrics.horizontalAdvance(fact.value)
            + plainMetrics.horizontalAdvance(fact.after);
        if (x > 0 && x + whole > width) {
            x = 0;
            y += line;
        }
        draw(label, plain, plainMetrics, ColorRole::TextMuted);
        draw(fact.value, strong, strongMetrics, ColorRole::Text);
        draw(fact.after, plain, plainMetrics, ColorRole::TextMuted);
        x += theme.px(22);
    }
    return y + line;
}

void FactLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    layOut(width(), &painter);
}

} // namespace countersign
