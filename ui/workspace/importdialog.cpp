// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/importdialog.h"

#include "base/async.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/mappingdialog.h"
#include "ui/workspace/subjectmatch.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostVersionsOffered = 300;
constexpr int mostWarningsShown = 6;
using ImportState = ImportCandidate::State;

} // namespace

ImportDialog::ImportDialog(Workspace *workspace, QSettings *settings, const QString &version, bool fixed, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_wanted(version)
    , m_fixed(fixed)
    , m_versions(new QComboBox)
    , m_model(new ImportModel(this))
    , m_table(new DataTable(tr("Files to import")))
    , m_detail(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_told(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_bar(new QProgressBar)
    , m_import(new QPushButton(tr("Import")))
    , m_map(new QPushButton(tr("Map its columns…")))
    , m_stop(new QPushButton(tr("Stop")))
    , m_close(new QPushButton(tr("Close")))
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("Import evidence"));
    resize(theme.px(980), theme.px(560));
    m_table->setModel(m_model);
    m_table->setColumns({{new TwoLineDelegate, 200}, {new ChipDelegate, 144}, {nullptr, 150}, {nullptr, 84}, {new NumberDelegate, 64, false, Qt::AlignRight},
                         {new NumberDelegate, 74, false, Qt::AlignRight}, {nullptr, 200, true}});
    m_table->setEmptyState(tr("Drop result files, model cards or whole folders here. A folder is one import."), tr("Choose files…"));
    m_detail->setWordWrap(true);
    m_detail->setMinimumHeight(theme.px(72));
    m_detail->setAlignment(Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.groupGap());
    layout->addWidget(makeTop(fixed));
    layout->addWidget(m_table, 1);
    layout->addWidget(m_detail);
    layout->addWidget(makeFoot());
    new FileDrop(this, [this](const QStringList &paths) { add(paths); });
    connect(m_table, &DataTable::currentRowChanged, this, &ImportDialog::showCurrent);
    connect(m_table, &DataTable::emptyActionTriggered, this, [this] { chooseFiles(false); });
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const qint64 size = m_progress ? m_progress->size.load() : -1;
        m_bar->setRange(0, size > 0 ? 1000 : 0);
        if (size > 0)
            m_bar->setValue(int(1000 * m_progress->read.load() / size));
    });
    loadVersion();
    showState();
}

ImportDialog::~ImportDialog()
{
    m_job.request_stop();
}

QWidget *ImportDialog::makeTop(bool fixed)
{
    const Theme theme = Theme::current();
    m_versions->setAccessibleName(tr("Version"));
    m_versions->setToolTip(tr("The version that was measured."));
    m_versions->setMinimumContentsLength(24);
    if (!m_wanted.isEmpty())
        m_versions->addItem(visibleText(m_wanted).replace(u'/', u' '), m_wanted);
    m_versions->setEnabled(!fixed);
    auto *files = new QPushButton(tr("Add files…"));
    files->setToolTip(tr("Result files, tables and model cards."));
    auto *folder = new QPushButton(tr("Add a folder…"));
    folder->setToolTip(tr("All its files together are one import."));
    auto *out = new QWidget;
    auto *row = new QHBoxLayout(out);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.gap());
    row->addWidget(new TextLabel(tr("Evidence of"), TextSize::Body, ColorRole::TextMuted));
    row->addWidget(m_versions);
    row->addStretch();
    row->addWidget(files);
    row->addWidget(folder);
    connect(files, &QPushButton::clicked, this, [this] { chooseFiles(false); });
    connect(folder, &QPushButton::clicked, this, [this] { chooseFiles(true); });
    connect(m_versions, &QComboBox::currentIndexChanged, this, &ImportDialog::loadVersion);
    if (!fixed) {
        m_workspace->replica()->read(
            this, [](ReadSession &session) { return session.records({u"version"_s, {}, {}, {u"registeredAt"_s, true}}, mostVersionsOffered); },
            [this](const Result<QList<Record>> &records) {
                const QSignalBlocker blocker(m_versions);
                for (const Record &record : records ? *records : QList<Record>()) {
                    if (m_versions->findData(record.id) < 0)
                        m_versions->addItem(visibleText(record.id).replace(u'/', u' '), record.id);
                }
                if (m_versions->currentIndex() < 0 && m_versions->count() > 0)
                    m_versions->setCurrentIndex(0);
                loadVersion();
            });
    }
    return out;
}

