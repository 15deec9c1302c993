// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/formcell.h"

#include "ui/widgets/textlabel.h"
#include "ui/widgets/theme.h"

#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

FormCell::FormCell(const QString &member, const QString &label, QWidget *editor, const QString &help, QWidget *parent)
    : QWidget(parent), m_member(member), m_editor(editor), m_error(new TextLabel({}, TextSize::Small, ColorRole::NegativeText))
{
    auto *name = new TextLabel(label, TextSize::Small, ColorRole::TextMuted);
    name->setBuddy(editor);
    editor->setObjectName(member);
    editor->setAccessibleName(label);
    if (!help.isEmpty()) {
        editor->setToolTip(help);
        editor->setAccessibleDescription(help);
    }
    m_error->setWordWrap(true);
    m_error->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::current().px(2));
    layout->addWidget(name);
    layout->addWidget(editor);
    layout->addWidget(m_error);
    layout->addStretch();
}

void FormCell::setError(const QString &sentence)
{
    QString shown = sentence;
    if (!shown.isEmpty())
        shown[0] = shown[0].toUpper();
    m_error->setText(shown);
    m_error->setVisible(!shown.isEmpty());
}

QString FormCell::error() const
{
    return m_error->text();
}

QList<FieldError> showErrors(const QList<FormCell *> &cells, const QString &prefix, const QList<FieldError> &errors)
{
    QList<FieldError> rest;
    for (const FieldError &error : errors) {
        const QString pointer = error.pointer.startsWith("/body/"_L1) ? error.pointer.mid(5) : error.pointer;
        const QString member = pointer.startsWith(prefix + u'/') ? pointer.mid(prefix.size() + 1).section(u'/', 0, 0) : QString();
        const auto cell = std::find_if(cells.begin(), cells.end(), [&](const FormCell *one) { return !member.isEmpty() && one->member() == member; });
        if (cell == cells.end())
            rest.append(error);
        else
            (*cell)->setError(error.message);
    }
    return rest;
}

QStringList listedIn(const QString &text)
{
    QStringList out;
    const QStringList parts = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (const QString item = part.trimmed(); !item.isEmpty())
            out.append(item);
    }
    return out;
}

} // namespace countersign
