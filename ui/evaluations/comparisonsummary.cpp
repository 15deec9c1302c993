// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonsummary.h"

#include "ui/evaluations/comparisonwords.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/style.h"

#include <QAbstractButton>
#include <QPainter>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Shape, number and word; filled while it narrows the rows.
class SummaryPart final : public QAbstractButton
{
public:
    SummaryPart(const QString &text, int verdictOf, int obstacleOf) : verdict(verdictOf), obstacle(obstacleOf)
    {
        setText(text);
        setCheckable(true);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
    }
    const int verdict, obstacle; // negative: of none

    [[nodiscard]] bool isAll() const { return verdict < 0 && obstacle < 0; }
    [[nodiscard]] QSize sizeHint() const override
    {
        const Theme theme = Theme::current();
        const QFontMetrics metrics(theme.font(TextSize::Body, verdict >= 0 ? QFont::DemiBold : QFont::Normal));
        const int shape = verdict >= 0 ? theme.px(14) : 0;
        return {metrics.horizontalAdvance(text()) + shape + theme.px(12) + 1, theme.px(24)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        using enum ColorRole;
        const Theme theme = Theme::current();
        QPainter painter(this);
        const QRect box = rect().adjusted(0, 1, 0, -1);
        if (isChecked() && !isAll())
            drawBox(&painter, box, theme.px(4), theme.color(AccentSoft), theme.color(Focus));
        else if (underMouse())
            drawBox(&painter, box, theme.px(4), theme.color(Hover), Qt::transparent);
        QRect room = rect().adjusted(theme.px(6), 0, -theme.px(6), 0);
        const ChipSpec chip = verdict >= 0 ? comparisonChip(Comparison::Verdict(verdict)) : ChipSpec();
        const bool tinted = chip.tone == Tone::Negative || chip.tone == Tone::Positive;
        const QColor ink = theme.color(isChecked() && !isAll() ? AccentSoftText : tinted ? textRole(chip.tone) : verdict >= 0 ? Text : TextMuted);
        if (chip.shape != ChipShape::None) {
            const double side = theme.px(10);
            painter.setRenderHint(QPainter::Antialiasing);
            paintShape(&painter, QRectF(room.left(), room.center().y() - side / 2 + 0.5, side, side), chip.shape, ink);
            room.setLeft(room.left() + theme.px(14));
        }
        painter.setFont(theme.font(TextSize::Body, verdict >= 0 ? QFont::DemiBold : QFont::Normal));
        painter.setPen(ink);
        painter.drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width() + 1));
        if (hasFocus())
            drawFocusRing(&painter, box, theme.px(4), theme);
    }
};

} // namespace

ComparisonSummary::ComparisonSummary(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("What was compared"));
}

void ComparisonSummary::addPart(const QString &text, int verdict, int obstacle)
{
    auto *part = new SummaryPart(text, verdict, obstacle);
    part->setParent(this);
    part->setAccessibleName(text);
    part->setToolTip(verdict < 0 && obstacle < 0 ? tr("Show all") : tr("Show only these; once more shows all"));
    connect(part, &QAbstractButton::clicked, this, [this, verdict, obstacle] { toggle(verdict, obstacle); });
    m_parts.append(part);
    part->show();
}

void ComparisonSummary::setData(const ComparisonData &comparison)
{
    qDeleteAll(m_parts);
    m_parts.clear();
    if (!comparison.rows.isEmpty())
        //: how many results were held against each other; "4 worse", "9 better" and so on follow
        addPart(tr("%1 compared").arg(formatCount(comparison.rows.size())), -1, -1);
    using V = Comparison::Verdict;
    for (const V verdict : {V::Worse, V::Better, V::Changed, V::NoDifference, V::Added, V::Removed, V::NotComparable}) {
        if (comparison.count(verdict) > 0)
            addPart(formatCount(comparison.count(verdict)) + u' ' + comparisonChip(verdict).text, int(verdict), -1);
    }
    for (int obstacle = 1; obstacle < obstacleCount; ++obstacle) {
        if (comparison.obstacles[size_t(obstacle)] > 0)
            addPart(formatCount(comparison.obstacles[size_t(obstacle)]) + u' ' + obstacleWord(Obstacle(obstacle)), -1, obstacle);
    }
    setAccessibleDescription(text());
    setChosen(m_verdicts, m_obstacles);
    layOut(width(), true);
    updateGeometry();
}

QString ComparisonSummary::text() const
{
    QStringList verdicts, obstacles;
    QString all;
    for (const QAbstractButton *button : m_parts) {
        const auto *part = static_cast<const SummaryPart *>(button);
        if (part->isAll())
            all = part->text();
        else
            (part->verdict >= 0 ? verdicts : obstacles).append(part->text());
    }
    const QString reasons = obstacles.isEmpty() ? QString() : u" (%1)"_s.arg(obstacles.join(u", "_s));
    return all.isEmpty() ? QString() : u"%1: %2%3"_s.arg(all, verdicts.join(u", "_s), reasons);
}

void ComparisonSummary::setChosen(quint32 verdicts, quint32 obstacles)
{
    m_verdicts = verdicts;
    m_obstacles = obstacles;
    for (QAbstractButton *button : std::as_const(m_parts)) {
        const auto *part = static_cast<const SummaryPart *>(button);
        button->setChecked(part->isAll() ? verdicts == 0 && obstacles == 0
                                         : part->verdict >= 0 ? (verdicts >> part->verdict) & 1U : (obstacles >> part->obstacle) & 1U);
    }
}

/// A reason is only there for what is not comparable, so choosing one leaves the verdicts.
void ComparisonSummary::toggle(int verdict, int obstacle)
{
    quint32 verdicts = obstacle < 0 && verdict >= 0 ? m_verdicts ^ (1U << verdict) : 0;
    quint32 obstacles = obstacle >= 0 ? m_obstacles ^ (1U << obstacle) : 0;
    setChosen(verdicts, obstacles);
    emit chosen(verdicts, obstacles);
}

int ComparisonSummary::layOut(int width, bool move) const
{
    const Theme theme = Theme::current();
    int x = 0, y = 0;
    const int line = theme.px(24);
    for (QAbstractButton *part : m_parts) {
        const int wanted = std::min(part->sizeHint().width(), width);
        if (x > 0 && x + wanted > width) {
            x = 0;
            y += line;
        }
        if (move)
            part->setGeometry(x, y, wanted, line);
        x += wanted + theme.px(2);
    }
    return m_parts.isEmpty() ? 0 : y + line;
}

void ComparisonSummary::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut(width(), true);
}

int ComparisonSummary::heightForWidth(int width) const
{
    return layOut(width, false);
}

QSize ComparisonSummary::sizeHint() const
{
    const int width = Theme::current().px(480);
    return {width, heightForWidth(width)};
}

QSize ComparisonSummary::minimumSizeHint() const
{
    return {Theme::current().px(160), 0};
}

} // namespace countersign
