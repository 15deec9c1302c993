// SPDX-License-Identifier: GPL-3.0-or-later
// The right half of the place: what is chosen, and what can be done with it.
#include "lists/recordlistmodel.h"
#include "ui/registry/cardactions.h"
#include "ui/registry/cardtab.h"
#include "ui/registry/registerdialog.h"
#include "ui/registry/registryplace.h"
#include "ui/registry/requestdialog.h"
#include "ui/registry/versionlist.h"
#include "ui/registry/versionpage.h"
#include "ui/registry/words.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/sectionheader.h"
#include "ui/workspace/importdialog.h"

#include <QAction>
#include <QDesktopServices>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

void RegistryPlace::addAction(const QString &id, const QString &text, const QString &description, const QString &icon,
                              const QKeySequence &shortcut, const std::function<void()> &act)
{
    if (const auto action = m_registry->add({u"registry."_s + id, text, tr("Models"), description, icon, shortcut, this}); action.ok())
        connect(*action, &QAction::triggered, this, act);
}

void RegistryPlace::addActions()
{
    addAction(u"filter"_s, tr("Filter the models"), tr("Puts the cursor into the words of the filter."), u"search"_s, QKeySequence(Qt::Key_Slash),
              [this] { m_filter->words()->setFocus(); });
    addAction(u"back"_s, tr("Back to the list"), tr("From the version to its list, from there to the models."), {}, QKeySequence(Qt::Key_Escape),
              [this] { (m_versions->hasFocus() || m_filter->words()->hasFocus() ? m_models : m_versions)->setFocus(); });
    addAction(u"registerModel"_s, tr("Register model…"), tr("Adds a model; its versions follow."), u"add"_s, QKeySequence(Qt::CTRL | Qt::Key_N),
              [this] { registerModel(); });
    addAction(u"registerVersion"_s, tr("Register version…"), tr("Adds a version with its files to the chosen model."), u"add"_s,
              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), [this] { registerVersion(); });
    addVersionActions();
    addTabActions();
    m_cardActions = new CardActions(m_workspace, m_registry, m_settings, m_page->card(), this, [this] { m_page->setTab(VersionPage::Tab::Card); });
    // Whoever writes needs the room more than the list of versions.
    connect(m_page->card(), &CardTab::editingChanged, this, [this] { m_versionSplit->widget(0)->setHidden(m_page->card()->isEditing()); });
    connect(m_cardActions, &CardActions::said, this, [this](const QString &sentence, const std::function<void()> &undo) { emit undoOffered(sentence, undo); });
}

void RegistryPlace::addVersionActions()
{
    addAction(u"importFiles"_s, tr("Files and folders…"), tr("Reads result files, cards and whole folders, shows what they are, and brings them in."), u"import"_s,
              QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_I), [this] { importFiles({}); });
    new FileDrop(m_page, [this](const QStringList &paths) { importFiles(paths); });
    addAction(u"importEvaluation"_s, tr("Import evaluation…"), tr("Reads the result file of an evaluation as evidence of the chosen version."),
              u"import"_s, QKeySequence(Qt::CTRL | Qt::Key_I), [this] { import(u"evaluation"_s); });
    addAction(u"importCard"_s, tr("Import card…"), tr("Reads a model card as evidence of the chosen version."), u"card"_s,
              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I), [this] { import(u"card"_s); });
    addAction(u"request"_s, tr("Request release…"), tr("Asks the reviewers to let the chosen version into an environment."), u"releases"_s,
              QKeySequence(Qt::CTRL | Qt::Key_R), [this] { requestRelease(); });
    addAction(u"submit"_s, tr("Submit"), tr("Makes the draft a candidate for release."), u"forward"_s, QKeySequence(Qt::CTRL | Qt::Key_U),
              [this] { runVerb(u"submit"_s); });
    addAction(u"rework"_s, tr("Rework"), tr("Makes the candidate a draft again."), u"undo"_s, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U),
              [this] { runVerb(u"rework"_s); });
    addAction(u"retire"_s, tr("Retire"), tr("Says that this version will not be released."), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D),
              [this] { runVerb(u"retire"_s); });
    const auto action = [this](const QString &id) { return m_registry->action(u"registry."_s + id); };
    //: menu button: what can be read in as evidence
    m_page->addMenuButton(tr("Import"), {action(u"importFiles"_s), action(u"importEvaluation"_s), action(u"importCard"_s)});
    m_page->addButton(action(u"submit"_s));
    m_page->addButton(action(u"rework"_s));
    m_page->addButton(action(u"request"_s), true);
}

