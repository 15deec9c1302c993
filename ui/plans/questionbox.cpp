// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/questionbox.h"

#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostKeys = 9;

QStringList choicesOf(const ReviewQuestion &question)
{
    if (question.scale != ReviewQuestion::Interval)
        return question.choices;
    QStringList out;
    const bool few = std::floor(question.low) == question.low && std::floor(question.high) == question.high && question.high - question.low < mostKeys;
    for (double value = question.low; few && value <= question.high; value += 1)
        out.append(QString::number(value));
    return out;
}

} // namespace

QuestionBox::QuestionBox(const ReviewQuestion &question, QWidget *parent)
    : QWidget(parent)
    , m_question(question)
    , m_choices(choicesOf(question))
{
    setObjectName(question.id);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(visibleText(question.text));
    setAccessibleDescription(visibleText(question.guidance));
    setToolTip(m_choices.isEmpty() ? tr("Type a number; Tab goes on.") : tr("The keys 1 to 9 choose, Tab goes on."));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    if (m_choices.isEmpty()) {
        m_number = new QLineEdit(this);
        m_number->setPlaceholderText(tr("%1 to %2").arg(formatSignificant(question.low), formatSignificant(question.high)));
        m_number->setAccessibleName(visibleText(question.text));
        setFocusProxy(m_number);
        connect(m_number, &QLineEdit::textChanged, this, &QuestionBox::answered);
    }
}

QString QuestionBox::answer() const
{
    if (!m_number)
        return m_choices.value(m_chosen);
    // What the person types follows their locale; the answer is a number as JSON spells it.
    bool number = false;
    const double value = QLocale().toDouble(m_number->text().trimmed(), &number);
    return number ? QString::number(value, 'g', QLocale::FloatingPointShortest) : m_number->text().trimmed();
}

void QuestionBox::setAnswer(const QString &answer)
{
    m_chosen = m_choices.indexOf(answer);
    if (m_number) {
        const QSignalBlocker blocker(m_number);
        m_number->setText(answer);
    }
    update();
}

void QuestionBox::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    if (m_number)
        m_number->setReadOnly(readOnly);
}

void QuestionBox::setError(const QString &sentence)
{
    m_error = sentence;
    updateGeometry();
    update();
}

int QuestionBox::layOut(int width, QPainter *painter) const
{
    const Theme theme = Theme::current();
    const int margin = theme.px(8);
    const int inner = width - 2 * margin;
    int y = margin;
    const auto text = [&](const QString &what, const QFont &font, ColorRole role, int left) {
        const QFontMetrics metrics(font);
        const QRect box = metrics.boundingRect(QRect(0, 0, std::max(inner - left, 1), 100'000), Qt::TextWordWrap | Qt::TextWrapAnywhere, what);
        if (painter) {
            painter->setFont(font);
            painter->setPen(theme.color(role));
            painter->drawText(QRect(margin + left, y, inner - left, box.height()), Qt::TextWordWrap | Qt::TextWrapAnywhere, what);
        }
        return box.height();
    };
    y += text(visibleText(m_question.text), theme.font(TextSize::Body, QFont::DemiBold), ColorRole::Text, 0) + theme.px(2);
    if (!m_question.guidance.isEmpty())
        y += text(visibleText(m_question.guidance), theme.font(TextSize::Small), ColorRole::TextMuted, 0) + theme.px(2);
    y += theme.px(2);
    m_rows.clear();
    const int key = theme.px(28);
    for (qsizetype i = 0; i < m_choices.size(); ++i) {
        const QFont font = theme.font(TextSize::Body, i == m_chosen ? QFont::DemiBold : QFont::Normal);
        const int high = QFontMetrics(font).boundingRect(QRect(0, 0, std::max(inner - key, 1), 100'000), Qt::TextWordWrap | Qt::TextWrapAnywhere, visibleText(m_choices[i])).height();
        const QRect row(margin, y, inner, std::max(theme.rowHeight(), high + theme.px(8)));
        m_rows.append(row);
        if (painter) {
            const bool chosen = i == m_chosen;
            if (chosen || i == m_hovered)
                drawBox(painter, row, theme.radius(), theme.color(chosen ? ColorRole::AccentSoft : ColorRole::Hover), theme.color(chosen ? ColorRole::Accent : ColorRole::Hover));
            painter->setFont(theme.font(TextSize::Small));
            painter->setPen(theme.color(chosen ? ColorRole::AccentSoftText : ColorRole::TextMuted));
            // A scale that begins at 1 is its own key.
            if (i < mostKeys && m_choices[i] != QString::number(i + 1))
                painter->drawText(QRect(row.left(), row.top(), key, row.height()), Qt::AlignCenter, QString::number(i + 1));
            painter->setFont(font);
            painter->setPen(theme.color(chosen ? ColorRole::AccentSoftText : ColorRole::Text));
            painter->drawText(row.adjusted(key, 0, -theme.px(4), 0), Qt::AlignVCenter | Qt::TextWordWrap | Qt::TextWrapAnywhere, visibleText(m_choices[i]));
        }
        y += row.height() + theme.px(2);
    }
    if (m_number) {
        m_rows.append(QRect(margin, y, std::min(inner, theme.px(140)), theme.controlHeight()));
        y += theme.controlHeight() + theme.px(4);
    }
    if (!m_error.isEmpty())
        y += text(m_error, theme.font(TextSize::Small), ColorRole::NegativeText, 0);
    return y + margin;
}

QSize QuestionBox::sizeHint() const
{
    const int width = Theme::current().px(300);
    return {width, layOut(width, nullptr)};
}

int QuestionBox::heightForWidth(int width) const
{
    return layOut(width, nullptr);
}

void QuestionBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    layOut(width(), &painter);
    if (hasFocus())
        drawFocusRing(&painter, QRectF(rect()).adjusted(1, 1, -1, -1), Theme::current().radius(), Theme::current());
}

void QuestionBox::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut(width(), nullptr);
    if (m_number && !m_rows.isEmpty())
        m_number->setGeometry(m_rows.last());
}

void QuestionBox::choose(qsizetype at)
{
    if (m_readOnly || at < 0 || at >= m_choices.size())
        return;
    m_chosen = at;
    m_error.clear();
    updateGeometry();
    update();
    emit answered();
}

void QuestionBox::keyPressEvent(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & ~Qt::KeypadModifier);
    if (plain && event->key() >= Qt::Key_1 && event->key() <= Qt::Key_9 && event->key() - Qt::Key_1 < m_choices.size())
        return choose(event->key() - Qt::Key_1);
    if (plain && !m_choices.isEmpty() && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)) {
        const qsizetype by = event->key() == Qt::Key_Down ? 1 : -1;
        return choose(std::clamp<qsizetype>(m_chosen < 0 && by < 0 ? m_choices.size() - 1 : m_chosen + by, 0, m_choices.size() - 1));
    }
    QWidget::keyPressEvent(event);
}

qsizetype QuestionBox::choiceAt(const QPoint &point) const
{
    for (qsizetype i = 0; i < std::min(m_rows.size(), m_choices.size()); ++i) {
        if (m_rows[i].contains(point))
            return i;
    }
    return -1;
}

void QuestionBox::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        choose(choiceAt(event->pos()));
    QWidget::mousePressEvent(event);
}

void QuestionBox::mouseMoveEvent(QMouseEvent *event)
{
    const qsizetype at = m_readOnly ? -1 : choiceAt(event->pos());
    if (at != m_hovered) {
        m_hovered = at;
        update();
    }
}

void QuestionBox::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    m_hovered = -1;
    update();
}

void QuestionBox::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void QuestionBox::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace countersign
