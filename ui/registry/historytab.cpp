// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/historytab.h"

#include "ui/registry/decisiondialog.h"
#include "ui/registry/waiverdialog.h"
#include "ui/registry/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/textlabel.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QSplitter>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostSuperseding = 20;

QPushButton *historyButton(const QString &text, const QString &help)
{
    auto *out = new QPushButton(text);
    out->setToolTip(help);
    return out;
}

} // namespace

HistoryTab::HistoryTab(QWidget *parent)
    : QWidget(parent)
    , m_table(new DataTable(tr("History of the model")))
    , m_rows(new FactTableModel({tr("No."), tr("Decision or exception"), tr("State"), tr("When")}, this))
    , m_header(new SectionHeader(SectionHeader::Level::Section))
    , m_none(new EmptyState)
    , m_new(historyButton(tr("New decision…"), tr("Writes down what was decided, why, and what it leaves open.")))
    , m_ask(historyButton(tr("Ask for an exception…"), tr("Asks that one requirement be waived for this version, for a while.")))
    , m_export(historyButton(tr("Export…"), tr("Writes the whole history as Markdown.")))
    , m_supersede(historyButton(tr("Supersede with…"), {}))
    , m_renew(historyButton(tr("Renew…"), tr("Asks for the same exception again; whoever grants it sees that it is a renewal.")))
    , m_grant(historyButton(tr("Grant"), {}))
    , m_revoke(historyButton(tr("Revoke"), {}))
{
    m_table->setModel(m_rows);
    m_table->setMinimumWidth(Theme::current().px(280));
    m_table->setEmptyState(tr("Nothing has been decided yet. A decision record says why something is as it is."), tr("New decision…"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    makeBar(layout);
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(m_table);
    split->addWidget(makeReader());
    split->setStretchFactor(0, 48);
    split->setStretchFactor(1, 52);
    split->setSizes({480, 520});
    split->setChildrenCollapsible(false);
    layout->addWidget(split, 1);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HistoryTab::reload);
    connect(m_table, &DataTable::currentRowChanged, this, &HistoryTab::showCurrent);
    connect(m_table, &DataTable::emptyActionTriggered, this, [this] { newDecision(); });
    connect(m_new, &QPushButton::clicked, this, [this] { newDecision(); });
    connect(m_ask, &QPushButton::clicked, this, &HistoryTab::askForException);
    connect(m_export, &QPushButton::clicked, this, &HistoryTab::askWhere);
    connect(m_supersede, &QPushButton::clicked, this, &HistoryTab::chooseSuperseding);
    connect(m_renew, &QPushButton::clicked, this, &HistoryTab::renew);
    connect(m_grant, &QPushButton::clicked, this, [this] { runWaiverVerb(u"grant"_s, tr("Grant the exception from %1")); });
    connect(m_revoke, &QPushButton::clicked, this, [this] { runWaiverVerb(u"revoke"_s, tr("Revoke the exception from %1")); });
}

void HistoryTab::makeBar(QVBoxLayout *layout)
{
    const Theme theme = Theme::current();
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(theme.margin(), 0, theme.margin(), theme.gap());
    bar->setSpacing(theme.gap());
    for (QPushButton *button : {m_new, m_ask})
        bar->addWidget(button);
    bar->addStretch();
    bar->addWidget(m_export);
    layout->addLayout(bar);
}

QWidget *HistoryTab::makeReader()
{
    const Theme theme = Theme::current();
    m_reader = new QWidget;
    auto *column = new QVBoxLayout(m_reader);
    column->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.margin());
    column->setSpacing(theme.gap());
    for (QPushButton *button : {m_supersede, m_renew, m_revoke, m_grant})
        m_header->addAction(button);
    m_parts = new QVBoxLayout;
    m_parts->setSpacing(theme.gap());
    column->addWidget(m_header);
    column->addLayout(m_parts);
    column->addStretch();
    m_none->setText(tr("Choose an entry to read it."));
    auto *scroll = new QScrollArea;
    scroll->setWidget(m_reader);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("The chosen entry"));
    column->addWidget(m_none);
    return scroll;
}

void HistoryTab::setWorkspace(Workspace *workspace)
{
    m_workspace = workspace;
    m_table->setColumns({{nullptr, 40, false, Qt::AlignRight}, {new TwoLineDelegate, 180, true}, {new ChipDelegate, 132}, {new RelativeTimeDelegate(workspace->clock()), 76}});
    connect(workspace->replica(), &Replica::changed, this, [this](const QString &kind) {
        if (kind == "decision"_L1 || kind == "waiver"_L1 || kind == "request"_L1 || kind == "policy"_L1)
            m_timer.start(0);
    });
    connect(workspace, &Workspace::personChanged, this, [this] { m_timer.start(0); });
}

