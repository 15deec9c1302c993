// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toast.h"

#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

namespace countersign {

Toast::Toast(QWidget *host)
    : QFrame(host)
    , m_text(new TextLabel)
    , m_undo(new QPushButton)
{
    const Theme theme = Theme::current();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.px(14), theme.px(8), theme.px(8), theme.px(8));
    layout->setSpacing(theme.px(12));
    layout->addWidget(m_text, 1);
    layout->addWidget(m_undo);
    m_text->setMinimumHeight(theme.controlHeight());
    m_timer.setSingleShot(true);
    host->installEventFilter(this);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        // Nothing vanishes under the hand.
        if (underMouse() || m_undo->hasFocus())
            m_timer.start();
        else
            dismiss();
    });
    connect(m_undo, &QPushButton::clicked, this, [this] {
        m_timer.stop();
        hide();
        emit undoRequested();
    });
    hide();
}

void Toast::showMessage(const QString &text, const QString &undoText, int milliseconds)
{
    if (!isHidden())
        dismiss();
    m_text->setText(text);
    m_undo->setText(undoText);
    m_undo->setVisible(!undoText.isEmpty());
    setAccessibleName(text);
    adjustSize();
    place();
    show();
    raise();
    if (milliseconds > 0)
        m_timer.start(milliseconds);
}

void Toast::dismiss()
{
    if (isHidden())
        return;
    m_timer.stop();
    hide();
    emit dismissed();
}

void Toast::place()
{
    const QWidget *host = parentWidget();
    const int gap = Theme::current().margin();
    const int width = std::min(sizeHint().width(), host->width() - 2 * gap);
    setGeometry((host->width() - width) / 2, host->height() - sizeHint().height() - gap, width, sizeHint().height());
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && !isHidden())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    drawBox(&painter, rect(), theme.cardRadius(), theme.color(ColorRole::SurfaceRaised),
            theme.color(ColorRole::BorderStrong));
}

void Toast::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

} // namespace countersign
