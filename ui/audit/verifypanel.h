// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/panel.h"
#include "ui/workspace/workspace.h"

#include <QElapsedTimer>

class QProgressBar;
class QPushButton;
class QSettings;

namespace countersign {

class Banner;
class Chip;
class FactLine;
class TextLabel;

/// The log as a whole: what it is, whether it holds, and since when that is known. A failure stays, over restarts too,
/// until the log has been verified again.
class VerifyPanel : public QWidget
{
    Q_OBJECT
public:
    VerifyPanel(Workspace *workspace, QSettings *settings, QWidget *parent = nullptr);
    void verify();
    void cancel();
    [[nodiscard]] bool hasFailed() const { return m_state == State::Failed; }

signals:
    void stateChanged();

private:
    enum class State { Never, Running, Holds, Failed };
    void restore();
    void finish(const Result<QString> &answer);
    void refresh();
    void showProgress(const LogProgress &progress);
    void tellProgress();
    void finished();
    [[nodiscard]] QString settingsKey() const;

    Workspace *m_workspace;
    QSettings *m_settings;
    Banner *m_banner;
    Chip *m_chip;
    FactLine *m_facts;
    TextLabel *m_sentence;
    QProgressBar *m_progress;
    QPushButton *m_verify;
    QPushButton *m_cancel;
    QTimer m_minute;
    QTimer m_tick; ///< while it runs
    QElapsedTimer m_began, m_phaseBegan;
    LogProgress m_run;
    std::stop_source m_stop;
    State m_state = State::Never;
    State m_before = State::Never; ///< what was known when the run began
    QString m_text;   ///< the answer
    QDateTime m_at;   ///< when it was given
    QString m_origin; ///< whose answer it is
};

} // namespace countersign
