// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QPushButton;

namespace countersign {

class TextLabel;

/// What an empty place says: one sentence and at most one button.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);
    void setText(const QString &sentence);
    void setAction(const QString &text);

signals:
    void actionTriggered();

private:
    TextLabel *m_text;
    QPushButton *m_button;
};

} // namespace countersign