QWidget *ImportDialog::makeFoot()
{
    const Theme theme = Theme::current();
    setButtonKind(m_import, ButtonKind::Primary);
    m_import->setDefault(true);
    m_map->setToolTip(tr("Says which column of the table is what; for tables of tools that are not known here."));
    m_stop->setToolTip(tr("Ends the reading; what was read stays in the list."));
    m_bar->setFixedWidth(theme.px(140));
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Reading"));
    auto *out = new QWidget;
    auto *row = new QHBoxLayout(out);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.gap());
    row->addWidget(m_map);
    row->addWidget(m_bar);
    row->addWidget(m_stop);
    row->addWidget(m_told, 1);
    row->addWidget(m_close);
    row->addWidget(m_import);
    connect(m_map, &QPushButton::clicked, this, &ImportDialog::mapCurrent);
    connect(m_stop, &QPushButton::clicked, this, &ImportDialog::stop);
    connect(m_import, &QPushButton::clicked, this, [this] {
        m_sending = true;
        importNext();
    });
    connect(m_close, &QPushButton::clicked, this, [this] {
        if (m_evaluations + m_cards > 0)
            emit imported(m_evaluations, m_cards);
        m_evaluations + m_cards > 0 ? accept() : reject();
    });
    return out;
}

QString ImportDialog::version() const
{
    return m_versions->currentData().toString();
}

void ImportDialog::loadVersion()
{
    m_version.reset();
    if (version().isEmpty())
        return showState();
    m_workspace->replica()->read(
        this, [key = version()](ReadSession &session) { return session.get<Version>(key); },
        [this](const Result<Version> &loaded) {
            if (!loaded || loaded->key() != version())
                return;
            m_version = *loaded;
            for (int row = 0; row < m_model->rowCount(); ++row) {
                ImportCandidate candidate = *m_model->at(row);
                judge(candidate);
                m_model->set(row, candidate);
            }
            showState();
            showCurrent();
        });
}

void ImportDialog::judge(ImportCandidate &candidate) const
{
    if (!m_version || candidate.understood.format.isEmpty() || candidate.understood.card)
        return;
    const SubjectMatch match = matchSubject(candidate.understood.subject, *m_version);
    candidate.match = match.sentence;
    candidate.differs = match.state == SubjectMatch::State::Differs;
}

void ImportDialog::chooseFiles(bool folder)
{
    auto *dialog = new QFileDialog(this, folder ? tr("A folder of results") : tr("Results and cards"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &ImportDialog::add);
    dialog->open();
}

void ImportDialog::add(const QStringList &paths)
{
    for (const QString &path : paths) {
        const QFileInfo info(path);
        const QString full = info.absoluteFilePath();
        if (m_model->rowOf(full) >= 0)
            continue;
        ImportCandidate candidate;
        candidate.path = full;
        candidate.name = QFileInfo(QDir::cleanPath(full)).fileName();
        candidate.folder = info.isDir();
        m_model->add(candidate);
    }
    if (!m_table->currentIndex().isValid())
        m_table->selectRow(0);
    readNext();
}

/// One at a time: each is bounded in memory, several at once would not be.
void ImportDialog::readNext()
{
    const int row = m_model->firstIn(ImportState::Waiting);
    if (!m_reading.isEmpty() || row < 0)
        return showState();
    ImportCandidate candidate = *m_model->at(row);
    candidate.state = ImportState::Reading;
    m_model->set(row, candidate);
    m_reading = candidate.path;
    m_progress = std::make_shared<Progress>();
    m_timer.start();
    m_job = runAsync(
        this, QThreadPool::globalInstance(),
        [path = candidate.path, progress = m_progress](const std::stop_token &token) {
            return understandPath(path, token, [progress](qint64 read, qint64 size) {
                progress->read = read;
                progress->size = size;
            });
        },
        [this, path = candidate.path](const Result<UnderstoodFile> &understood) { tookFile(path, understood); });
    showState();
}

void ImportDialog::tookFile(const QString &path, const Result<UnderstoodFile> &understood)
{
    m_reading.clear();
    m_timer.stop();
    const int row = m_model->rowOf(path);
    if (row >= 0) {
        ImportCandidate candidate = *m_model->at(row);
        candidate.state = understood ? ImportState::Understood : ImportState::NotUnderstood;
        candidate.problem = understood ? Error{Error::Code::Internal, {}} : understood.error();
        candidate.understood = understood ? *understood : UnderstoodFile();
        judge(candidate);
        m_model->set(row, candidate);
    }
    readNext();
    showCurrent();
}

void ImportDialog::stop()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        ImportCandidate candidate = *m_model->at(row);
        if (candidate.state != ImportState::Waiting)
            continue;
        candidate.state = ImportState::NotUnderstood;
        candidate.problem = {Error::Code::Cancelled, tr("It was not read.")};
        m_model->set(row, candidate);
    }
    m_job.request_stop();
}

