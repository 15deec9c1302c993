// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>

class QPlainTextEdit;
class QPushButton;

namespace countersign {

/// Asks why a signing key is to end. There is no way back from it, so it asks for a reason before it can be pressed.
class RevokeDialog : public QDialog
{
    Q_OBJECT
public:
    explicit RevokeDialog(const QString &person, QWidget *parent = nullptr);
    [[nodiscard]] QString reason() const;

private:
    QPlainTextEdit *m_reason;
    QPushButton *m_revoke;
};

} // namespace countersign
