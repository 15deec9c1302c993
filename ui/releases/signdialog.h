// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/decision.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// Shows the sheet whose digest will be signed, asks for the key, signs and sends. Modal, because it is the one act
/// that cannot be undone. It closes with Accepted once the server has answered or the command waits in the outbox.
class SignDialog : public QDialog
{
    Q_OBJECT
public:
    SignDialog(Workspace *workspace, const QString &requestId, const QString &title, PreparedDecision decision, const QString &role,
               QWidget *parent = nullptr);
    /// "Signed: leaf 20,433."; empty until then.
    [[nodiscard]] QString outcome() const { return m_outcome; }

private:
    void sign();
    void signWith(const std::shared_ptr<Signer> &signer);
    void send(const Envelope &envelope);
    void fail(const QString &sentence);
    void setBusy(bool busy, const QString &sentence = {});
    void makeKey(KeyPlace place);

    Workspace *m_workspace;
    QString m_requestId;
    QString m_title;
    PreparedDecision m_decision;
    QString m_role;
    QString m_outcome;
    QPlainTextEdit *m_sheet;
    QLineEdit *m_passphrase;
    TextLabel *m_message;
    QPushButton *m_sign;
    QPushButton *m_makeKey;
    QPushButton *m_makeFile;
    QPushButton *m_cancel;
};

} // namespace countersign