void HistoryTab::showModel(const QString &model, const QString &version)
{
    m_version = version;
    if (model == m_model && m_data)
        return;
    m_model = model;
    m_data.reset();
    m_table->setDataState(DataState::Loading);
    reload();
}

void HistoryTab::reload()
{
    if (!m_workspace || m_model.isEmpty())
        return;
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    m_job = m_workspace->replica()->read(
        this,
        [model = m_model, actor = m_workspace->actor(), now = m_workspace->clock()->now()](ReadSession &session) { return loadHistory(session, model, actor, now); },
        [this, generation](const Result<HistoryData> &loaded) {
            if (generation == m_generation)
                take(loaded);
        });
}

void HistoryTab::take(const Result<HistoryData> &loaded)
{
    if (!loaded) {
        if (loaded.error().code != Error::Code::Cancelled)
            m_table->setDataState(DataState::Failed, loaded.error().text);
        return;
    }
    const QString before = m_table->currentId();
    m_data = *loaded;
    QList<FactTableModel::Row> rows;
    for (const auto &entry : m_data->decisions) {
        rows.append({entry.id, {}, entry.body.status == Decision::Superseded,
                     {{QString::number(rows.size() + 1)}, {visibleText(entry.body.title), visibleText(entry.body.decision.section(u'\n', 0, 0))},
                      {{}, {}, registry::decisionChip(entry.body.status)}, {{}, {}, {}, entry.body.decidedAt, {}}}});
    }
    for (const auto &entry : m_data->waivers) {
        const bool over = entry.body.state == Waiver::Revoked || entry.body.expiresAt <= m_data->at;
        rows.append({entry.id, {}, over,
                     {{u"—"_s}, {tr("Exception: %1").arg(visibleText(entry.body.requirement)), registry::versionTitle(entry.body.version) + u", "_s + entry.body.environment},
                      {{}, {}, waiverChip(entry.body, m_data->at)}, {{}, {}, {}, entry.body.grantedAt, {}}}});
    }
    m_rows->setRows(rows);
    m_table->setDataState(DataState::Ready);
    if (!m_table->selectId(before) && !rows.isEmpty())
        m_table->selectRow(0);
    finishSuperseding();
    showCurrent();
}