void ImportDialog::showCurrent()
{
    const ImportCandidate *row = m_model->at(m_table->currentIndex().row());
    m_map->setVisible(row && row->canBeMapped());
    if (!row) {
        m_detail->setText({});
        return;
    }
    QStringList lines;
    if (row->canBeMapped())
        lines.append(tr("No importer here knows this file. If it is a table, say what its columns are."));
    else if (!row->problem.text.isEmpty())
        lines.append(visibleText(row->problem.text));
    if (!row->understood.format.isEmpty())
        lines.append(row->understood.card ? tr("A model card, read as %1.").arg(row->understood.format)
                                          : tr("Read as %1; %n result(s).", nullptr, int(row->understood.results)).arg(row->understood.format) + u' ' + visibleText(row->match));
    for (qsizetype i = 0; i < std::min<qsizetype>(mostWarningsShown, row->understood.warnings.size()); ++i) {
        const auto &warning = row->understood.warnings[i];
        lines.append(u"• "_s + visibleText(warning.message) + (warning.pointer.isEmpty() ? QString() : u" ("_s + visibleText(warning.pointer) + u')'));
    }
    if (row->understood.warnings.size() > mostWarningsShown)
        lines.append(tr("… and %n more warning(s); the page of the evaluation lists all.", nullptr, int(row->understood.warnings.size() - mostWarningsShown)));
    m_detail->setText(lines.join(u'\n'));
}

QString ImportDialog::detail() const
{
    return m_detail->text();
}

void ImportDialog::showState()
{
    const int ready = m_model->count(ImportState::Understood);
    const bool reading = !m_reading.isEmpty();
    m_bar->setVisible(reading);
    m_stop->setVisible(reading);
    m_import->setEnabled(ready > 0 && !reading && m_importing.isEmpty() && !version().isEmpty());
    m_import->setText(ready > 0 ? tr("Import %n", nullptr, ready) : tr("Import"));
    m_versions->setEnabled(!m_fixed && m_importing.isEmpty());
    const int done = m_model->count(ImportState::Imported);
    m_told->setText(reading                ? tr("%1 is being read…").arg(visibleText(QFileInfo(m_reading).fileName()))
                    : version().isEmpty()  ? tr("Register a version first: evidence belongs to one.")
                    : done > 0             ? tr("%n imported.", nullptr, done)
                                           : QString());
}

void ImportDialog::importNext()
{
    const int row = m_model->firstIn(ImportState::Understood);
    if (!m_sending || row < 0) {
        m_sending = false;
        return showState();
    }
    ImportCandidate candidate = *m_model->at(row);
    candidate.state = ImportState::Importing;
    m_model->set(row, candidate);
    m_importing = candidate.path;
    showState();
    m_workspace->importEvidence(candidate.understood.card ? u"card"_s : u"evaluation"_s, version(), candidate.path, this,
                                [this, path = candidate.path](const Result<QJsonObject> &answer) { tookImport(path, answer); });
}

void ImportDialog::tookImport(const QString &path, const Result<QJsonObject> &answer)
{
    m_importing.clear();
    const int row = m_model->rowOf(path);
    if (row >= 0) {
        ImportCandidate candidate = *m_model->at(row);
        candidate.state = answer ? ImportState::Imported : ImportState::Refused;
        if (answer)
            ++(candidate.understood.card ? m_cards : m_evaluations);
        else
            candidate.problem = answer.error();
        m_model->set(row, candidate);
    }
    showCurrent();
    importNext();
}

void ImportDialog::mapCurrent()
{
    const int row = m_table->currentIndex().row();
    const ImportCandidate *candidate = m_model->at(row);
    if (!candidate || !candidate->canBeMapped())
        return;
    auto *dialog = new MappingDialog(candidate->path, m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &MappingDialog::mapped, this, [this, path = candidate->path](const QByteArray &archive) { takeMapped(m_model->rowOf(path), archive); });
    dialog->open();
}

void ImportDialog::takeMapped(int row, const QByteArray &archive)
{
    const ImportCandidate *known = m_model->at(row);
    if (!known)
        return;
    ImportCandidate candidate = *known;
    const QString path = m_mapped.filePath(u"%1-%2.zip"_s.arg(row).arg(candidate.name));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(archive) != archive.size() || !file.commit()) {
        candidate.problem = {Error::Code::Internal, tr("The mapping could not be kept: %1").arg(file.errorString())};
    } else {
        candidate.table = candidate.path;
        candidate.path = path;
        candidate.state = ImportState::Waiting;
        candidate.problem.text.clear();
    }
    m_model->set(row, candidate);
    readNext();
}

FileDrop::FileDrop(QWidget *target, std::function<void(const QStringList &paths)> dropped)
    : QObject(target)
    , m_dropped(std::move(dropped))
{
    target->setAcceptDrops(true);
    target->installEventFilter(this);
}

bool FileDrop::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove && event->type() != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto *drop = static_cast<QDropEvent *>(event);
    QStringList paths;
    const QList<QUrl> urls = drop->mimeData()->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    if (paths.isEmpty())
        return false;
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    if (event->type() == QEvent::Drop)
        m_dropped(paths);
    return true;
}

} // namespace countersign
