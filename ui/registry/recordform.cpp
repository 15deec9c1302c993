// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/recordform.h"

#include "ui/registry/words.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

QString textOf(const QWidget *editor)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(editor))
        return combo->currentData().toString();
    if (const auto *prose = qobject_cast<const QPlainTextEdit *>(editor))
        return prose->toPlainText().trimmed();
    if (const auto *line = qobject_cast<const QLineEdit *>(editor))
        return line->text().trimmed();
    return {};
}

QJsonValue jsonOf(const FieldInfo &info, const QString &text)
{
    if (info.type != FieldType::TextList)
        return text;
    QJsonArray out;
    const QStringList parts = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (const QString item = part.trimmed(); !item.isEmpty())
            out.append(item);
    }
    return out;
}

} // namespace

RecordForm::RecordForm(const Shape &shape, const QStringList &fields, const QString &prefix, QWidget *parent)
    : QWidget(parent)
    , m_prefix(prefix)
    , m_layout(new QFormLayout(this))
{
    const Theme theme = Theme::current();
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(theme.margin());
    m_layout->setVerticalSpacing(theme.gap());
    m_layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    for (const QString &name : fields) {
        if (const FieldInfo *info = shape.field(name))
            addRow(*info);
    }
}

void RecordForm::addRow(const FieldInfo &info)
{
    Row out{info, makeEditor(info), new TextLabel({}, TextSize::Small, ColorRole::NegativeText)};
    out.error->setWordWrap(true);
    out.error->hide();
    const QString label = fieldLabel(info.name);
    out.editor->setObjectName(info.name);
    out.editor->setAccessibleName(label);
    out.editor->setAccessibleDescription(info.help);
    out.editor->setToolTip(info.help);
    auto *cell = new QWidget;
    auto *layout = new QVBoxLayout(cell);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::current().px(2));
    layout->addWidget(out.editor);
    layout->addWidget(out.error);
    //: a field that must be filled in
    auto *name = new TextLabel(info.required ? tr("%1 *").arg(label) : label, TextSize::Body, ColorRole::TextMuted);
    name->setBuddy(out.editor);
    name->setMinimumHeight(Theme::current().controlHeight());
    name->setMinimumWidth(Theme::current().px(132));
    m_layout->addRow(name, cell);
    m_rows.append(out);
}

QWidget *RecordForm::makeEditor(const FieldInfo &info)
{
    if (info.type == FieldType::Choice || !info.refersTo.isEmpty()) {
        auto *combo = new QComboBox;
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        combo->setMinimumContentsLength(16);
        for (const QString &choice : info.choices)
            combo->addItem(fieldLabel(choice), choice);
        connect(combo, &QComboBox::currentTextChanged, this, &RecordForm::changed);
        return combo;
    }
    if (info.format == TextFormat::Prose) {
        auto *prose = new QPlainTextEdit;
        prose->setPlaceholderText(info.help);
        prose->setTabChangesFocus(true);
        prose->setFixedHeight(Theme::current().px(64));
        connect(prose, &QPlainTextEdit::textChanged, this, &RecordForm::changed);
        return prose;
    }
    auto *line = new QLineEdit;
    line->setPlaceholderText(info.type == FieldType::TextList ? (info.help + u' ' + tr("Separate with commas.")).trimmed() : info.help);
    connect(line, &QLineEdit::textChanged, this, &RecordForm::changed);
    return line;
}

const RecordForm::Row *RecordForm::row(const QString &field) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.info.name == field; });
    return found == m_rows.end() ? nullptr : &*found;
}

QWidget *RecordForm::editor(const QString &field) const
{
    const Row *found = row(field);
    return found ? found->editor : nullptr;
}

void RecordForm::setOptions(const QString &field, const QList<std::pair<QString, QString>> &options)
{
    auto *combo = qobject_cast<QComboBox *>(editor(field));
    if (!combo)
        return;
    const QString chosen = textOf(combo);
    combo->clear();
    for (const auto &[id, text] : options)
        combo->addItem(text, id);
    setValue(field, chosen);
}

void RecordForm::setValue(const QString &field, const QString &value)
{
    QWidget *widget = editor(field);
    if (auto *combo = qobject_cast<QComboBox *>(widget)) {
        // What is chosen stays a choice, even where the list does not name it (yet).
        if (!value.isEmpty() && combo->findData(value) < 0)
            combo->addItem(value, value);
        combo->setCurrentIndex(combo->findData(value));
    } else if (auto *prose = qobject_cast<QPlainTextEdit *>(widget)) {
        prose->setPlainText(value);
    } else if (auto *line = qobject_cast<QLineEdit *>(widget)) {
        line->setText(value);
    }
}

QString RecordForm::value(const QString &field) const
{
    return textOf(editor(field));
}

QJsonObject RecordForm::body() const
{
    QJsonObject out;
    for (const Row &row : m_rows) {
        if (const QString text = textOf(row.editor); !text.isEmpty())
            out.insert(row.info.name, jsonOf(row.info, text));
    }
    return out;
}

QList<FieldError> RecordForm::showErrors(const QList<FieldError> &errors)
{
    clearErrors();
    QList<FieldError> rest;
    QWidget *first = nullptr;
    for (const FieldError &error : errors) {
        QString pointer = error.pointer;
        if (pointer.startsWith("/body/"_L1))
            pointer.remove(0, 5);
        const bool here = pointer.startsWith(m_prefix + u'/');
        const Row *found = here ? row(pointer.mid(m_prefix.size() + 1).section(u'/', 0, 0)) : nullptr;
        if (!found) {
            rest.append(error);
            continue;
        }
        QString sentence = error.message;
        if (!sentence.isEmpty())
            sentence[0] = sentence[0].toUpper();
        found->error->setText(sentence);
        found->error->show();
        if (!first)
            first = found->editor;
    }
    if (first)
        first->setFocus();
    return rest;
}

void RecordForm::clearErrors()
{
    for (const Row &row : std::as_const(m_rows))
        row.error->hide();
}

} // namespace countersign
