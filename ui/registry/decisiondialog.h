// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "ui/widgets/formcell.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// A decision being written down. It stays open until the server has taken it.
class DecisionDialog : public QDialog
{
    Q_OBJECT
public:
    /// `decision` is what the form begins with; `supersedes` is the title of the one it takes the place of, or empty.
    DecisionDialog(Workspace *workspace, const Decision &decision, const QString &supersedes, QWidget *parent = nullptr);
    [[nodiscard]] QPushButton *saveButton() const { return m_save; }
    [[nodiscard]] QString message() const;

signals:
    /// The server took it; `seq` is the change that made it.
    void recorded(qint64 seq);

private:
    QPlainTextEdit *prose(const QString &text, const QString &hint, int height);
    [[nodiscard]] QJsonObject json() const;
    void save();
    void showError(const Error &error);

    Workspace *m_workspace;
    Decision m_decision;
    QLineEdit *m_title, *m_versions;
    QComboBox *m_status;
    QPlainTextEdit *m_context, *m_options, *m_tradeOffs, *m_text, *m_consequences, *m_limits;
    QList<FormCell *> m_cells;
    TextLabel *m_message;
    QPushButton *m_save;
};

} // namespace countersign
