// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/releasesplace.h"

#include "ui/releases/dossierexport.h"
#include "ui/releases/requestrows.h"
#include "ui/releases/reviewpage.h"
#include "ui/workspace/signdialog.h"
#include "ui/releases/signoffpanel.h"
#include "ui/releases/words.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/itemroles.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;

ReleasesPlace::ReleasesPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent)
    : Place(parent)
    , m_workspace(workspace)
    , m_registry(registry)
    , m_settings(settings)
    , m_model(new RequestsModel(this))
{
    m_filter = new FilterBar;
    m_filter->setFilters({{u"state"_s, tr("State"),
                           {{u"open"_s, tr("open")}, {u"approved"_s, tr("approved")}, {u"rejected"_s, tr("rejected")},
                            {u"withdrawn"_s, tr("withdrawn")}, {u"revoked"_s, tr("revoked")}, {u"expired"_s, tr("expired")}}},
                          {u"turn"_s, tr("Turn"), {{u"mine"_s, tr("waits for me")}}}});
    m_table = new DataTable(tr("Release requests"));
    m_table->setModel(m_model);
    m_table->setColumns({{nullptr, 84},
                         {nullptr, 220, true},
                         {nullptr, 110},
                         {new ChipDelegate, 180},
                         {nullptr, 200},
                         {nullptr, 150},
                         {new RelativeTimeDelegate(workspace->clock()), 90}});
    m_table->rememberColumns(settings, u"releases/list"_s);
    m_table->setEmptyState(tr("No release has been requested yet. Open a version under Models and request its release."));
    m_table->setDataState(DataState::Loading);
    auto *list = new QWidget;
    auto *listLayout = new QVBoxLayout(list);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->setSpacing(0);
    listLayout->addWidget(m_filter);
    listLayout->addWidget(m_table, 1);

    m_page = new ReviewPage;
    m_panel = new SignoffPanel;
    m_review = new QWidget;
    auto *reviewLayout = new QHBoxLayout(m_review);
    reviewLayout->setContentsMargins(0, 0, 0, 0);
    reviewLayout->setSpacing(0);
    reviewLayout->addWidget(m_page, 1);
    reviewLayout->addWidget(m_panel);
    m_problem = new EmptyState;
    m_stack = new QStackedWidget;
    m_stack->addWidget(list);
    m_stack->addWidget(m_review);
    m_stack->addWidget(m_problem);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    m_listTimer.setSingleShot(true);
    m_reviewTimer.setSingleShot(true);
    connect(&m_listTimer, &QTimer::timeout, this, &ReleasesPlace::reloadList);
    connect(&m_reviewTimer, &QTimer::timeout, this, &ReleasesPlace::reloadReview);
    connect(m_table, &DataTable::activated, this, [this](const QModelIndex &index) { openRequest(index.data(IdRole).toString()); });
    connect(m_filter, &FilterBar::changed, this, &ReleasesPlace::applyFilter);
    connect(m_filter, &FilterBar::leaveRequested, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_page, &ReviewPage::openLink, this, &Place::openLink);
    connect(m_panel, &SignoffPanel::signRequested, this, &ReleasesPlace::sign);
    connect(m_panel, &SignoffPanel::verbRequested, this, &ReleasesPlace::runVerb);
    connect(m_panel, &SignoffPanel::draftChanged, this, &ReleasesPlace::saveDraft);
    // Several kinds change with one act; one look a moment later sees them all.
    connect(workspace->replica(), &Replica::changed, this, [this] {
        m_listTimer.start(0);
        m_reviewTimer.start(0);
    });
    connect(workspace, &Workspace::blobArrived, this, [this](const QString &digest) {
        if (m_data && (m_data->missingReports.contains(digest) || m_data->missingComparison.contains(digest)))
            m_reviewTimer.start(100);
    });
    connect(workspace, &Workspace::personChanged, this, [this] {
        m_listTimer.start(0);
        m_reviewTimer.start(0);
    });
    m_dossier = new DossierExport(workspace, this);
    addActions(registry);
    reloadList();
}

