// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/registerdialog.h"

#include "ui/registry/artifactpicker.h"
#include "ui/registry/recordform.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QStringList listed(const QString &text)
{
    QStringList out;
    const QStringList parts = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (const QString item = part.trimmed(); !item.isEmpty())
            out.append(item);
    }
    return out;
}

QLineEdit *line(const QString &name, const QString &hint)
{
    auto *out = new QLineEdit;
    out->setAccessibleName(name);
    out->setPlaceholderText(hint);
    out->setToolTip(hint);
    return out;
}

} // namespace

RegisterDialog::RegisterDialog(Workspace *workspace, const QString &title, const QString &button, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_body(new QVBoxLayout)
    , m_message(new TextLabel)
    , m_send(new QPushButton(button))
{
    const Theme theme = Theme::current();
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *content = new QWidget;
    content->setLayout(m_body);
    m_body->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.gap());
    m_body->setSpacing(theme.groupGap());
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_message->setWordWrap(true);
    setButtonKind(m_send, ButtonKind::Primary);
    m_send->setDefault(true);
    auto *cancel = new QPushButton(tr("Close"));
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.margin());
    buttons->setSpacing(theme.gap());
    buttons->addWidget(m_message, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_send);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, [this] { send(); });
}

QString RegisterDialog::message() const
{
    return m_message->text();
}

void RegisterDialog::addForm(RecordForm *form)
{
    m_forms.append(form);
    m_body->addWidget(form);
}

void RegisterDialog::addWidget(QWidget *widget, int stretch)
{
    m_body->addWidget(widget, stretch);
}

void RegisterDialog::submit(const QString &path, const QString &title, const QJsonObject &body)
{
    for (RecordForm *form : std::as_const(m_forms))
        form->clearErrors();
    Command command;
    command.title = title;
    command.path = path;
    command.body = body;
    const auto state = m_workspace->freshness().state;
    setBusy(true, state == Freshness::State::Offline ? tr("It waits in the outbox and is sent when there is a connection.") : tr("Sending…"));
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        setBusy(false);
        if (!answer)
            return showError(answer.error());
        emit registered(answer->value(u"id"_s).toString());
        accept();
    });
}

void RegisterDialog::showError(const Error &error)
{
    QList<FieldError> rest = error.fields;
    for (RecordForm *form : std::as_const(m_forms))
        rest = form->showErrors(rest);
    QStringList sentences;
    for (const FieldError &field : std::as_const(rest))
        sentences.append(field.pointer + u": "_s + field.message);
    m_message->setRole(ColorRole::NegativeText);
    m_message->setText(error.fields.isEmpty() ? error.text
                       : sentences.isEmpty()  ? tr("%n field(s) need another look.", nullptr, int(error.fields.size()))
                                              : sentences.join(u' '));
}

void RegisterDialog::setBusy(bool busy, const QString &sentence)
{
    m_send->setEnabled(!busy);
    m_message->setRole(ColorRole::TextMuted);
    m_message->setText(sentence);
}

RegisterModelDialog::RegisterModelDialog(Workspace *workspace, QWidget *parent)
    : RegisterDialog(workspace, tr("Register a model"), tr("Register"), parent)
    , m_form(new RecordForm(shapeOf<Model>(),
                            {u"name"_s, u"title"_s, u"owner"_s, u"criticality"_s, u"businessDomain"_s, u"compliance"_s,
                             u"costCentre"_s, u"description"_s, u"intendedUse"_s}))
{
    addForm(m_form);
    addWidget(new QWidget, 1);
    m_form->setValue(u"criticality"_s, enumText(Criticality::Medium));
    resize(Theme::current().px(620), Theme::current().px(560));
    loadOwners();
}

void RegisterModelDialog::loadOwners()
{
    workspace()->replica()->read(
        this,
        [](ReadSession &session) { return session.records({u"person"_s, {ListFilter::is(u"active"_s, 1)}, {}, {u"displayName"_s, false}}); },
        [this](const Result<QList<Record>> &people) {
            QList<std::pair<QString, QString>> options;
            for (const Record &person : people ? *people : QList<Record>())
                options.append({person.id, person.body.value(u"displayName"_s).toString(person.id)});
            m_form->setOptions(u"owner"_s, options);
            m_form->setValue(u"owner"_s, workspace()->person().name);
        });
}