void RegistryPlace::addTabActions()
{
    const std::pair<QString, QString> tabs[] = {{u"overview"_s, tr("Show the overview")},       {u"lineage"_s, tr("Show the lineage")},
                                                {u"card"_s, tr("Show the model card")},         {u"evaluations"_s, tr("Show the evaluations")},
                                                {u"releases"_s, tr("Show the release requests")}, {u"history"_s, tr("Show the history")},
                                                {u"controls"_s, tr("Show the controls")}};
    int at = 0;
    for (const auto &[id, text] : tabs) {
        addAction(u"tab."_s + id, text, tr("A part of the chosen version."), {}, QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + at)),
                  [this, at] { m_page->setTab(VersionPage::Tab(at)); });
        ++at;
    }
}

void RegistryPlace::selectModel(const QString &name)
{
    // A row that is not read yet has no name; it says so itself once it is.
    if (name.isEmpty() || (name == m_model && m_modelData))
        return;
    m_model = name;
    m_modelData.reset();
    m_settings->setValue(u"registry/model"_s, name);
    if (!m_pendingVersion.startsWith(name + u'/'))
        m_pendingVersion.clear();
    const QSignalBlocker blocker(m_versionWords);
    m_versionWords->clear();
    m_versionList->setQuery({ListFilter::is(u"model"_s, name)}, {}, {u"registeredAt"_s, true});
    m_versions->setDataState(m_versionList->isLoading() ? DataState::Loading : DataState::Ready);
    reloadModel();
}

void RegistryPlace::reloadModel()
{
    if (m_model.isEmpty())
        return;
    m_modelJob.request_stop();
    const quint64 generation = ++m_modelGeneration;
    m_modelJob = m_workspace->replica()->read(
        this, [name = m_model, now = m_workspace->clock()->now()](ReadSession &session) { return loadModel(session, name, now); },
        [this, generation](const Result<ModelData> &loaded) {
            if (generation == m_modelGeneration)
                showModel(loaded);
        });
}

void RegistryPlace::showModel(const Result<ModelData> &loaded)
{
    if (!loaded) {
        if (loaded.error().code == Error::Code::Cancelled)
            return;
        m_modelData.reset();
        m_noModel->setText(loaded.error().text);
        m_detail->setCurrentWidget(m_noModel);
        return updateActions();
    }
    m_modelData = *loaded;
    const Model &model = m_modelData->model;
    m_modelHeader->setTitle(model.title.isEmpty() ? model.name : model.title);
    m_modelHeader->setDetail(model.title.isEmpty() ? QString() : model.name);
    m_modelHeader->setChip(criticalityChip(model.criticality));
    m_modelHeader->setToolTip(model.description);
    QList<FactLine::Fact> facts{{tr("Owner"), m_modelData->ownerName, {}}};
    if (!model.businessDomain.isEmpty())
        facts.append({tr("Domain"), model.businessDomain, {}});
    if (!model.compliance.isEmpty())
        facts.append({tr("Compliance"), model.compliance.join(u", "_s), {}});
    if (!model.costCentre.isEmpty())
        facts.append({tr("Cost centre"), model.costCentre, {}});
    for (const Deployment &deployment : m_modelData->running) {
        //: where a version runs; %1 is the environment
        facts.append({tr("In %1").arg(deployment.environment), labelOf(deployment.version),
                      u", "_s + relativeTime(deployment.since, m_modelData->at)});
    }
    m_modelFacts->setFacts(facts);
    m_detail->setCurrentIndex(0);
    updateActions();
}

void RegistryPlace::goToPendingVersion()
{
    const QString wanted = m_pendingVersion.isEmpty() ? m_version : m_pendingVersion;
    if (!wanted.startsWith(m_model + u'/')) {
        m_versions->selectRow(0);
        return;
    }
    // A version that the filter or the first screen hides is shown all the same; its row follows when it is there.
    selectVersion(wanted);
    m_pendingVersion.clear();
    if (m_versions->selectId(wanted))
        return;
    m_versionList->findRow(wanted, this, [this, wanted](int row) {
        if (row >= 0 && m_version == wanted)
            m_versions->selectRow(row);
    });
}

