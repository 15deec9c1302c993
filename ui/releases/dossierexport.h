// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "documents/dossierinput.h"
#include "ui/workspace/workspace.h"

#include <QPointer>
#include <QTemporaryDir>

class QProgressDialog;

namespace countersign {

class Toast;

/// Writes the dossier of one release to a file: fetches and verifies the bundle, gathers the records, prints off the GUI
/// thread. Without a connection a PDF is still printed and says that nothing was proved; an archive needs the bundle.
class DossierExport : public QObject
{
    Q_OBJECT
public:
    /// `host` is what dialogs and the toast stand on. Both outlive this.
    DossierExport(Workspace *workspace, QWidget *host);

    /// Asks where to, then writes; `title` is what the request is called ("R-118").
    void ask(const QString &requestId, const QString &title);
    /// Writes to a path that ends in .pdf or .zip. One at a time: another one that runs is cancelled.
    void write(const QString &requestId, const QString &path);
    void cancel();

signals:
    /// Exactly once for every write(): the sentence that was shown, or why there is no file.
    void finished(const Result<QString> &told);

private:
    void gather(quint64 generation);
    void print(quint64 generation, DossierInput input);
    void tell(const Result<QString> &told);
    void step(const QString &text, int done, int of);

    Workspace *m_workspace;
    QWidget *m_host;
    Toast *m_toast;
    QPointer<QProgressDialog> m_progress;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_request, m_path, m_written;
    bool m_proved = false; ///< the bundle is in the folder
    bool m_running = false;
    quint64 m_generation = 0;
    std::stop_source m_job;
};

} // namespace countersign