void ReleasesPlace::addActions(ActionRegistry *registry)
{
    const auto add = [&](const ActionRegistry::Definition &definition, const std::function<void()> &act) {
        if (const auto action = registry->add(definition); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    add({u"releases.sign"_s, tr("Sign…"), tr("Releases"), tr("Signs the verdict that is chosen beside the evidence."), u"sign"_s,
         QKeySequence(Qt::CTRL | Qt::Key_Return), this},
        [this] {
            if (m_stack->currentWidget() == m_review && m_panel->signButton()->isEnabled())
                m_panel->signButton()->click();
        });
    add({u"releases.back"_s, tr("All requests"), tr("Releases"), tr("Leaves the review for the list of requests."), {},
         QKeySequence(Qt::Key_Escape), this},
        [this] { showList(); });
    add({u"releases.bundle"_s, tr("Export the bundle…"), tr("Releases"),
         tr("Writes everything needed to check this decision offline into one file."), {}, QKeySequence(Qt::CTRL | Qt::Key_E), this},
        [this] { exportBundle(); });
    add({u"releases.dossier"_s, tr("Export the dossier…"), tr("Releases"),
         tr("Prints this release as a document, or as an archive with evidence and bundle, for people outside."), u"export"_s,
         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), this},
        [this] {
            if (!m_request.isEmpty() && m_data)
                m_dossier->ask(m_request, requestTitle(m_data->release.request));
        });
    m_page->addButton(registry->action(u"releases.dossier"_s));
}

QString ReleasesPlace::title() const
{
    return tr("Releases");
}

QString ReleasesPlace::subtitle() const
{
    if (m_stack->currentIndex() == 0)
        return tr("%n request(s)", nullptr, int(m_rows.size()));
    return m_data ? requestTitle(m_data->release.request) : QString();
}

QWidget *ReleasesPlace::primaryFocus()
{
    return m_stack->currentIndex() == 0 ? static_cast<QWidget *>(m_table) : m_page->requirements();
}

void ReleasesPlace::activate(const QUrl &link)
{
    const QString id = links::id(link);
    if (id.isEmpty())
        return;
    if (id.startsWith(u"R-"_s)) {
        for (const RequestRow &row : std::as_const(m_rows)) {
            if (requestTitle(row.request) == id)
                return openRequest(row.id);
        }
    }
    openRequest(id);
}

void ReleasesPlace::reloadList()
{
    m_listJob.request_stop();
    const QString person = m_workspace->person().name;
    const QDateTime now = m_workspace->clock()->now();
    m_listJob = m_workspace->replica()->read(
        this, [person, now](ReadSession &session) { return loadRequestRows(session, person, now); },
        [this](Result<QList<RequestRow>> rows) {
            if (!rows) {
                if (rows.error().code != Error::Code::Cancelled)
                    m_table->setDataState(DataState::Failed, rows.error().text);
                return;
            }
            m_rows = *rows;
            m_table->setDataState(DataState::Ready);
            applyFilter();
            const auto mine = std::count_if(m_rows.begin(), m_rows.end(), [](const RequestRow &row) { return row.canSign; });
            emit badgeChanged(int(mine), false);
            emit titleChanged();
        });
}

void ReleasesPlace::applyFilter()
{
    const FilterState filter = m_filter->state();
    const QString state = filter.chosen.value(u"state"_s).value(0);
    const bool mine = filter.chosen.contains(u"turn"_s);
    const QStringList words = filter.words.simplified().toLower().split(u' ', Qt::SkipEmptyParts);
    QList<RequestRow> shown;
    for (const RequestRow &row : std::as_const(m_rows)) {
        const bool open = row.request.state == Request::InReview || row.request.state == Request::ChangesRequested;
        if ((state == "open"_L1 && !open) || (!state.isEmpty() && state != "open"_L1 && enumText(row.request.state) != state) || (mine && !row.canSign))
            continue;
        const QString text = (requestTitle(row.request) + u' ' + row.request.version + u' ' + row.request.environment + u' ' + row.requestedByName).toLower();
        if (std::all_of(words.begin(), words.end(), [&](const QString &word) { return text.contains(word); }))
            shown.append(row);
    }
    const QString current = m_table->currentId();
    m_filter->setResultCount(shown.size(), m_rows.size());
    m_model->setRows(shown);
    if (current.isEmpty() || !m_table->selectId(current))
        m_table->selectRow(0);
}

void ReleasesPlace::showList()
{
    m_request.clear();
    m_data.reset();
    m_stack->setCurrentIndex(0);
    m_table->setFocus();
    emit titleChanged();
}

void ReleasesPlace::openRequest(const QString &id)
{
    if (id.isEmpty())
        return;
    m_request = id;
    m_data.reset();
    reloadReview();
}

void ReleasesPlace::reloadReview()
{
    if (m_request.isEmpty())
        return;
    m_reviewJob.request_stop();
    const quint64 generation = ++m_generation;
    const QDateTime now = m_workspace->clock()->now();
    m_reviewJob = m_workspace->replica()->read(
        this, [id = m_request, now](ReadSession &session) { return loadReview(session, id, now); },
        [this, generation](Result<ReviewData> loaded) {
            if (generation == m_generation)
                showReview(std::move(loaded));
        });
}

void ReleasesPlace::showReview(Result<ReviewData> loaded)
{
    if (!loaded) {
        if (loaded.error().code == Error::Code::Cancelled)
            return;
        m_problem->setText(loaded.error().text);
        m_stack->setCurrentWidget(m_problem);
        emit titleChanged();
        return;
    }
    const bool first = !m_data || m_data->release.requestId != loaded->release.requestId;
    m_data = std::move(*loaded);
    m_page->show(*m_data);
    m_panel->show(*m_data, m_workspace->actor());
    if (first)
        restoreDraft();
    m_stack->setCurrentWidget(m_review);
    if (first)
        m_page->requirements()->setFocus();
    fetchMissing(m_data->missingReports + m_data->missingComparison);
    emit titleChanged();
}

void ReleasesPlace::fetchMissing(const QStringList &digests)
{
    for (const QString &digest : digests) {
        if (m_fetching.contains(digest))
            continue;
        m_fetching.insert(digest);
        m_workspace->blob(digest, this, [this, digest](const Result<QByteArray> &bytes) {
            m_fetching.remove(digest);
            if (bytes.ok())
                m_reviewTimer.start(0);
        });
    }
}

void ReleasesPlace::sign(Signoff::Verdict verdict)
{
    if (!m_data || m_panel->stage().isEmpty())
        return;
    const Person person = m_workspace->person();
    DecisionInput input;
    input.verdict = verdict;
    input.stage = m_panel->stage();
    input.role = m_panel->role();
    input.comment = m_panel->comment().trimmed();
    input.person = person.name;
    input.personName = person.displayName;
    input.decidedAt = m_workspace->clock()->now();
    input.notAfter = input.decidedAt.addDays(m_data->release.policy.approvalDays);
    input.logView = m_workspace->logView();
    // Judged again at this moment: the sheet must say what holds now, not when the screen was last drawn.
    const ReleaseStatus status = evaluate(m_data->release, input.decidedAt);
    const QString title = tr("%1 into %2: %3")
                              .arg(versionTitle(m_data->release.request.version), m_data->release.request.environment,
                                   verdict == Signoff::RequestChanges ? tr("ask for changes") : enumText(verdict));
    const SigningTarget target{title, u"/v1/requests/%1/sign"_s.arg(m_request), m_request};
    auto *dialog = new SignDialog(m_workspace, target, prepareDecision(m_data->release, status, input), input.role, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_panel->clearDraft();
        saveDraft();
        emit undoOffered(dialog->outcome(), {});
        m_reviewTimer.start(0);
    });
    dialog->open();
}