void HistoryTab::clearReader()
{
    while (QLayoutItem *item = m_parts->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (QPushButton *button : {m_supersede, m_renew, m_grant, m_revoke})
        button->hide();
}

void HistoryTab::addPart(const QString &title, const QString &text)
{
    if (text.isEmpty())
        return;
    m_parts->addWidget(new TextLabel(title, TextSize::Small, ColorRole::TextMuted));
    auto *label = new TextLabel(visibleText(text));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(title);
    m_parts->addWidget(label);
}

void HistoryTab::addLinks(const QString &title, const QList<std::pair<QString, QUrl>> &links)
{
    if (links.isEmpty())
        return;
    m_parts->addWidget(new TextLabel(title, TextSize::Small, ColorRole::TextMuted));
    for (const auto &[text, target] : links) {
        auto *link = new LinkButton(text);
        connect(link, &LinkButton::clicked, this, [this, to = target] {
            if (to.host() == "history"_L1)
                m_table->selectId(links::id(to));
            else
                emit openLink(to);
        });
        m_parts->addWidget(link, 0, Qt::AlignLeft);
    }
}

void HistoryTab::showCurrent()
{
    clearReader();
    const QString id = m_table->currentId();
    const auto *decision = m_data ? m_data->decision(id) : nullptr;
    const auto *waiver = m_data ? m_data->waiver(id) : nullptr;
    m_none->setVisible(!decision && !waiver);
    m_header->setVisible(decision || waiver);
    if (decision)
        readDecision(*decision);
    else if (waiver)
        readWaiver(*waiver);
}

void HistoryTab::readDecision(const HistoryData::DecisionEntry &entry)
{
    const Decision &decision = entry.body;
    m_header->setTitle(visibleText(decision.title));
    m_header->setChip(registry::decisionChip(decision.status));
    const bool mayEdit = decision.author == m_workspace->person().name || m_workspace->actor().has(u"administrator"_s);
    m_supersede->setVisible(decision.status != Decision::Superseded);
    m_supersede->setEnabled(mayEdit);
    m_supersede->setToolTip(mayEdit ? tr("Another decision takes its place; this one stays to be read.")
                                    : tr("Only its author %1 or an administrator edits this decision.").arg(m_data->name(decision.author)));
    if (const auto *later = m_data->decision(decision.supersededBy))
        addLinks(tr("Superseded by"), {{tr("%1. %2").arg(m_data->numberOf(later->id)).arg(visibleText(later->body.title)), links::to(u"history"_s, later->id)}});
    addPart(tr("Decided"), tr("by %1, %2").arg(m_data->name(decision.author), relativeTimeAgo(decision.decidedAt, m_data->at)));
    addPart(tr("Context"), decision.context);
    addPart(tr("Options"), decision.options);
    addPart(tr("Trade-offs"), decision.tradeOffs);
    addPart(tr("Decision"), decision.decision);
    addPart(tr("Consequences"), decision.consequences);
    addPart(tr("Known limits"), decision.knownLimits);
    QList<std::pair<QString, QUrl>> versions, evaluations, exceptions;
    for (const QString &version : decision.versions) {
        versions.append({registry::versionTitle(version), links::to(u"registry"_s, version)});
        for (const auto &[id, title] : m_data->evaluations.value(version))
            evaluations.append({title, links::to(u"evaluations"_s, id)});
        for (const auto &waiver : m_data->waivers) {
            if (waiver.body.version == version)
                exceptions.append({tr("%1, %2").arg(visibleText(waiver.body.requirement), waiver.body.environment), links::to(u"history"_s, waiver.id)});
        }
    }
    addLinks(tr("About"), versions);
    addLinks(tr("What was measured of it"), evaluations);
    addLinks(tr("Exceptions"), exceptions);
}

void HistoryTab::readWaiver(const HistoryData::WaiverEntry &entry)
{
    const Waiver &waiver = entry.body;
    m_header->setTitle(tr("Exception from %1").arg(visibleText(waiver.requirement)));
    m_header->setChip(waiverChip(waiver, m_data->at));
    addPart(tr("For"), tr("%1 into %2").arg(registry::versionTitle(waiver.version), waiver.environment));
    addPart(tr("Reason"), waiver.reason);
    addPart(tr("Compensating control"), waiver.compensatingControl);
    addPart(tr("Answers for it"), m_data->name(waiver.owner));
    addPart(tr("Asked for by"), m_data->name(waiver.requestedBy));
    if (waiver.grantedAt.isValid())
        addPart(tr("Granted"), tr("by %1, %2").arg(m_data->name(waiver.grantedBy), relativeTimeAgo(waiver.grantedAt, m_data->at)));
    addPart(tr("Until"), exactTime(waiver.expiresAt));
    addLinks(tr("Version"), {{registry::versionTitle(waiver.version), links::to(u"registry"_s, waiver.version)}});
    const bool proposed = waiver.state == Waiver::Proposed;
    m_renew->setVisible(waiver.state == Waiver::Active);
    m_grant->setVisible(proposed);
    m_grant->setEnabled(entry.grantRefusal.isEmpty());
    m_grant->setToolTip(entry.grantRefusal.isEmpty() ? tr("Accepts the exception in your name, in the log for everybody to see.") : entry.grantRefusal);
    m_revoke->setVisible(waiver.state != Waiver::Revoked);
    m_revoke->setText(proposed ? tr("Decline") : tr("Revoke"));
    m_revoke->setEnabled(entry.revokeRefusal.isEmpty());
    m_revoke->setToolTip(entry.revokeRefusal.isEmpty() ? tr("From then on the requirement counts again.") : entry.revokeRefusal);
    // What cannot be done is said in words too, not only on hover.
    if (proposed && !entry.grantRefusal.isEmpty())
        addPart(tr("Why you cannot grant it"), entry.grantRefusal);
}

QString HistoryTab::readText() const
{
    QStringList out;
    const auto labels = m_reader->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisibleTo(m_reader))
            out.append(label->text());
    }
    return out.join(u'\n');
}

