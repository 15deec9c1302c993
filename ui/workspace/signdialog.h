// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/decision.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// What a signature is put to: where it is sent, and the record that must still be what was signed when it is.
struct SigningTarget
{
    QString title;  ///< "claims-triage 7 into production: approve"
    QString path;   ///< "/v1/requests/ID/sign"
    QString record; ///< id of the request or plan
};

/// Shows the sheet whose digest will be signed, asks for the key, signs and sends. Modal, because it is the one act
/// that cannot be undone. It closes with Accepted once the server has answered or the command waits in the outbox.
class SignDialog : public QDialog
{
    Q_OBJECT
public:
    SignDialog(Workspace *workspace, const SigningTarget &target, PreparedDecision decision, const QString &role,
               QWidget *parent = nullptr);
    /// Asks for the role too; the sheet names it and is made anew by `prepare` for each.
    void setRoles(const QStringList &roles, std::function<PreparedDecision(const QString &role)> prepare);
    [[nodiscard]] QString sheet() const;
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
    SigningTarget m_target;
    PreparedDecision m_decision;
    QString m_role;
    QString m_outcome;
    QComboBox *m_roles;
    QPlainTextEdit *m_sheet;
    QLineEdit *m_passphrase;
    TextLabel *m_message;
    QPushButton *m_sign;
    QPushButton *m_makeKey;
    QPushButton *m_makeFile;
    QPushButton *m_cancel;
};

} // namespace countersign