void RegistryPlace::selectVersion(const QString &key)
{
    if (key == m_version && m_data && m_data->key == key)
        return;
    if (key.isEmpty() && m_versionLook->rowCount() > 0)
        return;
    m_version = key;
    m_settings->setValue(u"registry/version"_s, key);
    if (key.isEmpty()) {
        m_data.reset();
        m_noVersion->setText(tr("Choose a version to see its files, lineage, card, evaluations and releases."));
        m_versionStack->setCurrentWidget(m_noVersion);
        return updateActions();
    }
    reloadVersion();
}

void RegistryPlace::reloadVersion()
{
    if (m_version.isEmpty())
        return;
    m_versionJob.request_stop();
    const quint64 generation = ++m_versionGeneration;
    m_versionJob = m_workspace->replica()->read(
        this, [key = m_version, now = m_workspace->clock()->now()](ReadSession &session) { return loadVersion(session, key, now); },
        [this, generation](const Result<VersionData> &loaded) {
            if (generation == m_versionGeneration)
                showVersion(loaded);
        });
}

void RegistryPlace::showVersion(const Result<VersionData> &loaded)
{
    if (!loaded) {
        if (loaded.error().code == Error::Code::Cancelled)
            return;
        m_data.reset();
        m_noVersion->setText(loaded.error().text);
        m_versionStack->setCurrentWidget(m_noVersion);
        return updateActions();
    }
    m_data = *loaded;
    m_page->show(*m_data);
    m_versionStack->setCurrentWidget(m_page);
    fetchMissing(m_data->missingBlobs);
    updateActions();
}

void RegistryPlace::fetchMissing(const QStringList &digests)
{
    for (const QString &digest : digests) {
        if (m_fetching.contains(digest))
            continue;
        m_fetching.insert(digest);
        m_workspace->blob(digest, this, [this, digest](const Result<QByteArray> &bytes) {
            m_fetching.remove(digest);
            if (bytes.ok())
                m_detailTimer.start(0);
        });
    }
}

QString RegistryPlace::verbProblem(const QString &verb) const
{
    if (!m_data)
        return tr("Choose a version first.");
    const Participants people{m_data->modelOwner, m_data->version.author, {}};
    if (const auto next = versionStates().next(enumText(m_data->version.stage), verb, m_workspace->actor(), people); !next.ok())
        return next.error().text;
    if (verb == "submit"_L1 && m_data->version.artifacts.isEmpty())
        return tr("It has no files; there is nothing to submit.");
    return {};
}

void RegistryPlace::updateActions()
{
    if (m_cardActions)
        m_cardActions->update();
    const QString noVersion = m_data ? QString() : tr("Choose a version first.");
    for (const QString &id : {u"importFiles"_s, u"importEvaluation"_s, u"importCard"_s})
        m_registry->setUnavailable(u"registry."_s + id, noVersion);
    m_registry->setUnavailable(u"registry.registerVersion"_s, m_modelData ? QString() : tr("Choose a model first."));
    for (const QString &verb : {u"submit"_s, u"rework"_s, u"retire"_s})
        m_registry->setUnavailable(u"registry."_s + verb, verbProblem(verb));
    QString why = noVersion;
    if (m_data && m_data->version.stage == Version::Retired)
        why = tr("It is retired.");
    else if (m_data && m_data->version.artifacts.isEmpty())
        why = tr("It has no files; there is nothing to release.");
    m_registry->setUnavailable(u"registry.request"_s, why);
    // One of the two stands in the header: the one that this stage has.
    const bool candidate = m_data && m_data->version.stage == Version::Candidate;
    const bool draft = !m_data || m_data->version.stage == Version::Draft;
    if (QAction *rework = m_registry->action(u"registry.rework"_s))
        rework->setVisible(candidate);
    if (QAction *submit = m_registry->action(u"registry.submit"_s))
        submit->setVisible(draft);
}