void ReleasesPlace::runVerb(const QString &verb)
{
    Command command;
    command.title = verb == "withdraw"_L1 ? tr("Withdraw %1").arg(requestTitle(m_data->release.request))
                                          : tr("Open a new round of %1").arg(requestTitle(m_data->release.request));
    command.path = u"/v1/requests/%1/%2"_s.arg(m_request, verb);
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        if (!answer)
            emit undoOffered(answer.error().text, {});
    });
}

void ReleasesPlace::saveDraft()
{
    if (m_request.isEmpty())
        return;
    const QString key = u"releases/draft/"_s + m_request;
    if (m_panel->verdict().isEmpty() && m_panel->comment().isEmpty()) {
        m_settings->remove(key);
        return;
    }
    m_settings->setValue(key, QStringList{m_panel->verdict(), m_panel->comment()});
}

void ReleasesPlace::restoreDraft()
{
    const QStringList draft = m_settings->value(u"releases/draft/"_s + m_request).toStringList();
    m_panel->setDraft(draft.value(0), draft.value(1));
}

void ReleasesPlace::exportBundle()
{
    if (m_request.isEmpty() || !m_data)
        return;
    auto *dialog = new QFileDialog(this, tr("Export the bundle"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(requestTitle(m_data->release.request) + u".zip"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_workspace->exportBundle(m_request, path, this, [this](const Result<QString> &sentence) {
            emit undoOffered(sentence ? *sentence : sentence.error().text, {});
        });
    });
    dialog->open();
}

PlaceEntry releasesPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {u"releases"_s, ReleasesPlace::tr("Releases"), u"releases"_s, PlaceGroup::Work,
            [=](QWidget *parent) { return new ReleasesPlace(workspace, registry, settings, parent); }};
}

} // namespace countersign
