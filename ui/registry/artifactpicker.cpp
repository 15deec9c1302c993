// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/artifactpicker.h"

#include "base/async.h"
#include "trust/digest.h"
#include "trust/modelmanifest.h"
#include "ui/registry/overviewtab.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/textlabel.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Result<QList<Artifact>> readArtifacts(const QString &path, const ModelManifest::Options &options)
{
    const auto manifest = ModelManifest::ofPath(path, options);
    if (!manifest)
        return manifest.error();
    QList<Artifact> out;
    for (const ManifestEntry &entry : manifest->entries())
        out.append({entry.name, digestString(entry.digest), std::max<qint64>(entry.size, 0), {}});
    return out;
}

} // namespace

ArtifactPicker::ArtifactPicker(QWidget *parent)
    : QWidget(parent)
    , m_model(new ArtifactsModel(this))
    , m_table(new DataTable(tr("Files to register")))
    , m_bar(new QProgressBar)
    , m_cancel(new QPushButton(tr("Cancel reading")))
    , m_remove(new QPushButton(tr("Remove")))
    , m_state(new TextLabel({}, TextSize::Small, ColorRole::TextMuted))
{
    m_pool.setMaxThreadCount(1);
    const Theme theme = Theme::current();
    m_table->setModel(m_model);
    m_table->setColumns({{nullptr, 200, true}, {new NumberDelegate, 80, false, Qt::AlignRight}, {nullptr, 60, false, Qt::AlignLeft, true}, {nullptr, 160}});
    m_table->setEmptyState(tr("Choose the files of this version. They are read here and known by their digests; the files themselves stay where they are."));
    m_table->setMinimumHeight(theme.px(132));
    auto *files = new QPushButton(tr("Add files…"));
    auto *folder = new QPushButton(tr("Add folder…"));
    m_bar->setAccessibleName(tr("Reading files"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(files);
    buttons->addWidget(folder);
    buttons->addWidget(m_remove);
    buttons->addWidget(m_bar, 1);
    buttons->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);
    layout->addWidget(m_state);
    m_state->setWordWrap(true);
    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, &ArtifactPicker::showProgress);
    connect(files, &QPushButton::clicked, this, [this] { choose(false); });
    connect(folder, &QPushButton::clicked, this, [this] { choose(true); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_stop.request_stop(); });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        const QString name = m_table->currentId();
        m_artifacts.removeIf([&](const Artifact &artifact) { return artifact.name == name; });
        m_model->setArtifacts(m_artifacts);
        updateState();
        emit changed();
    });
    connect(m_table, &DataTable::currentRowChanged, this, [this] { updateState(); });
    updateState();
}

ArtifactPicker::~ArtifactPicker()
{
    m_stop.request_stop();
    m_pool.waitForDone();
}

void ArtifactPicker::choose(bool folder)
{
    auto *dialog = new QFileDialog(this, folder ? tr("Folder of the version's files") : tr("Files of the version"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        for (const QString &path : paths)
            addPath(path);
    });
    dialog->open();
}

void ArtifactPicker::addPath(const QString &path)
{
    if (m_jobs++ == 0) {
        m_progress = std::make_shared<Progress>();
        m_stop = std::stop_source();
        m_tick.start();
    }
    // The pool reads one thing after the other; all of them end with the one button.
    runAsync(
        this, &m_pool,
        [path, progress = m_progress, stop = m_stop.get_token()](const std::stop_token &) {
            ModelManifest::Options options;
            options.stop = stop;
            options.progress = [progress](qint64 done, qint64 total) {
                progress->done = done;
                progress->total = total;
            };
            return readArtifacts(path, options);
        },
        [this](const Result<QList<Artifact>> &found) { take(found); });
    updateState();
}

void ArtifactPicker::take(const Result<QList<Artifact>> &found)
{
    if (--m_jobs == 0)
        m_tick.stop();
    if (found.ok()) {
        for (const Artifact &artifact : *found) {
            m_artifacts.removeIf([&](const Artifact &other) { return other.name == artifact.name; });
            m_artifacts.append(artifact);
        }
        std::sort(m_artifacts.begin(), m_artifacts.end(), [](const Artifact &a, const Artifact &b) { return a.name < b.name; });
        m_model->setArtifacts(m_artifacts);
    }
    updateState(found.ok() ? QString() : found.error().text);
    emit changed();
}

void ArtifactPicker::showProgress()
{
    const qint64 total = m_progress->total;
    m_bar->setRange(0, total > 0 ? 1000 : 0);
    m_bar->setValue(total > 0 ? int(m_progress->done * 1000 / total) : 0);
    //: how much of the files has been read
    m_state->setText(tr("Reading: %1 of %2").arg(formatBytes(m_progress->done), formatBytes(total)));
}

void ArtifactPicker::updateState(const QString &problem)
{
    m_bar->setVisible(isBusy());
    m_cancel->setVisible(isBusy());
    m_remove->setEnabled(!isBusy() && m_table->currentIndex().isValid());
    if (isBusy())
        return;
    m_state->setRole(problem.isEmpty() ? ColorRole::TextMuted : ColorRole::NegativeText);
    qint64 bytes = 0;
    for (const Artifact &artifact : std::as_const(m_artifacts))
        bytes += artifact.size;
    m_state->setText(!problem.isEmpty() ? problem
                     : m_artifacts.isEmpty() ? QString()
                                             : tr("%n file(s), %1", nullptr, int(m_artifacts.size())).arg(formatBytes(bytes)));
}

} // namespace countersign