void RegistryPlace::import(const QString &kind)
{
    if (!m_data)
        return;
    const bool card = kind == "card"_L1;
    auto *dialog = new QFileDialog(this, card ? tr("Model card of %1").arg(versionTitle(m_data->key)) : tr("Evaluation of %1").arg(versionTitle(m_data->key)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(card ? QFileDialog::ExistingFile : QFileDialog::ExistingFiles);
    dialog->setNameFilters(card ? QStringList{tr("Model cards (*.md *.markdown *.json)"), tr("All files (*)")}
                                : QStringList{tr("Results (*.json *.jsonl *.yaml *.yml *.md)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, [this, kind, version = m_data->key](const QStringList &paths) {
        for (const QString &path : paths)
            importFile(kind, version, path);
    });
    dialog->open();
}

void RegistryPlace::importFile(const QString &kind, const QString &version, const QString &path)
{
    const QString name = path.section(u'/', -1);
    m_workspace->importEvidence(kind, version, path, this, [this, kind, name](const Result<QJsonObject> &answer) {
        if (!answer) {
            emit undoOffered(u"%1: %2"_s.arg(name, answer.error().text), {});
            return;
        }
        m_page->setTab(kind == "card"_L1 ? VersionPage::Tab::Card : VersionPage::Tab::Evaluations);
        emit undoOffered(tr("%1 was imported.").arg(name), {});
    });
}

void RegistryPlace::importFiles(const QStringList &paths)
{
    if (!m_data)
        return;
    auto *dialog = new ImportDialog(m_workspace, m_settings, m_data->key, true, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ImportDialog::imported, this, [this](int evaluations, int cards) {
        m_page->setTab(evaluations > 0 ? VersionPage::Tab::Evaluations : VersionPage::Tab::Card);
        emit undoOffered(tr("%n file(s) imported.", nullptr, evaluations + cards), {});
    });
    dialog->open();
    if (!paths.isEmpty())
        dialog->add(paths);
}

void RegistryPlace::requestRelease()
{
    if (!m_data)
        return;
    auto *dialog = new RequestDialog(m_workspace, m_data->key, this);
    connect(dialog, &RequestDialog::requested, this, [this](const QString &id) {
        emit undoOffered(tr("The release was requested."), {});
        if (!id.isEmpty())
            emit openLink(links::to(u"releases"_s, id));
    });
    dialog->show();
}

void RegistryPlace::runVerb(const QString &verb)
{
    if (!m_data || !verbProblem(verb).isEmpty())
        return;
    const QString title = versionTitle(m_data->key);
    Command command;
    command.title = verb == "submit"_L1 ? tr("Submit %1").arg(title) : verb == "rework"_L1 ? tr("Rework %1").arg(title) : tr("Retire %1").arg(title);
    command.path = u"/v1/versions/%1/%2"_s.arg(m_data->key, verb);
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        if (!answer)
            emit undoOffered(answer.error().text, {});
    });
}

void RegistryPlace::registerModel()
{
    auto *dialog = new RegisterModelDialog(m_workspace, this);
    connect(dialog, &RegisterDialog::registered, this, [this](const QString &id) { activate(links::to(u"registry"_s, id)); });
    dialog->show();
}

void RegistryPlace::registerVersion()
{
    if (!m_modelData)
        return;
    const QString newest = labelOf(m_versionLook->index(0, 0).data(ListRole::Id).toString());
    auto *dialog = new RegisterVersionDialog(m_workspace, m_modelData->model, newest, this);
    connect(dialog, &RegisterDialog::registered, this, [this](const QString &id) { activate(links::to(u"registry"_s, id)); });
    dialog->show();
}

void RegistryPlace::askToOpen(const QUrl &link, const QString &readable)
{
    auto *box = new QMessageBox(QMessageBox::Question, tr("Open a link of the card"), tr("The card's author wants to send you here:"),
                                QMessageBox::Cancel, this);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(readable);
    QPushButton *open = box->addButton(tr("Open in the browser"), QMessageBox::AcceptRole);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setModal(false);
    connect(box, &QMessageBox::buttonClicked, this, [open, link](QAbstractButton *clicked) {
        if (clicked == static_cast<QAbstractButton *>(open))
            QDesktopServices::openUrl(link);
    });
    box->show();
}

} // namespace countersign
