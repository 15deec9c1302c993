// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/model.h"
#include "domain/kinds/version.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QDialogButtonBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace countersign {

class ArtifactPicker;
class RecordForm;
class TextLabel;

/// What both dialogs share: forms, a sentence on what happened, and one button that sends. It stays open until the
/// server has answered, so that a refusal can be mended where it was typed.
class RegisterDialog : public QDialog
{
    Q_OBJECT
public:
    RegisterDialog(Workspace *workspace, const QString &title, const QString &button, QWidget *parent);
    [[nodiscard]] QPushButton *sendButton() const { return m_send; }
    [[nodiscard]] QString message() const;

signals:
    /// The server took it; `id` is what it is known by.
    void registered(const QString &id);

protected:
    void addForm(RecordForm *form);
    void addWidget(QWidget *widget, int stretch = 0);
    void submit(const QString &path, const QString &title, const QJsonObject &body);
    /// Puts field errors where they belong and the rest into the message.
    void showError(const Error &error);
    virtual void send() = 0;
    [[nodiscard]] Workspace *workspace() const { return m_workspace; }

private:
    void setBusy(bool busy, const QString &sentence = {});

    Workspace *m_workspace;
    QVBoxLayout *m_body;
    QList<RecordForm *> m_forms;
    TextLabel *m_message;
    QPushButton *m_send;
};

class RegisterModelDialog final : public RegisterDialog
{
    Q_OBJECT
public:
    explicit RegisterModelDialog(Workspace *workspace, QWidget *parent = nullptr);
    [[nodiscard]] RecordForm *form() const { return m_form; }

private:
    void send() override;
    void loadOwners();
    RecordForm *m_form;
};

class RegisterVersionDialog final : public RegisterDialog
{
    Q_OBJECT
public:
    /// `parentVersion` is the label of the newest version, which this one is taken to follow.
    RegisterVersionDialog(Workspace *workspace, const Model &model, const QString &parentVersion, QWidget *parent = nullptr);
    [[nodiscard]] RecordForm *form() const { return m_form; }
    [[nodiscard]] ArtifactPicker *picker() const { return m_picker; }

private:
    void send() override;
    [[nodiscard]] QJsonObject body() const;
    Model m_model;
    RecordForm *m_form;
    RecordForm *m_lineage;
    QLineEdit *m_datasets;
    QLineEdit *m_safeguards;
    ArtifactPicker *m_picker;
};

} // namespace countersign
