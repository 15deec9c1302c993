// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/requestdata.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QComboBox;
class QPlainTextEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// Asks for the release of a version: where to, under which policy, and why. It says beforehand when a request could
/// never be approved, and who could sign it.
class RequestDialog : public QDialog
{
    Q_OBJECT
public:
    RequestDialog(Workspace *workspace, const QString &version, QWidget *parent = nullptr);
    [[nodiscard]] QPushButton *sendButton() const { return m_send; }
    [[nodiscard]] QString explanation() const;

signals:
    /// The server took it; `id` is the request.
    void requested(const QString &id);

private:
    void showChoices(const Result<RequestChoices> &choices);
    void showPolicies();
    void explain();
    void send();
    void fail(const QString &sentence);

    Workspace *m_workspace;
    QString m_version;
    std::optional<RequestChoices> m_choices;
    QComboBox *m_environment;
    QComboBox *m_policy;
    QPlainTextEdit *m_comment;
    TextLabel *m_explanation;
    TextLabel *m_message;
    QPushButton *m_send;
};

} // namespace countersign
