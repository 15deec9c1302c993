// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/version.h"
#include "base/result.h"

#include <QThreadPool>
#include <QTimer>
#include <QWidget>

#include <atomic>
#include <memory>
#include <stop_token>

class QFileDialog;
class QProgressBar;
class QPushButton;

namespace countersign {

class ArtifactsModel;
class DataTable;
class TextLabel;

/// Files of this machine as the artifacts of a version: read off the GUI thread, with progress, and cancelled by a
/// button, by a new choice or with the widget.
class ArtifactPicker : public QWidget
{
    Q_OBJECT
public:
    explicit ArtifactPicker(QWidget *parent = nullptr);
    ~ArtifactPicker() override;
    /// Reads a file or a whole folder and adds what is in it; a name that is already there is replaced.
    void addPath(const QString &path);
    [[nodiscard]] const QList<Artifact> &artifacts() const { return m_artifacts; }
    [[nodiscard]] bool isBusy() const { return m_jobs > 0; }

signals:
    void changed();

private:
    struct Progress
    {
        std::atomic<qint64> done = 0, total = 0;
    };
    void choose(bool folder);
    void take(const Result<QList<Artifact>> &found);
    void showProgress();
    void updateState(const QString &problem = {});

    QThreadPool m_pool;
    std::stop_source m_stop;
    std::shared_ptr<Progress> m_progress;
    QTimer m_tick;
    int m_jobs = 0;
    QList<Artifact> m_artifacts;
    ArtifactsModel *m_model;
    DataTable *m_table;
    QProgressBar *m_bar;
    QPushButton *m_cancel;
    QPushButton *m_remove;
    TextLabel *m_state;
};

} // namespace countersign
