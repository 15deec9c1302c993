// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/shape.h"

#include <QWidget>

class QFormLayout;

namespace countersign {

class TextLabel;

/// A form made from the fields that a kind declares: a label, an editor that fits the type, the field's help as a hint,
/// and below it what is wrong with it. It knows no kind.
class RecordForm : public QWidget
{
    Q_OBJECT
public:
    /// Shows the named fields of `shape` in this order; `prefix` is where they lie in the body, "" or "/lineage".
    RecordForm(const Shape &shape, const QStringList &fields, const QString &prefix = {}, QWidget *parent = nullptr);

    /// The choices of a field that names something: ids with what people call them.
    void setOptions(const QString &field, const QList<std::pair<QString, QString>> &options);
    void setValue(const QString &field, const QString &value);
    [[nodiscard]] QString value(const QString &field) const;
    /// What was filled in; empty fields are left out, lists are split at commas.
    [[nodiscard]] QJsonObject body() const;
    /// Puts each sentence below the field its pointer names. Gives back those that name no field of this form.
    QList<FieldError> showErrors(const QList<FieldError> &errors);
    void clearErrors();
    [[nodiscard]] QWidget *editor(const QString &field) const;

signals:
    void changed();

private:
    struct Row
    {
        FieldInfo info;
        QWidget *editor = nullptr;
        TextLabel *error = nullptr;
    };
    void addRow(const FieldInfo &info);
    QWidget *makeEditor(const FieldInfo &info);
    [[nodiscard]] const Row *row(const QString &field) const;

    QString m_prefix;
    QFormLayout *m_layout;
    QList<Row> m_rows;
};

} // namespace countersign
