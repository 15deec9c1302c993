// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/commandpalette.h"

#include "ui/widgets/actionregistry.h"
#include "ui/widgets/palettemodel.h"
#include "ui/widgets/style.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace countersign {

CommandPalette::CommandPalette(ActionRegistry *registry, QSettings *settings, QWidget *parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_registry(registry)
    , m_input(new QLineEdit)
    , m_list(new QListView)
    , m_model(new PaletteModel(registry, settings, this))
{
    const Theme theme = Theme::current();
    //: Title of the command palette, read by screen readers.
    setWindowTitle(tr("Search or command"));
    //: What the field of the command palette is for.
    m_input->setPlaceholderText(tr("Search or command"));
    m_input->setAccessibleName(tr("Search or command"));
    m_input->setMinimumHeight(theme.px(36));
    m_input->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->viewport()->setAutoFillBackground(false);
    //: The list below the field of the command palette.
    m_list->setAccessibleName(tr("Matches"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8));
    layout->setSpacing(theme.px(6));
    layout->addWidget(m_input);
    layout->addWidget(m_list, 1);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_list, &QListView::clicked, this, &CommandPalette::activate);
}

void CommandPalette::setFinder(Finder finder)
{
    m_finder = std::move(finder);
}

void CommandPalette::setRecords(int generation, const QList<PaletteEntry> &records)
{
    if (generation != m_generation)
        return;
    const int row = m_list->currentIndex().row();
    m_model->setRecords(records);
    // Records arriving late must not move the choice away from under the person's Return.
    m_list->setCurrentIndex(m_model->index(std::max(0, row)));
    fitHeight();
}

void CommandPalette::fitHeight()
{
    const Theme theme = Theme::current();
    const int rows = std::clamp(m_model->rowCount(), 1, m_overview ? 18 : 11);
    m_list->setFixedHeight(rows * theme.px(32) + theme.px(2));
    layout()->activate();
    resize(width(), sizeHint().height());
}

void CommandPalette::popUp()
{
    m_overview = false;
    m_model->setPlace(nullptr);
    showTitled(tr("Search or command"));
}

void CommandPalette::popUpFor(const QWidget *place)
{
    m_overview = true;
    m_model->setPlace(place);
    //: The overview of actions and their keys; also what its field is for.
    showTitled(tr("What can be done here"));
}

void CommandPalette::showTitled(const QString &title)
{
    const Theme theme = Theme::current();
    setWindowTitle(title);
    m_input->setPlaceholderText(title);
    m_input->setAccessibleName(title);
    m_input->clear();
    refresh();
    int wide = theme.px(600);
    if (const QWidget *host = parentWidget()) {
        const QWidget *window = host->window();
        wide = std::min(wide, window->width() - theme.px(40));
        move(window->mapToGlobal(QPoint((window->width() - wide) / 2, theme.px(56))));
    }
    resize(wide, sizeHint().height());
    open();
    m_input->setFocus();
}

void CommandPalette::refresh()
{
    ++m_generation;
    m_model->setPattern(m_input->text());
    if (m_model->rowCount() > 0)
        m_list->setCurrentIndex(m_model->index(0));
    fitHeight();
    if (m_finder && !m_overview)
        m_finder(m_input->text(), m_generation);
}

void CommandPalette::activate(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const PaletteModel::Choice choice = m_model->choose(index.row());
    if (!choice.enabled)
        return;
    accept();
    if (!choice.isAction) {
        emit chosen(choice.id);
        return;
    }
    if (QAction *action = m_registry->action(choice.id))
        action->trigger();
}

void CommandPalette::moveChoice(int by)
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return;
    const int row = (m_list->currentIndex().row() + by + rows) % rows;
    m_list->setCurrentIndex(m_model->index(row));
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            moveChoice(1);
            return true;
        case Qt::Key_Up:
            moveChoice(-1);
            return true;
        case Qt::Key_PageDown:
            moveChoice(std::min(8, m_model->rowCount() - 1 - m_list->currentIndex().row()));
            return true;
        case Qt::Key_PageUp:
            moveChoice(-std::min(8, m_list->currentIndex().row()));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            activate(m_list->currentIndex());
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::BorderStrong));
    painter.fillRect(rect().adjusted(1, 1, -1, -1), theme.color(ColorRole::SurfaceRaised));
}

} // namespace countersign
