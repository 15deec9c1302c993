// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonchooser.h"

#include "ui/evaluations/comparisonwords.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStyleOptionComboBox>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {
constexpr int searchDelay = 150; // ms after the last key

/// A field to type into with a list behind it, drawn as the console's fields are.
class SideBox final : public QComboBox
{
protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme theme = Theme::current();
        QPainter painter(this);
        drawBox(&painter, rect(), theme.radius(), theme.color(ColorRole::Field), theme.color(ColorRole::BorderStrong));
        if (hasFocus())
            drawFocusRing(&painter, rect(), theme.radius(), theme);
        QStyleOptionComboBox option;
        initStyleOption(&option);
        const QRect arrow = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxArrow, this);
        drawChevron(&painter, QStyle::alignedRect(layoutDirection(), Qt::AlignCenter, QSize(theme.px(10), theme.px(10)), arrow), Qt::DownArrow,
                    theme.color(isEnabled() ? ColorRole::TextMuted : ColorRole::TextDisabled));
    }
};
} // namespace

ComparisonChooser::ComparisonChooser(QWidget *parent)
    : QWidget(parent)
    , m_boxes{makeBox(0, tr("Compare: before")), makeBox(1, tr("Compare: now"))}
    , m_swap(new QPushButton(u"⇄"_s))
{
    const Theme theme = Theme::current();
    m_swap->setToolTip(tr("Swap both sides (Alt+X)"));
    m_swap->setAccessibleName(tr("Swap both sides"));
    m_swap->setFixedWidth(theme.px(36));
    m_swap->setAutoDefault(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    //: over the older side of a comparison
    layout->addWidget(new TextLabel(tr("Before"), TextSize::Body, ColorRole::TextMuted));
    layout->addWidget(m_boxes[0], 1);
    layout->addWidget(m_swap);
    //: over the newer side of a comparison
    layout->addWidget(new TextLabel(tr("Now"), TextSize::Body, ColorRole::TextMuted));
    layout->addWidget(m_boxes[1], 1);
    setTabOrder(m_boxes[0], m_swap);
    setTabOrder(m_swap, m_boxes[1]);
    m_searching.setSingleShot(true);
    m_searching.setInterval(searchDelay);
    connect(&m_searching, &QTimer::timeout, this, [this] { emit searched(m_words); });
    connect(m_swap, &QPushButton::clicked, this, &ComparisonChooser::swap);
}

QComboBox *ComparisonChooser::makeBox(int side, const QString &name)
{
    auto *box = new SideBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setAccessibleName(name);
    box->setToolTip(tr("Choose a version or a report; type to search all models"));
    box->setMinimumContentsLength(14);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMaxVisibleItems(16);
    box->lineEdit()->setPlaceholderText(tr("Type to search"));
    box->lineEdit()->setAccessibleName(name);
    QCompleter *completer = box->completer();
    completer->setCompletionMode(QCompleter::PopupCompletion);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    connect(box, &QComboBox::activated, this, [this, side](int at) { choose(side, at); });
    connect(box->lineEdit(), &QLineEdit::textEdited, this, [this](const QString &words) {
        m_words = words;
        m_searching.start();
    });
    // Words that name nothing are no choice: what is compared is what stands there.
    connect(box->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        m_searching.stop();
        showSides();
    });
    return box;
}

int ComparisonChooser::indexOf(const ComparisonChoice &choice) const
{
    for (int i = 0; i < m_choices.size(); ++i) {
        if (choice.isValid() && m_choices[i].same(choice))
            return i;
    }
    return -1;
}

void ComparisonChooser::setChoices(const QList<ComparisonChoice> &choices)
{
    m_choices = choices;
    for (const ComparisonChoice &side : m_sides) {
        if (side.isValid() && indexOf(side) < 0)
            m_choices.append(side);
    }
    for (QComboBox *box : m_boxes) {
        const QSignalBlocker blocker(box);
        box->clear();
        for (const ComparisonChoice &choice : std::as_const(m_choices)) {
            box->addItem(choiceText(choice));
            box->setItemData(box->count() - 1, choice.id, Qt::UserRole);
        }
        box->setEnabled(!m_choices.isEmpty());
    }
    m_swap->setEnabled(!m_choices.isEmpty());
    showSides();
}

void ComparisonChooser::addChoices(const QList<ComparisonChoice> &choices)
{
    for (const ComparisonChoice &choice : choices) {
        if (indexOf(choice) >= 0)
            continue;
        m_choices.append(choice);
        for (QComboBox *box : m_boxes) {
            const QSignalBlocker blocker(box);
            box->addItem(choiceText(choice), choice.id);
            box->setEnabled(true);
        }
    }
    m_swap->setEnabled(!m_choices.isEmpty());
}

void ComparisonChooser::setSides(const ComparisonChoice &before, const ComparisonChoice &after)
{
    const bool another = !before.same(m_sides[0]) || !after.same(m_sides[1]);
    m_sides[0] = before;
    m_sides[1] = after;
    addChoices({before, after});
    showSides();
    if (another)
        emit changed();
}

void ComparisonChooser::choose(int side, int at)
{
    if (at < 0 || at >= m_choices.size())
        return;
    ComparisonChoice sides[2] = {m_sides[0], m_sides[1]};
    sides[side] = m_choices[at];
    setSides(sides[0], sides[1]);
}

void ComparisonChooser::swap()
{
    setSides(ComparisonChoice(m_sides[1]), ComparisonChoice(m_sides[0]));
}

void ComparisonChooser::showSides()
{
    for (int side = 0; side < 2; ++side) {
        const QSignalBlocker blocker(m_boxes[side]);
        const int at = indexOf(m_sides[side]);
        m_boxes[side]->setCurrentIndex(at);
        m_boxes[side]->setEditText(at < 0 ? QString() : choiceText(m_choices[at]));
        m_boxes[side]->lineEdit()->setCursorPosition(0);
        m_boxes[side]->lineEdit()->setToolTip(at < 0 ? QString() : choiceText(m_choices[at]).toHtmlEscaped());
    }
}

} // namespace countersign
