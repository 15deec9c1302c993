// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>
#include <QTimer>

class QPushButton;

namespace countersign {

class TextLabel;

/// What was just done, and Undo, at the bottom of `host` for a few seconds; stays while pointer or focus is on it.
/// One at a time: a new message replaces the old one, whose undo is then no longer offered (`dismissed`).
class Toast : public QFrame
{
    Q_OBJECT
public:
    explicit Toast(QWidget *host);
    /// Without `undoText` there is no button. `milliseconds` 0 keeps it until it is dismissed.
    void showMessage(const QString &text, const QString &undoText = {}, int milliseconds = 8000);
    void dismiss();

signals:
    void undoRequested();
    void dismissed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void place();

    TextLabel *m_text;
    QPushButton *m_undo;
    QTimer m_timer;
};

} // namespace countersign
