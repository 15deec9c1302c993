// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lineagepane.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

LineagePane::LineagePane(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_view(new LineageView(name))
    , m_words(new QLineEdit)
    , m_matches(new TextLabel({}, TextSize::Small, ColorRole::TextMuted))
    , m_remark(new TextLabel({}, TextSize::Small, ColorRole::TextMuted))
    , m_tools(new QWidget)
    , m_bar(new QHBoxLayout(m_tools))
{
    const Theme theme = Theme::current();
    m_words->setPlaceholderText(tr("Find in the picture"));
    m_words->setAccessibleName(tr("Find in the picture"));
    m_words->setToolTip(tr("Return and N go to the next find, Shift+N to the one before (/ or Ctrl+F)"));
    m_words->setClearButtonEnabled(true);
    m_words->setMaximumWidth(theme.px(200));
    m_words->setMinimumWidth(theme.px(140));
    m_words->installEventFilter(this);
    m_remark->setElide(Qt::ElideRight);
    m_bar->setContentsMargins(0, 0, 0, 0);
    m_bar->setSpacing(theme.gap());
    m_bar->addWidget(m_words, 1);
    m_bar->addWidget(m_matches);
    m_bar->addWidget(m_remark, 2);
    m_groups = addButton(QString(), {}, {}, {});
    QPushButton *smaller = addButton(u"−"_s, {}, tr("Smaller"), u"−"_s);
    m_percent = addButton(QString(), {}, {}, {});
    QPushButton *larger = addButton(u"+"_s, {}, tr("Larger"), u"+"_s);
    QPushButton *fit = addButton(tr("Fit"), {}, tr("See all of it"), u"F"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tools);
    layout->addWidget(m_view, 1);
    connect(smaller, &QPushButton::clicked, m_view, [this] { m_view->setZoom(m_view->zoom() / 1.2); });
    connect(larger, &QPushButton::clicked, m_view, [this] { m_view->setZoom(m_view->zoom() * 1.2); });
    connect(m_percent, &QPushButton::clicked, m_view, [this] { m_view->setZoom(1); });
    connect(fit, &QPushButton::clicked, m_view, &LineageView::zoomToFit);
    connect(m_groups, &QPushButton::clicked, m_view, [this] {
        const auto &groups = m_view->groups();
        m_view->setAllOpen(std::any_of(groups.begin(), groups.end(), [](const auto &group) { return !group.open; }));
    });
    connect(m_words, &QLineEdit::textChanged, m_view, &LineageView::search);
    connect(m_view, &LineageView::searchRequested, m_words, [this] {
        m_words->setFocus(Qt::ShortcutFocusReason);
        m_words->selectAll();
    });
    for (const auto signal : {&LineageView::matchesChanged, &LineageView::zoomChanged, &LineageView::laidOut})
        connect(m_view, signal, this, &LineagePane::updateState);
    setFocusProxy(m_view);
    updateState();
}

QPushButton *LineagePane::addButton(const QString &text, const QString &iconName, const QString &name, const QString &shortcut)
{
    auto *button = new QPushButton(text);
    if (!iconName.isEmpty())
        button->setIcon(icon(iconName));
    setButtonKind(button, ButtonKind::Quiet);
    button->setAccessibleName(name);
    button->setToolTip(shortcut.isEmpty() ? name : u"%1 (%2)"_s.arg(name, shortcut));
    m_bar->addWidget(button);
    return button;
}

void LineagePane::setRemark(const QString &sentence)
{
    m_remark->setText(sentence);
    m_remark->setToolTip(sentence);
}

void LineagePane::updateState()
{
    const bool looking = !m_words->text().simplified().isEmpty();
    //: In the picture of a lineage: which find is shown, of how many.
    m_matches->setText(!looking ? QString()
                                : m_view->matchCount() == 0 ? tr("Nothing found")
                                                            : tr("%1 of %2").arg(m_view->matchAt() + 1).arg(m_view->matchCount()));
    m_matches->setVisible(looking);
    const auto &groups = m_view->groups();
    const bool closed = std::any_of(groups.begin(), groups.end(), [](const auto &group) { return !group.open; });
    m_groups->setVisible(!groups.isEmpty());
    m_groups->setText(closed ? tr("Open all") : tr("Close all"));
    m_groups->setAccessibleName(m_groups->text());
    m_groups->setToolTip(closed ? tr("Shows every thing for itself (Space opens and closes one group)")
                                : tr("Puts many of a kind together (Space opens and closes one group)"));
    m_percent->setText(tr("%1 %").arg(qRound(m_view->zoom() * 100)));
    m_percent->setAccessibleName(tr("Zoom %1").arg(m_percent->text()));
    m_percent->setToolTip(tr("As large as it is meant to be (0)"));
}

bool LineagePane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words && event->type() == QEvent::ShortcutOverride) {
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
    }
    if (watched == m_words && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            m_view->step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            return true;
        }
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Escape) {
            if (key->key() == Qt::Key_Escape)
                m_words->clear();
            m_view->setFocus(Qt::ShortcutFocusReason);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace countersign
