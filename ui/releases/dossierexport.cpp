// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/dossierexport.h"

#include "base/async.h"
#include "documents/dossier.h"
#include "formats/evidencereader.h"
#include "replica/replicacase.h"
#include "trust/bundlelayout.h"
#include "trust/zip.h"
#include "ui/widgets/toast.h"

#include <QBuffer>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QProgressDialog>
#include <QSaveFile>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestBundle = 512LL * 1024 * 1024;

/// What the bundle proves. The workspace keeps no bundle that its own pinned key does not verify, so the trust file inside
/// can only name that key: under any other one its checkpoint would not open.
Result<void> proveByBundle(DossierInput &input, const QByteArray &bundle)
{
    QByteArray bytes = bundle;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    const auto zip = ZipReader::open(&buffer);
    const auto text = zip ? zip->read(layout::trustPolicy) : Result<QByteArray>(zip.error());
    if (!text)
        return text.error();
    const auto trust = TlogPolicy::fromText(*text);
    if (!trust)
        return trust.error();
    return adoptBundle(input, verifyBundle(bundle, {*trust, evidenceReader(), input.at, {}}), bundle);
}

Result<QString> writeDossier(DossierInput input, const QByteArray &bundle, const QString &path, const PaperOptions &options)
{
    if (!bundle.isEmpty()) {
        if (const auto proved = proveByBundle(input, bundle); !proved)
            return proved.error();
    }
    auto bytes = dossierPdf(input, options);
    if (bytes && path.endsWith(".zip"_L1, Qt::CaseInsensitive))
        bytes = dossierZip(input, *bytes, bundle);
    if (!bytes)
        return bytes.error();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit())
        return {Error::Code::Internal, DossierExport::tr("%1 cannot be written: %2").arg(QFileInfo(path).fileName(), file.errorString())};
    return bundle.isEmpty() ? DossierExport::tr("%1 was written. Without a connection nothing in it was proved; it says so.").arg(QFileInfo(path).fileName())
                            : DossierExport::tr("%1 was proved against the log and written.").arg(QFileInfo(path).fileName());
}

} // namespace

DossierExport::DossierExport(Workspace *workspace, QWidget *host)
    : QObject(host)
    , m_workspace(workspace)
    , m_host(host)
    , m_toast(new Toast(host))
{
    connect(m_toast, &Toast::undoRequested, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_written).absolutePath())); });
}

void DossierExport::ask(const QString &requestId, const QString &title)
{
    auto *dialog = new QFileDialog(m_host, tr("Export the dossier"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString pdf = tr("Document (*.pdf)");
    const QString zip = tr("Archive with evidence and bundle (*.zip)");
    dialog->setNameFilters({pdf, zip});
    dialog->setDefaultSuffix(u"pdf"_s);
    dialog->selectFile(title + u".pdf"_s);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, zip](const QString &filter) { dialog->setDefaultSuffix(filter == zip ? u"zip"_s : u"pdf"_s); });
    connect(dialog, &QFileDialog::fileSelected, this, [this, requestId](const QString &path) { write(requestId, path); });
    dialog->open();
}

void DossierExport::write(const QString &requestId, const QString &path)
{
    cancel();
    const bool zip = path.endsWith(".zip"_L1, Qt::CaseInsensitive);
    m_request = requestId;
    m_path = path;
    m_proved = false;
    m_running = true;
    m_folder = std::make_unique<QTemporaryDir>();
    const quint64 generation = ++m_generation;
    if (!zip && !path.endsWith(".pdf"_L1, Qt::CaseInsensitive))
        return tell(Error{Error::Code::Invalid, tr("The name of a dossier ends in .pdf or .zip; that says what is written.")});
    m_progress = new QProgressDialog(m_host);
    m_progress->setAttribute(Qt::WA_DeleteOnClose);
    m_progress->setWindowTitle(tr("Export the dossier"));
    m_progress->setWindowModality(Qt::WindowModal);
    m_progress->setMinimumDuration(400);
    m_progress->setAutoClose(false);
    m_progress->setAutoReset(false);
    connect(m_progress, &QProgressDialog::canceled, this, &DossierExport::cancel);
    step(tr("Fetching and verifying the release bundle…"), 0, 0);
    m_workspace->exportBundle(requestId, m_folder->filePath(u"release.zip"_s), this, [this, generation, zip](const Result<QString> &kept) {
        if (generation != m_generation || !m_running)
            return;
        // A bundle that was fetched and does not hold must not be papered over; one that could not be had may be missing.
        if (!kept && (zip || kept.error().code == Error::Code::Untrusted))
            return tell(kept.error());
        m_proved = kept.ok();
        gather(generation);
    });
}

void DossierExport::gather(quint64 generation)
{
    step(tr("Gathering the records…"), 0, 0);
    m_job = m_workspace->replica()->read(
        this,
        [id = m_request, now = m_workspace->clock()->now()](ReadSession &session) {
            ReplicaCaseSource source(session);
            return gatherDossier(source, id, now);
        },
        [this, generation](Result<DossierInput> input) {
            if (generation != m_generation || !m_running)
                return;
            if (!input)
                return tell(input.error());
            print(generation, std::move(*input));
        });
}

void DossierExport::print(quint64 generation, DossierInput input)
{
    const QString bundlePath = m_proved ? m_folder->filePath(u"release.zip"_s) : QString();
    const auto progress = [self = QPointer<DossierExport>(this), generation](int done, int of) {
        if (done % 4 == 0 && self)
            QMetaObject::invokeMethod(self.data(), [self, generation, done, of] {
                if (self && generation == self->m_generation)
                    self->step(tr("Printing page %1 of %2…").arg(done).arg(of), done, of);
            }, Qt::QueuedConnection);
    };
    m_job = runAsync(
        this, QThreadPool::globalInstance(),
        [input = std::move(input), bundlePath, path = m_path, progress](std::stop_token stop) -> Result<QString> {
            QByteArray bundle;
            if (!bundlePath.isEmpty()) {
                QFile file(bundlePath);
                if (!file.open(QIODevice::ReadOnly) || file.size() > largestBundle)
                    return {Error::Code::Internal, tr("The release bundle cannot be read.")};
                bundle = file.readAll();
            }
            PaperOptions options;
            options.created = input.at;
            options.software = u"Countersign %1"_s.arg(QStringLiteral(COUNTERSIGN_VERSION));
            options.stop = stop;
            options.progress = progress;
            return writeDossier(input, bundle, path, options);
        },
        [this, generation](const Result<QString> &told) {
            if (generation == m_generation && m_running)
                tell(told);
        });
}

void DossierExport::cancel()
{
    if (!m_running)
        return;
    m_job.request_stop();
    ++m_generation;
    tell(Error{Error::Code::Cancelled, tr("The dossier was not written.")});
}

void DossierExport::step(const QString &text, int done, int of)
{
    if (!m_progress)
        return;
    m_progress->setLabelText(text);
    m_progress->setMaximum(of);
    m_progress->setValue(done);
}

void DossierExport::tell(const Result<QString> &told)
{
    m_running = false;
    if (m_progress) {
        m_progress->disconnect(this);
        m_progress->close();
    }
    m_folder.reset();
    if (told)
        m_written = m_path;
    m_toast->showMessage(told ? *told : told.error().text, told ? tr("Open folder") : QString());
    emit finished(told);
}

} // namespace countersign
