// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/inbox/outboxtrouble.h"

#include <QDialog>

class QPlainTextEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// A command that the server did not take: why, mine beside theirs, and the text that would be sent, to be changed.
class OutboxDialog : public QDialog
{
    Q_OBJECT
public:
    explicit OutboxDialog(const OutboxItem &item, QWidget *parent = nullptr);
    /// What is to be sent in its place, once accepted. After a conflict it is an edit of what the server has now.
    [[nodiscard]] OutboxCommand command() const { return m_command; }

private:
    void accept() override;
    [[nodiscard]] QWidget *comparison(const OutboxItem &item) const;

    OutboxCommand m_command;
    QPlainTextEdit *m_text;
    TextLabel *m_message;
    QPushButton *m_send;
};

} // namespace countersign
