// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QWidget>

namespace countersign {

class TextLabel;

/// One field of a form: its label above, the editor, and below it what is wrong with it. `member` is the JSON member
/// that the editor fills.
class FormCell : public QWidget
{
    Q_OBJECT
public:
    FormCell(const QString &member, const QString &label, QWidget *editor, const QString &help = {}, QWidget *parent = nullptr);
    [[nodiscard]] const QString &member() const { return m_member; }
    [[nodiscard]] QWidget *editor() const { return m_editor; }
    /// An empty sentence takes the error away.
    void setError(const QString &sentence);
    [[nodiscard]] QString error() const;

private:
    QString m_member;
    QWidget *m_editor;
    TextLabel *m_error;
};

/// Shows each error whose pointer is `prefix`/member (or below it) at its cell, and gives back the others.
QList<FieldError> showErrors(const QList<FormCell *> &cells, const QString &prefix, const QList<FieldError> &errors);

/// "a, b" as a list without empty parts.
QStringList listedIn(const QString &text);

} // namespace countersign