void HistoryTab::newDecision(const QString &supersedes)
{
    if (m_model.isEmpty())
        return;
    Decision begin;
    begin.model = m_model;
    const auto *before = m_data && !supersedes.isEmpty() ? m_data->decision(supersedes) : nullptr;
    if (before) {
        begin.versions = before->body.versions;
        begin.context = before->body.context;
    } else if (!m_version.isEmpty()) {
        begin.versions = {m_version};
    }
    auto *dialog = new DecisionDialog(m_workspace, begin, before ? before->body.title : QString(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const qint64 revision = before ? before->revision : 0;
    connect(dialog, &DecisionDialog::recorded, this, [this, supersedes, revision](qint64 seq) {
        emit done(tr("The decision was recorded."));
        if (supersedes.isEmpty())
            return;
        // The old one names the new one, whose id is known once the copy has it.
        m_superseding = Superseding{supersedes, revision, seq};
        reload();
    });
    dialog->open();
}

void HistoryTab::finishSuperseding()
{
    if (!m_superseding)
        return;
    const auto made = std::find_if(m_data->decisions.begin(), m_data->decisions.end(), [this](const auto &entry) { return entry.seq == m_superseding->seq; });
    if (made == m_data->decisions.end())
        return;
    const Superseding waiting = *std::exchange(m_superseding, std::nullopt);
    supersede(waiting.id, waiting.revision, made->id);
}

void HistoryTab::chooseSuperseding()
{
    const QString id = m_table->currentId();
    const auto *entry = m_data ? m_data->decision(id) : nullptr;
    if (!entry)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("A new decision…")), &QAction::triggered, this, [this, id] { newDecision(id); });
    menu->addSeparator();
    int offered = 0;
    for (auto later = m_data->decisions.crbegin(); later != m_data->decisions.crend() && offered < mostSuperseding; ++later) {
        if (later->id == id || later->body.status == Decision::Superseded)
            continue;
        QString text = visibleText(later->body.title);
        text.replace(u'&', u"&&"_s);
        connect(menu->addAction(text), &QAction::triggered, this, [this, id, revision = entry->revision, by = later->id] { supersede(id, revision, by); });
        ++offered;
    }
    menu->popup(m_supersede->mapToGlobal(QPoint(0, m_supersede->height())));
}

void HistoryTab::supersede(const QString &id, qint64 revision, const QString &by)
{
    const auto *entry = m_data ? m_data->decision(id) : nullptr;
    Command command;
    command.title = tr("Supersede the decision “%1”").arg(entry ? entry->body.title : id);
    command.method = "PATCH";
    command.path = u"/v1/decisions/"_s + id;
    command.ifMatch = revision;
    command.body = {{u"status"_s, u"superseded"_s}, {u"supersededBy"_s, by}};
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        emit done(answer ? tr("The decision was superseded.") : answer.error().text);
    });
}

void HistoryTab::askForException()
{
    if (m_version.isEmpty())
        return;
    Waiver begin;
    begin.version = m_version;
    auto *dialog = new WaiverDialog(m_workspace, begin, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &WaiverDialog::asked, this, [this] { emit done(tr("The exception was asked for; it waits for somebody who may grant it.")); });
    dialog->open();
}

void HistoryTab::renew()
{
    const auto *entry = m_data ? m_data->waiver(m_table->currentId()) : nullptr;
    if (!entry)
        return;
    Waiver next = entry->body;
    //: %1 is an id, %2 a date
    next.reason = tr("Renews the exception %1, granted until %2: %3")
                      .arg(entry->id, entry->body.expiresAt.toUTC().date().toString(Qt::ISODate), entry->body.reason);
    auto *dialog = new WaiverDialog(m_workspace, next, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &WaiverDialog::asked, this, [this] { emit done(tr("The renewal was asked for; until it is granted, the old end holds.")); });
    dialog->open();
}

void HistoryTab::runWaiverVerb(const QString &verb, const QString &title)
{
    const auto *entry = m_data ? m_data->waiver(m_table->currentId()) : nullptr;
    if (!entry)
        return;
    Command command;
    command.title = title.arg(entry->body.requirement);
    command.path = u"/v1/waivers/%1/%2"_s.arg(entry->id, verb);
    command.ifMatch = entry->revision;
    m_workspace->send(command, this, [this, grant = verb == "grant"_L1](const Result<QJsonObject> &answer) {
        emit done(!answer ? answer.error().text : grant ? tr("The exception was granted.") : tr("The exception was revoked."));
    });
}

void HistoryTab::askWhere()
{
    auto *dialog = new QFileDialog(this, tr("Export the history"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Markdown (*.md)"));
    dialog->selectFile(m_model + u"-history.md"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &HistoryTab::exportTo);
    dialog->open();
}

void HistoryTab::exportTo(const QString &path)
{
    if (!m_data)
        return;
    QSaveFile file(path);
    const QByteArray text = historyMarkdown(*m_data);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        emit done(tr("The history could not be written: %1").arg(file.errorString()));
    else
        emit done(tr("The history was written."));
}

} // namespace countersign