void RegisterModelDialog::send()
{
    const QJsonObject body = m_form->body();
    // The same declaration that the server checks against; what it would refuse is said before anything is sent.
    if (const auto model = decode<Model>(body); !model.ok())
        return showError(model.error());
    submit(u"/v1/models"_s, tr("Register the model %1").arg(body.value(u"name"_s).toString()), body);
}

RegisterVersionDialog::RegisterVersionDialog(Workspace *workspace, const Model &model, const QString &parentVersion, QWidget *parent)
    : RegisterDialog(workspace, tr("Register a version of %1").arg(model.title.isEmpty() ? model.name : model.title), tr("Register"), parent)
    , m_model(model)
    , m_form(new RecordForm(shapeOf<Version>(), {u"version"_s, u"criticality"_s, u"notes"_s}))
    , m_lineage(new RecordForm(shapeOf<Lineage>(),
                               {u"parent"_s, u"baseModel"_s, u"baseModelRelation"_s, u"run"_s, u"sourceRepository"_s, u"sourceCommit"_s},
                               u"/lineage"_s))
    , m_datasets(line(tr("Datasets"), tr("What it was trained on, separated by commas.")))
    , m_safeguards(line(tr("Safeguards"), tr("What stands in front of, behind and around it, separated by commas.")))
    , m_picker(new ArtifactPicker)
{
    m_form->setValue(u"criticality"_s, enumText(model.criticality));
    m_lineage->setValue(u"parent"_s, parentVersion);
    addForm(m_form);
    addWidget(m_picker, 1);
    addForm(m_lineage);
    auto *more = new QWidget;
    auto *form = new QFormLayout(more);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(Theme::current().margin());
    form->setVerticalSpacing(Theme::current().gap());
    const auto label = [](const QString &text) {
        auto *out = new TextLabel(text, TextSize::Body, ColorRole::TextMuted);
        out->setMinimumWidth(Theme::current().px(132));
        out->setMinimumHeight(Theme::current().controlHeight());
        return out;
    };
    form->addRow(label(tr("Datasets")), m_datasets);
    form->addRow(label(tr("Safeguards")), m_safeguards);
    addWidget(more);
    connect(m_picker, &ArtifactPicker::changed, this, [this] { sendButton()->setEnabled(!m_picker->isBusy()); });
    resize(Theme::current().px(680), Theme::current().px(720));
}

QJsonObject RegisterVersionDialog::body() const
{
    QJsonObject out = m_form->body();
    out.insert(u"model"_s, m_model.name);
    if (!m_model.businessDomain.isEmpty())
        out.insert(u"businessDomain"_s, m_model.businessDomain);
    if (!m_model.costCentre.isEmpty())
        out.insert(u"costCentre"_s, m_model.costCentre);
    if (!m_model.compliance.isEmpty())
        out.insert(u"compliance"_s, QJsonArray::fromStringList(m_model.compliance));
    QJsonArray artifacts;
    for (const Artifact &artifact : m_picker->artifacts())
        artifacts.append(encode(artifact));
    if (!artifacts.isEmpty())
        out.insert(u"artifacts"_s, artifacts);
    QJsonObject lineage = m_lineage->body();
    QJsonArray datasets;
    for (const QString &name : listed(m_datasets->text()))
        datasets.append(QJsonObject{{u"name"_s, name}});
    if (!datasets.isEmpty())
        lineage.insert(u"datasets"_s, datasets);
    if (!lineage.isEmpty())
        out.insert(u"lineage"_s, lineage);
    QJsonArray safeguards;
    for (const QString &name : listed(m_safeguards->text()))
        safeguards.append(QJsonObject{{u"name"_s, name}, {u"layer"_s, enumText(SafeguardRef::Input)}});
    if (!safeguards.isEmpty())
        out.insert(u"safeguards"_s, safeguards);
    return out;
}

void RegisterVersionDialog::send()
{
    if (m_picker->isBusy())
        return;
    const QJsonObject version = body();
    if (const auto decoded = decode<Version>(version); !decoded.ok())
        return showError(decoded.error());
    submit(u"/v1/versions"_s, tr("Register %1 %2").arg(m_model.name, version.value(u"version"_s).toString()), version);
}

} // namespace countersign
